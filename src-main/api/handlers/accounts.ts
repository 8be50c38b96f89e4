// How are the contract's questions about connected exchanges answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { accounts } = implementer;

/** Latency and budgets move with every call; the list need not. */
const LIST_INTERVAL_MS = 1_000;

export const accountsHandlers = accounts.router({
  venues: accounts.venues.handler(async ({ context }) => [...(await context.accounts.venues())]),

  watch: accounts.watch.handler(({ context, signal }) =>
    watchStream({
      source: {
        read: async () => [...(await context.accounts.views.read())],
        subscribe: (listener) => context.accounts.views.subscribe((list) => listener([...list])),
      },
      profileId: null,
      conflation: { kind: "latest" },
      intervalMs: LIST_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  check: accounts.check.handler(({ context, input, signal }) =>
    context.accounts.check(input, signal === undefined ? {} : { signal }),
  ),

  connect: accounts.connect.handler(({ context, input }) => context.accounts.connect(input)),
  rotate: accounts.rotate.handler(({ context, input }) => context.accounts.rotate(input)),
  rename: accounts.rename.handler(({ context, input }) => context.accounts.rename(input, input.name)),
  setPaused: accounts.setPaused.handler(({ context, input }) => context.accounts.setPaused(input, input.paused)),
  deadManSwitch: accounts.deadManSwitch.handler(({ context, input }) => context.deadManSwitch.read(input)),
  allowDeadManSwitch: accounts.allowDeadManSwitch.handler(({ context, input }) =>
    context.deadManSwitch.allow(input, input.allowed),
  ),
  recheck: accounts.recheck.handler(({ context, input, signal }) =>
    context.accounts.recheck(input, signal === undefined ? {} : { signal }),
  ),
  removalNotice: accounts.removalNotice.handler(({ context, input }) => context.accounts.removalNotice(input)),
  remove: accounts.remove.handler(async ({ context, input }) => {
    await context.accounts.remove(input);
    return { removed: true as const };
  }),
});
