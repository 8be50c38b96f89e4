// How are the calls of one client doing?
import type { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ClientDiagnostics } from "#engine/ports/exchange-client.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";
import type { KeyBudget } from "./rate-budget.ts";

/** Times an answer and measures the venue's clock against ours. */
export class CallDiary {
  readonly #clock: Clock;
  #latencyMs: DurationMs | null = null;
  #lastAnswerAt: UnixMs | null = null;
  #clockErrorMs: number | null = null;
  #clockMeasuredMs: number | null = null;
  #failing: ClientDiagnostics["failing"] = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  answered(tookMs: DurationMs): void {
    this.#latencyMs = Math.round(tookMs);
    this.#lastAnswerAt = this.#clock.now();
  }

  succeeded(): void {
    this.#failing = null;
  }

  failed(error: EngineError): void {
    const since = this.#failing?.code === error.code ? this.#failing.since : this.#clock.now();
    this.#failing = { code: error.code, message: error.message, since };
  }

  /** `venueTime` was read at about the middle of a call that took `tookMs` and has just ended. */
  measured(venueTime: UnixMs, tookMs: DurationMs): void {
    // Adding zero makes a zero of minus zero.
    this.#clockErrorMs = Math.round(this.#clock.now() - tookMs / 2 - venueTime) + 0;
    this.#clockMeasuredMs = this.#clock.monotonicMs();
  }

  /** Our clock less the venue's, where it was measured at most `maxAgeMs` ago. */
  clockErrorMs(maxAgeMs: DurationMs = Number.POSITIVE_INFINITY): number | null {
    const measured = this.#clockMeasuredMs;
    if (measured === null || this.#clock.monotonicMs() - measured > maxAgeMs) return null;
    return this.#clockErrorMs;
  }

  diagnostics(): Pick<ClientDiagnostics, "latencyMs" | "lastAnswerAt" | "clockErrorMs" | "failing"> {
    return {
      latencyMs: this.#latencyMs,
      lastAnswerAt: this.#lastAnswerAt,
      clockErrorMs: this.#clockErrorMs,
      failing: this.#failing,
    };
  }
}

/** A key's own calls, with the clocks as anybody's call measured them. */
export function clientDiagnostics(
  own: { readonly diary: CallDiary; readonly budget: KeyBudget | null },
  market: CallDiary,
): ClientDiagnostics {
  const diagnostics = own.diary.diagnostics();
  return {
    ...diagnostics,
    clockErrorMs: diagnostics.clockErrorMs ?? market.diagnostics().clockErrorMs,
    pausedUntil: own.budget?.pausedUntil() ?? null,
    budgets: own.budget?.states() ?? [],
  };
}
