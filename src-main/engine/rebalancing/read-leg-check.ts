// What does a venue's answer about an order that was only checked mean for the leg?
import type { ValidationOutcome } from "#engine/ports/exchange-client.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** Venues name a lack of money in words of their own; all of these have it in the code or the message. */
const FUNDS = /insufficient/i;

type Valid = Extract<ValidationOutcome, { readonly kind: "valid" }>;

/** `outcome` null: nothing of this account ever reaches a venue that could be asked. */
export function readLegCheck(
  legs: readonly PlanLeg[],
  index: number,
  outcome: ValidationOutcome | null,
  now: UnixMs,
): LegCheck {
  const leg = legs[index];
  const plain = { code: null, fee: null, warnings: [] as string[], at: now };
  if (outcome === null)
    return { ...plain, state: "notSupported", detail: "This account has no venue that could be asked." };
  switch (outcome.kind) {
    case "notSupported":
      return { ...plain, state: "notSupported", detail: outcome.reason };
    case "unknown":
      return {
        ...plain,
        state: "unanswered",
        code: "VENUE_UNREACHABLE",
        detail: `The venue could not be asked: ${outcome.cause}`,
      };
    case "valid":
      return {
        ...plain,
        state: "ok",
        detail: "The venue would take it.",
        fee: leg === undefined ? null : feeOf(leg, outcome),
        warnings: [...(outcome.warnings ?? [])],
      };
    case "invalid": {
      const { code, message } = outcome;
      const words = message === "" ? code : message;
      // A venue looks at the balance of now: the sales before this leg have not brought anything yet.
      if (leg !== undefined && FUNDS.test(`${code} ${message}`) && isFundedBefore(legs, index)) {
        const note = `The venue sees too little money for it now: ${words} The orders before it bring it.`;
        return {
          ...plain,
          state: "ok",
          detail: "The venue would take it once the orders before it have filled.",
          warnings: [note],
        };
      }
      return { ...plain, state: "refused", code, detail: words };
    }
  }
}

/** Whether an earlier leg of the same account brings what this one pays with. */
function isFundedBefore(legs: readonly PlanLeg[], index: number): boolean {
  const leg = legs[index];
  if (leg === undefined) return false;
  const pays = leg.side === "buy" ? leg.quote : leg.base;
  return legs.slice(0, index).some((earlier) => {
    const brings = earlier.side === "buy" ? earlier.base : earlier.quote;
    return earlier.accountId === leg.accountId && brings === pays;
  });
}

/** A rate is taken of what the leg's own fee is taken of. */
function feeOf(leg: PlanLeg, { fee }: Valid): LegCheck["fee"] {
  if (fee === undefined) return null;
  if (fee.kind === "amount") return { asset: fee.asset, amount: fee.amount };
  const inBase = leg.feeAsset === leg.base;
  const amount = decimal(inBase ? leg.quantity : leg.notional).mul(decimal(fee.rate));
  return { asset: inBase ? leg.base : leg.quote, amount: amount.toString() };
}
