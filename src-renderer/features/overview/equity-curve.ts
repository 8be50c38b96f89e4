// What does the equity chart draw of the history the engine keeps?
import type { EquityPoint as ChartPoint, EquityBenchmark, EquityFlow } from "#renderer/charts/equity-chart.tsx";
import type { Performance } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { EquityPoint } from "#shared/domain/portfolio.ts";

export interface EquityCurve {
  readonly points: readonly ChartPoint[];
  readonly flows: readonly EquityFlow[];
}

/** The flow of the first point came before the curve begins, so it is no event on it. */
export function toEquityCurve(points: readonly EquityPoint[]): EquityCurve {
  return {
    points: points.map(({ ts, value, held }) => ({
      time: ts,
      you: value,
      ...(held === null ? {} : { didNothing: held }),
    })),
    flows: points
      .slice(1)
      .filter(({ flow }) => !Decimal.parse(flow).isZero)
      .map(({ ts, flow }) => ({ time: ts, amount: flow })),
  };
}

export const ALL_IN_BTC = "100 % BTC";

/** What the same money in bitcoin would be worth; null where it is known at no two moments. Moments without a price are left out. */
export function toBenchmark(allInBtc: Performance["allInBtc"]): EquityBenchmark | null {
  const points = allInBtc.flatMap(({ ts, value }) => (value === null ? [] : [{ time: ts, value }]));
  return points.length < 2 ? null : { name: ALL_IN_BTC, points };
}
