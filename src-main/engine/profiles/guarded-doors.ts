// Through which doors does the program call a profile's code, and what if that throws? Then this profile stops trading, and no other notices.
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";

/** Runs what belongs to a profile. Never throws. */
export type Guard = (run: () => void) => void;

interface GuardOptions {
  /** Of the profile. */
  readonly logger: Pick<Logger, "error">;
  /** Called for every mistake; is to stop the trading of the profile. */
  readonly onMistake: (message: string) => void;
}

/**
 * Without it a mistake in one profile's code would stop the tick that brings prices to all, and would end the program. The same mistake
 * is logged once: it may come again with every price.
 */
export function createGuard({ logger, onMistake }: GuardOptions): Guard {
  const logged = new Set<string>();
  return (run) => {
    try {
      run();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!logged.has(message)) logger.error("A mistake in the code of a profile", { error });
      logged.add(message);
      onMistake(message);
    }
  };
}

/** The same clock, whose timers never throw. */
export function guardClock(clock: Clock, guard: Guard): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, run) => clock.after(delayMs, () => guard(run)),
    every: (intervalMs, run) => clock.every(intervalMs, () => guard(run)),
    sleep: (delayMs, signal) => clock.sleep(delayMs, signal),
  };
}
