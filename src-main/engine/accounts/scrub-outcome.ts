// What did the venue say of an order, without anything that must not be written down?
import type { CancelOutcome, LookupResult, SubmitOutcome, ValidationOutcome } from "#engine/ports/exchange-client.ts";

type Outcome = SubmitOutcome | CancelOutcome | LookupResult | ValidationOutcome;

/** Outcomes are journaled as evidence: their texts pass through `scrub`, everything else stays as it is. */
export function scrubOutcome<T extends Outcome>(outcome: T, scrub: (text: string) => string): T {
  if ("message" in outcome) return { ...outcome, message: scrub(outcome.message) };
  if ("cause" in outcome) return { ...outcome, cause: scrub(outcome.cause) };
  if ("reason" in outcome) return { ...outcome, reason: scrub(outcome.reason) };
  return outcome;
}
