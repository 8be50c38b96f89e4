// How is something repeated at a pace that a person may change meanwhile?
import type { Clock } from "#engine/ports/clock.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { Stoppable } from "./disposable-store.ts";

/** Runs first after one interval; a new pace counts from the next turn on. */
export function repeatAtPace(clock: Clock, everyMs: () => DurationMs, run: () => void): Stoppable {
  let timer: Stoppable | null = null;
  const next = () => {
    timer = clock.after(everyMs(), () => {
      next();
      run();
    });
  };
  next();
  return { dispose: () => timer?.dispose() };
}
