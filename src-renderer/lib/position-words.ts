// How are the exits of a position from a signal, what its monitor advises, and the rules of its size named?
import type { PositionRules } from "#shared/domain/position-rules.ts";
import type { PositionReading } from "#shared/domain/signal-position.ts";
import { formatPercent } from "./format-percent.ts";

type ExitKind = NonNullable<PositionReading["due"]>["kind"];

export const EXIT_WORDS = {
  stopLoss: "Stop-loss",
  trailing: "Trailing stop",
  takeProfit: "Take-profit",
  timeStop: "Time stop",
  risk: "Risk",
} as const satisfies Record<ExitKind, string>;

export const ADVICE_WORDS = {
  exit: "Leave it",
  halve: "Sell half",
  addWithinLimits: "More, within the limits",
  keep: "Keep",
} as const satisfies Record<PositionReading["risk"]["advice"], string>;

/** Names of the monitor's parts; one that is not known here stands as it is told. */
export const RISK_PART_WORDS: Readonly<Record<string, string>> = {
  stopDistance: "Way to the stop",
  dailyLoss: "Loss of the day, of its limit",
  drawdown: "Drawdown, of its limit",
  volatility: "Volatility, of its ceiling",
  confidence: "Confidence lost since the entry",
  age: "Age, of the time stop",
};

/** Stops are the program's own, wherever they are shown. */
export const LOCAL_STOPS = "Stops work only while this program runs: the exchange knows nothing of them.";

interface RuleLine {
  readonly name: string;
  readonly value: string;
}

const SIZING = {
  fixedFraction: "Fixed fraction",
  volatilityTarget: "Volatility target",
  kelly: "Kelly, capped",
} as const satisfies Record<PositionRules["sizing"], string>;

/** The rules that make a size, in the order in which they act; `open`: positions from signals now, null where not known. */
export function sizingLines(rules: PositionRules, open: number | null): readonly RuleLine[] {
  const way: Readonly<Record<PositionRules["sizing"], string>> = {
    fixedFraction: `${formatPercent(rules.fraction)} of the value`,
    volatilityTarget: `${formatPercent(rules.volatilityTarget)} a year, risk level ${rules.riskLevel}`,
    kelly: "half of it at most, at the lower 95 % bound of the hit rate",
  };
  return [
    { name: SIZING[rules.sizing], value: way[rules.sizing] },
    { name: "Risk adjustment", value: `divided by ${rules.riskAdjustmentFactor}` },
    { name: "Largest position", value: `${formatPercent(rules.maxPositionFraction)} of the value` },
    { name: "Open positions", value: `${open === null ? "" : `${open} of `}${rules.maxOpenPositions} at most` },
  ];
}
