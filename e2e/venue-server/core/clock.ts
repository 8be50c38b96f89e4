// Which clock does a venue server go by? The one it is given, so that a test and the venue share a manual one.
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "#engine/ports/clock.ts";
import { unixMs } from "#shared/domain/time.ts";

export type VenueClock = Pick<Clock, "now" | "sleep" | "after" | "every">;

/** The computer's own clock, for trying a venue server by hand. */
export const realClock: VenueClock = {
  now: () => unixMs(Date.now()),
  sleep: (delayMs, signal) => wait(delayMs, undefined, signal === undefined ? {} : { signal }),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return { dispose: () => clearTimeout(timer) };
  },
  every: (intervalMs, run) => {
    const timer = setInterval(run, intervalMs);
    return { dispose: () => clearInterval(timer) };
  },
};
