// How are the contract's questions about signals answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { signals } = implementer;

/** What a new watcher is shown at first. */
const LATEST = 200;

/** Levels move with prices; people need no more. */
const POSITIONS_INTERVAL_MS = 1_000;

export const signalsHandlers = signals.router({
  plan: signals.plan.handler(({ context, input, signal }) =>
    context.signals.plan(input.profileId, input.signalId, signal === undefined ? {} : { signal }),
  ),

  positions: signals.positions.handler(async ({ context, input }) =>
    (await context.signals.positions(input.profileId)).read(),
  ),

  watchPositions: signals.watchPositions.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.signals.positions(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: POSITIONS_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  tilt: signals.tilt.handler(async ({ context, input }) => (await context.signals.tilt(input.profileId)).read()),

  watchTilt: signals.watchTilt.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.signals.tilt(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: POSITIONS_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  planExit: signals.planExit.handler(({ context, input, signal }) =>
    context.signals.planExit(input.profileId, input.asset, signal === undefined ? {} : { signal }),
  ),

  rearm: signals.rearm.handler(({ context, input }) =>
    context.signals.rearm(input.profileId, input.asset, input.reason),
  ),

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
