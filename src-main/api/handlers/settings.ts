// How are the contract's questions about settings answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { settings } = implementer;

export const settingsHandlers = settings.router({
  get: settings.get.handler(({ context }) => context.settings.get()),

  update: settings.update.handler(({ context, input }) => context.settings.update(input)),

  watch: settings.watch.handler(({ context, signal }) =>
    watchStream({
      source: {
        read: () => context.settings.get(),
        subscribe: (listener) => context.settings.changes.subscribe(listener),
      },
      profileId: null,
      conflation: { kind: "latest" },
      intervalMs: 0,
      clock: context.clock,
      signal,
    }),
  ),
});
