// Was a call refused because this computer's clock is wrong? Venues that sign with our time say so badly or not at all.
import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { Verdict } from "./ccxt-errors.ts";

interface ClockCheck {
  readonly venue: VenueId;
  /** Kinds of refusal that a wrong clock can be behind. */
  readonly suspects: readonly Verdict["kind"][];
  /** From this difference on the venue refuses calls. */
  readonly mattersMs: DurationMs;
  /** Asks the venue for its time and gives our clock less that; rejects with an `EngineError` while it does not tell. */
  readonly measure: () => Promise<number | null>;
}

/** The same verdict, or one that tells the difference of the clocks. */
export async function explainByClock(verdict: Verdict, check: ClockCheck): Promise<Verdict> {
  if (!check.suspects.includes(verdict.kind)) return verdict;
  const aheadMs = await measured(check);
  if (aheadMs === null || Math.abs(aheadMs) < check.mattersMs) return verdict;
  const name = venueName(check.venue);
  const seconds = Math.round(Math.abs(aheadMs) / SECOND_MS);
  const way = aheadMs > 0 ? "ahead of" : "behind";
  const message = `${name} refused the call, and this computer's clock is ${seconds} s ${way} ${name}'s. Set the clock and try again; the key may be right.`;
  const data = { venue: check.venue, clockErrorMs: aheadMs };
  return { ...verdict, kind: "clock", message, error: new EngineError("VENUE_CLOCK", message, { data }) };
}

async function measured({ measure }: ClockCheck): Promise<number | null> {
  try {
    return await measure();
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}
