// What does the equity chart draw of the history the engine keeps?
import type { EquityPoint as ChartPoint, EquityFlow } from "#renderer/charts/equity-chart.tsx";
import type { Period } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { EquityPoint } from "#shared/domain/portfolio.ts";

export const PERIODS = [
  { value: "1d", label: "1D" },
  { value: "1w", label: "1W" },
  { value: "1m", label: "1M" },
  { value: "90d", label: "90D" },
  { value: "1y", label: "1Y" },
  { value: "all", label: "All" },
] as const satisfies readonly { value: Period; label: string }[];

export const PERIOD_WORDS: Readonly<Record<Period, string>> = {
  "1d": "in 24 hours",
  "1w": "in 7 days",
  "1m": "in 30 days",
  "90d": "in 90 days",
  "1y": "in a year",
  all: "since the start",
};

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
