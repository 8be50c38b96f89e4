// Who tells the time? Only this port tells time or schedules.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";

export interface Clock {
  /** Wall clock, UTC. May step when the user or the system sets it. */
  now(): UnixMs;
  /** Milliseconds from an arbitrary start; never steps, does not count sleep on every system. */
  monotonicMs(): number;
  /** Calls `run` once after `delayMs`. Disposing cancels. */
  after(delayMs: DurationMs, run: () => void): Stoppable;
  /** Calls `run` every `intervalMs`, first after one interval. Disposing cancels. */
  every(intervalMs: DurationMs, run: () => void): Stoppable;
  /** Resolves after `delayMs`; rejects with the signal's reason when aborted. */
  sleep(delayMs: DurationMs, signal?: AbortSignal): Promise<void>;
}
