// How are the contract's questions about signals answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { signals } = implementer;

/** What a new watcher is shown at first. */
const LATEST = 200;

export const signalsHandlers = signals.router({
  list: signals.list.handler(async ({ context, input }) => [
    ...(await context.signals.list(input.profileId, input.limit)),
  ]),

  watch: signals.watch.handler(async ({ context, input, signal }) => {
    const changes = await context.signals.changes(input.profileId);
    return watchStream({
      source: {
        read: async () => [...(await context.signals.list(input.profileId, LATEST))],
        subscribe: (listener) => changes.subscribe(listener),
      },
      profileId: input.profileId,
      conflation: { kind: "queue", capacity: LATEST },
      intervalMs: 0,
      clock: context.clock,
      signal,
    });
  }),
});
