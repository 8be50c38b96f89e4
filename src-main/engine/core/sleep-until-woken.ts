// How does a loop sleep that somebody may wake before its time?
import type { Clock } from "#engine/ports/clock.ts";
import type { DurationMs } from "#shared/domain/time.ts";

/**
 * Resolves after `forMs`, or as soon as what `onWaker` was given is called; rejects with the signal's reason once aborted.
 * By hand, since joined signals are kept by the longer-lived one until memory is swept: a loop that polls makes thousands.
 */
export async function sleepUntilWoken(
  clock: Pick<Clock, "after">,
  forMs: DurationMs,
  signal: AbortSignal,
  onWaker: (wake: () => void) => void,
): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      void timer.dispose();
      signal.removeEventListener("abort", onAbort);
    };
    const onAbort = () => {
      end();
      reject(signal.reason);
    };
    const wake = () => {
      end();
      resolve();
    };
    const timer = clock.after(forMs, wake);
    signal.addEventListener("abort", onAbort, { once: true });
    onWaker(wake);
  });
}
