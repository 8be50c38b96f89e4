// What does the equity chart draw of the history the engine keeps?
import type { EquityPoint as ChartPoint, EquityFlow } from "#renderer/charts/equity-chart.tsx";
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
