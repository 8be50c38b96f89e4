// How do weights found in doubles become decimals that sum to exactly what is shared out?
import { Decimal } from "#shared/domain/decimal.ts";

/** Places of a weight, as of every weight that is shown. */
export const WEIGHT_PLACES = 10;

const UNITS = Decimal.of(10n ** BigInt(WEIGHT_PLACES), 0);

export interface ExactLimits {
  readonly floor: Decimal;
  readonly cap: Decimal;
}

/**
 * Largest remainders (Hamilton's method): each value is cut to 10 places and put inside its limits, and the units of the last place that
 * are still to be given go to the largest remainders first, those to be taken back come from the smallest. Equal remainders: in order.
 * @param total a multiple of the last place; floors and caps too
 * @throws RangeError where the limits leave no such shares, or a value is not finite
 */
export function computeExactShares(
  values: Float64Array,
  limits: readonly ExactLimits[],
  total: Decimal,
): readonly Decimal[] {
  const unit = 10 ** WEIGHT_PLACES;
  const shares = [...values].map((value, index) => {
    const floor = toUnits(limits[index]?.floor ?? Decimal.ZERO);
    const cap = toUnits(limits[index]?.cap ?? total);
    const cut = Math.floor(value * unit);
    if (!Number.isFinite(cut)) throw new RangeError(`A weight is not a number: ${value}.`);
    const units = BigInt(cut) < floor ? floor : BigInt(cut) > cap ? cap : BigInt(cut);
    return { index, units, floor, cap, remainder: value * unit - cut };
  });
  let rest = toUnits(total) - shares.reduce((sum, { units }) => sum + units, 0n);
  const up = rest > 0n;
  const order = shares.toSorted(
    (first, second) =>
      (up ? second.remainder - first.remainder : first.remainder - second.remainder) || first.index - second.index,
  );
  while (rest !== 0n) {
    const open = order.filter(({ units, floor, cap }) => (up ? units < cap : units > floor));
    if (open.length === 0) throw new RangeError("The limits leave no weights that sum to the whole.");
    // As many rounds at once as there are whole ones left.
    const each = magnitude(rest) / BigInt(open.length);
    for (const share of open) {
      if (rest === 0n) break;
      const room = up ? share.cap - share.units : share.units - share.floor;
      const moved = least(room, each > 0n ? each : 1n);
      share.units += up ? moved : -moved;
      rest += up ? -moved : moved;
    }
  }
  return shares.map(({ units }) => Decimal.of(units, WEIGHT_PLACES));
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
const least = (first: bigint, second: bigint): bigint => (first < second ? first : second);

/** In units of the last place; what lies behind it is cut off. */
const toUnits = (value: Decimal): bigint => value.mul(UNITS).roundTo(0, "down").coefficient;

/** A share for solvers and proportions, never for money: what must sum exactly is made of decimals again. */
export const toNumber = (value: Decimal): number => +value.toString();
