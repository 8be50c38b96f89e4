// At which prices is a position from a signal sold in parts?
import { Decimal } from "#shared/domain/decimal.ts";
import { drawJittered, type SeededTemper } from "./compute-seeded-draws.ts";
import { twelveDigits } from "./compute-twelve-digits.ts";

/** Of the take-profit distance, one for each third of the position. */
const MULTIPLES = [0.5, 1, 1.5] as const;
/** A zone nearer than this many round trips of costs earns the venue more than the holder. */
const LEAST_ROUND_TRIPS = Decimal.fromInteger(3);
const ZONES = Decimal.fromInteger(MULTIPLES.length);
const QUANTITY_SCALE = 12;

export interface ProfitZone {
  /** In the currency of the entry price. */
  readonly price: Decimal;
  /** A third of the position, what is left over of the division in the last. */
  readonly quantity: Decimal;
}

export interface ProfitZonesInput {
  readonly temper: SeededTemper;
  readonly entryPrice: Decimal;
  readonly quantity: Decimal;
  /** A fraction: 0.06 is 6 %. */
  readonly takeProfit: Decimal;
  /** Both fees and the spread, a fraction of the value. */
  readonly roundTripCost: Decimal;
}

/**
 * Lowest first: entry x (1 + m x take-profit), m = 0.5, 1, 1.5 jittered by the profile's static seed. A zone less than three round trips of
 * costs away is dropped, and its third stays held.
 */
export function computeProfitZones({
  temper,
  entryPrice,
  quantity,
  takeProfit,
  roundTripCost,
}: ProfitZonesInput): readonly ProfitZone[] {
  const third = quantity.div(ZONES, QUANTITY_SCALE, "down");
  const last = quantity.sub(third.mul(Decimal.fromInteger(MULTIPLES.length - 1)));
  const distances = MULTIPLES.map((common, index) =>
    takeProfit.mul(Decimal.parse(String(twelveDigits(drawJittered(temper, `profit zone ${index}`, common))))),
  ).sort((a, b) => a.cmp(b));
  return distances
    .map((distance, index) => ({ distance, part: index === distances.length - 1 ? last : third }))
    .filter(({ distance }) => distance.isPositive && distance.gte(roundTripCost.mul(LEAST_ROUND_TRIPS)))
    .map(({ distance, part }) => ({ price: entryPrice.mul(Decimal.ONE.add(distance)), quantity: part }));
}
