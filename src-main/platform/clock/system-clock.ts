// What time is it on this machine, and who is called when? The only file of the program that reads the system's clock.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** Node fires timers beyond 2^31 - 1 ms at once, so longer waits are walked in steps of this length. */
const LONGEST_TIMER_MS = 2_147_483_647;

export class SystemClock implements Clock {
  now(): UnixMs {
    return unixMs(Date.now());
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: DurationMs, run: () => void): Stoppable {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      timer =
        leftMs > LONGEST_TIMER_MS
          ? setTimeout(() => arm(leftMs - LONGEST_TIMER_MS), LONGEST_TIMER_MS)
          : setTimeout(run, Math.max(0, leftMs));
    };
    arm(delayMs);
    return { dispose: () => clearTimeout(timer) };
  }

  every(intervalMs: DurationMs, run: () => void): Stoppable {
    if (!(intervalMs > 0 && intervalMs <= LONGEST_TIMER_MS)) {
      throw new RangeError(`An interval must lie between 1 ms and ${LONGEST_TIMER_MS} ms, not ${intervalMs}`);
    }
    const timer = setInterval(run, intervalMs);
    return { dispose: () => clearInterval(timer) };
  }

  sleep(delayMs: DurationMs, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        void timer.dispose();
        reject(signal?.reason);
      };
      const timer = this.after(delayMs, () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      });
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }
}
