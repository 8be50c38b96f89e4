// How are the contract's questions about the program itself answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { system } = implementer;

/** Health is told at most once a second, and only when it changes. */
const HEALTH_INTERVAL_MS = 1_000;

export const systemHandlers = system.router({
  info: system.info.handler(({ context }) => context.system.info()),

  watchHealth: system.watchHealth.handler(({ context, signal }) =>
    watchStream({
      source: context.system.health,
      profileId: null,
      conflation: { kind: "latest" },
      intervalMs: HEALTH_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  feedMarkets: system.feedMarkets.handler(({ context, input }) => [...context.system.feedMarkets(input.venue)]),

  reconnectFeed: system.reconnectFeed.handler(({ context, input }) => {
    context.system.reconnectFeed(input.venue);
    return { done: true };
  }),

  pause: system.pause.handler(async ({ context, input }) => {
    await context.system.pause(input.reason);
    return { paused: true };
  }),

  acknowledgeDamage: system.acknowledgeDamage.handler(async ({ context }) => {
    await context.system.acknowledgeDamage();
    return { done: true };
  }),

  release: system.release.handler(async ({ context, input }) => {
    await context.system.release(input.reason);
    return { paused: false };
  }),
});
