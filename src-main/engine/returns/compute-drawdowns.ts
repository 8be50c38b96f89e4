// How far below its high did the growth fall, when, and has it come back?
import { Decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { GrowthPoint } from "./compute-growth.ts";
import { quotient } from "./compute-quotient.ts";

interface Fall {
  /** Share of the high that was lost: -1 up to 0. */
  readonly depth: Decimal;
  /** The last moment at the high. */
  readonly peakAt: UnixMs;
  /** The first moment at the lowest. */
  readonly troughAt: UnixMs;
  /** The first moment at the old high again, or above; null while below. */
  readonly recoveredAt: UnixMs | null;
}

/** Of growth, so that deposits and withdrawals make no high and no fall. */
export interface Drawdowns {
  /** growth / highest growth so far - 1 at each point: -1 to 0. */
  readonly points: readonly { readonly ts: UnixMs; readonly drawdown: Decimal }[];
  /** The deepest fall, the earlier of equals; null where it never fell. */
  readonly deepest: Fall | null;
  /** The all-time high, and when it was last reached. */
  readonly high: GrowthPoint;
}

/** Null without a point. The first point counts as a high. */
export function computeDrawdowns(growths: readonly GrowthPoint[]): Drawdowns | null {
  const [first] = growths;
  if (first === undefined) return null;
  let high = first;
  let deepest: Fall | null = null;
  const points = growths.map((point) => {
    if (point.growth.gte(high.growth)) {
      // A deepest fall that has not recovered is from this high: none came after it.
      if (deepest !== null && deepest.recoveredAt === null) deepest = { ...deepest, recoveredAt: point.ts };
      high = point;
      return { ts: point.ts, drawdown: Decimal.ZERO };
    }
    const drawdown = quotient(point.growth, high.growth).sub(Decimal.ONE);
    if (drawdown.lt(deepest?.depth ?? Decimal.ZERO)) {
      deepest = { depth: drawdown, peakAt: high.ts, troughAt: point.ts, recoveredAt: null };
    }
    return { ts: point.ts, drawdown };
  });
  return { points, deepest, high };
}
