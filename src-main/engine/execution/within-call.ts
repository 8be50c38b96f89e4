// How long may a call to a venue take before it counts as unanswered?
import type { Clock } from "#engine/ports/clock.ts";
import type { DurationMs } from "#shared/domain/time.ts";

/** Thrown when a call took too long; says nothing about what the venue did. */
class CallTimeout extends Error {
  override readonly name = "CallTimeout";
}

/** The call's own result, or {@link CallTimeout} after `limitMs`, or the signal's reason once aborted. */
export async function withinCall<T>(
  clock: Clock,
  limitMs: DurationMs,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const given = AbortSignal.any([signal, controller.signal]);
  return await new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    const timer = clock.after(limitMs, () => {
      controller.abort(new CallTimeout(`no answer within ${limitMs} ms`));
      reject(controller.signal.reason);
    });
    signal.addEventListener("abort", onAbort, { once: true });
    call(given)
      .then(resolve, reject)
      .finally(() => {
        void timer.dispose();
        signal.removeEventListener("abort", onAbort);
      });
  });
}
