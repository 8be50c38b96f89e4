// Which orders of different profiles undo each other, and what would it save not to send them?
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";

/** One leg that a profile is about to send. */
export interface NettingLeg {
  readonly profileId: ProfileId;
  readonly base: Asset;
  readonly side: "buy" | "sell";
  /** More than zero, in the base asset. */
  readonly quantity: DecimalString;
  /** Expected fee of the whole leg, in the valuation currency. */
  readonly fee: DecimalString;
}

export interface NettingMatch {
  readonly asset: Asset;
  readonly seller: ProfileId;
  readonly buyer: ProfileId;
  readonly quantity: DecimalString;
  /** Both sides' fees on this quantity, in the valuation currency, rounded down to 18 decimals. */
  readonly feeSaved: DecimalString;
}

const SCALE = 18;

interface Open {
  readonly leg: NettingLeg;
  left: Decimal;
}

/**
 * What one profile sells and another buys of the same asset: first sale against first purchase, in the order of the legs, each part once.
 * A statement, not an order: coins of different accounts do not move by it. Throws `RangeError` for a quantity that is not above zero.
 */
export function computeNetting(legs: readonly NettingLeg[]): readonly NettingMatch[] {
  const open = legs.map((leg): Open => {
    const left = decimal(leg.quantity);
    if (!left.isPositive) throw new RangeError(`Expected a quantity above zero, got ${leg.quantity}.`);
    return { leg, left };
  });
  const matches: NettingMatch[] = [];
  for (const sale of open.filter(({ leg }) => leg.side === "sell")) {
    for (const purchase of open) {
      if (!isCounterpart(sale.leg, purchase.leg)) continue;
      const quantity = Decimal.min(sale.left, purchase.left);
      if (quantity.isZero) continue;
      sale.left = sale.left.sub(quantity);
      purchase.left = purchase.left.sub(quantity);
      matches.push({
        asset: sale.leg.base,
        seller: sale.leg.profileId,
        buyer: purchase.leg.profileId,
        quantity: quantity.toString(),
        feeSaved: feeOn(sale.leg, quantity).add(feeOn(purchase.leg, quantity)).toString(),
      });
    }
  }
  return matches;
}

function isCounterpart(sale: NettingLeg, other: NettingLeg): boolean {
  return other.side === "buy" && other.base === sale.base && other.profileId !== sale.profileId;
}

function feeOn({ fee, quantity }: NettingLeg, part: Decimal): Decimal {
  return decimal(fee).mul(part).div(decimal(quantity), SCALE, "down");
}
