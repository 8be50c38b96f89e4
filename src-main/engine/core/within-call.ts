// How long may a call to a venue take before it counts as unanswered?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { DurationMs } from "#shared/domain/time.ts";

/** VENUE_UNREACHABLE: a call took too long. Says nothing about what the venue did. */
export class CallTimeout extends EngineError {
  constructor(limitMs: DurationMs) {
    super("VENUE_UNREACHABLE", `The venue gave no answer within ${limitMs} ms`, { retryable: true });
  }
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
  return await new Promise<T>((resolve, reject) => {
    // Whoever settles it first ends the rest: a call that never answers must hold neither a timer nor a listener.
    const end = () => {
      void timer.dispose();
      signal.removeEventListener("abort", onAbort);
    };
    // Handed on by hand: a joined signal costs more than the rest of a call.
    const onAbort = () => {
      end();
      controller.abort(signal.reason);
      reject(signal.reason);
    };
    const timer = clock.after(limitMs, () => {
      end();
      controller.abort(new CallTimeout(limitMs));
      reject(controller.signal.reason);
    });
    signal.addEventListener("abort", onAbort, { once: true });
    call(controller.signal).then(resolve, reject).finally(end);
  });
}
