// How are calls measured that a venue's limits would hold back? By the system's clock, with time that is said to have passed
// between the batches, so that every limit is free again.
import type { Clock } from "#engine/ports/clock.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import type { DurationMs } from "#shared/domain/time.ts";

export class BenchClock implements Clock {
  readonly #system = new SystemClock();
  #skippedMs = 0;

  skip(byMs: DurationMs): void {
    this.#skippedMs += byMs;
  }

  monotonicMs(): number {
    return this.#system.monotonicMs() + this.#skippedMs;
  }

  now: Clock["now"] = () => this.#system.now();
  after: Clock["after"] = (delayMs, run) => this.#system.after(delayMs, run);
  every: Clock["every"] = (intervalMs, run) => this.#system.every(intervalMs, run);
  sleep: Clock["sleep"] = (delayMs, signal) => this.#system.sleep(delayMs, signal);
}
