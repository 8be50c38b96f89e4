// Which part of an amount belongs to a part of the units? Rounded, but so that the parts always make up the whole.
import type { Decimal } from "#shared/domain/decimal.ts";

/** Places to which a share of money is rounded, half-even; the last unit takes what is left, so nothing is lost. */
const SHARE_SCALE = 18;

/** The share of `amount` of `part` out of `whole` units; all of it for all. `whole` is above zero. */
export function shareOf(amount: Decimal, part: Decimal, whole: Decimal): Decimal {
  if (amount.isZero || part.eq(whole)) return amount;
  return amount.mul(part).div(whole, SHARE_SCALE, "halfEven");
}

/** `amount` split over parts by their units, in order; the last part takes what is left. `whole` is the sum of the parts. */
export function splitByUnits(amount: Decimal, parts: readonly Decimal[], whole: Decimal): readonly Decimal[] {
  let left = amount;
  return parts.map((part, index) => {
    if (index === parts.length - 1) return left;
    const share = shareOf(amount, part, whole);
    left = left.sub(share);
    return share;
  });
}

/** Money for units at par: what `shareOf` gives where each unit costs exactly one. */
export function parShare(part: Decimal): Decimal {
  return part.roundTo(SHARE_SCALE, "halfEven");
}
