// How much did one unit of money grow, with deposits and withdrawals taken out?
// Definitions: resources/docs/returns.md.
import { priceNumber } from "#engine/market-data/compute-price-number.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { type Measure, measured, notComputable } from "./compute-measure.ts";
import { quotient } from "./compute-quotient.ts";

/** The portfolio at one moment. Series of them are oldest first, each later than the one before. */
export interface ReturnPoint {
  readonly ts: UnixMs;
  /** After the flow. */
  readonly value: Decimal;
  /** Deposits less withdrawals since the point before. Of the first point of a series nothing is asked: its value is the start. */
  readonly flow: Decimal;
}

export interface GrowthPoint {
  readonly ts: UnixMs;
  /** What one unit of money at the first point has become; 1 there, never below 0. To 34 digits. */
  readonly growth: Decimal;
}

/**
 * Growth chain-linked over the points: the product of (value - flow) / value before. A flow counts as brought in at the end of its
 * interval, so it earns nothing in it. Not computable from where a starting value is not above 0, nor where more than all was lost.
 */
export function computeGrowth(points: readonly ReturnPoint[]): Measure<readonly GrowthPoint[]> {
  const growths: GrowthPoint[] = [];
  let growth = Decimal.ONE;
  let before: ReturnPoint | null = null;
  for (const point of points) {
    if (before !== null) {
      const grown = point.value.sub(point.flow);
      const problem = problemOf(before, point, grown);
      if (problem !== null) return notComputable(problem);
      growth = quotient(growth.mul(grown), before.value);
    }
    growths.push({ ts: point.ts, growth });
    before = point;
  }
  return measured(growths);
}

/** Time-weighted return over the whole series as a share, unrounded; at least two points. */
export function computeTimeWeighted(growths: Measure<readonly GrowthPoint[]>): Measure<Decimal> {
  if (growths.value === null) return growths;
  const last = growths.value.at(-1);
  if (last === undefined || growths.value.length < 2) return notComputable("A return needs at least two records.");
  return measured(last.growth.sub(Decimal.ONE));
}

/** Return of each interval as a share, for statistics. Of points whose growth is computable. */
export function computePeriodReturns(points: readonly ReturnPoint[]): readonly number[] {
  return points.slice(1).map(({ value, flow }, index) => {
    const start = points[index]?.value ?? Decimal.ONE;
    // The difference is exact, so that a small return keeps its digits.
    return priceNumber(value.sub(flow).sub(start).toString()) / priceNumber(start.toString());
  });
}

function problemOf(before: ReturnPoint, point: ReturnPoint, grown: Decimal): string | null {
  if (!before.value.isPositive) {
    return `The value at ${timeText(before.ts)} is ${before.value}: a return needs a starting value above 0.`;
  }
  if (grown.isNegative) {
    return `The value at ${timeText(point.ts)} is ${point.value} after a flow of ${point.flow}, so it was ${grown} before: more than all was lost.`;
  }
  return null;
}

function timeText(ts: UnixMs): string {
  return new Date(ts).toISOString();
}
