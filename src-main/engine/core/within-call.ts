// How long may a call to a venue take before it counts as unanswered?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { type DurationMs, MINUTE_MS } from "#shared/domain/time.ts";

/** Longest a call may wait in our own queue for the venue's limits. */
const QUEUE_MS: DurationMs = MINUTE_MS;

/** Calls under way by their signal: what stops their time, and gives back what lets it go on. */
const holds = new WeakMap<AbortSignal, () => () => void>();

/** VENUE_UNREACHABLE: a call took too long. Says nothing about what the venue did. */
export class CallTimeout extends EngineError {
  constructor(limitMs: DurationMs) {
    super("VENUE_UNREACHABLE", `The venue gave no answer within ${limitMs} ms`, { retryable: true });
  }
}

/**
 * A call waits in our own queue, which says nothing of the venue: its time does not run until what this gives is called. Nothing
 * happens for a signal that is not of {@link withinCall}.
 */
export function holdCallTime(signal: AbortSignal | undefined): () => void {
  return (signal === undefined ? undefined : holds.get(signal)?.()) ?? (() => undefined);
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
    let isOver = false;
    const end = () => {
      isOver = true;
      void timer.dispose();
      signal.removeEventListener("abort", onAbort);
    };
    // Handed on by hand: a joined signal costs more than the rest of a call.
    const onAbort = () => {
      end();
      controller.abort(signal.reason);
      reject(signal.reason);
    };
    const late = () => {
      end();
      controller.abort(new CallTimeout(limitMs));
      reject(controller.signal.reason);
    };
    let timer = clock.after(limitMs, late);
    let leftMs = limitMs;
    let ranFromMs = clock.monotonicMs();
    let held = 0;
    const arm = (forMs: DurationMs) => {
      void timer.dispose();
      if (isOver) return;
      timer = clock.after(forMs, late);
    };
    // Two calls under one signal may wait at once: their time runs on when none does.
    holds.set(controller.signal, () => {
      if (held === 0) {
        leftMs = Math.max(0, leftMs - (clock.monotonicMs() - ranFromMs));
        arm(QUEUE_MS);
      }
      held += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        held -= 1;
        if (held > 0) return;
        ranFromMs = clock.monotonicMs();
        arm(leftMs);
      };
    });
    signal.addEventListener("abort", onAbort, { once: true });
    call(controller.signal).then(resolve, reject).finally(end);
  });
}
