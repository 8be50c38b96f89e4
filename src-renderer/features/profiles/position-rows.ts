// Which rules of positions from signals can be set, in which words, and what does each say at first?
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { type PositionRules, positionRulesSchema } from "#shared/domain/position-rules.ts";

/** What a new profile has. */
export const DEFAULT_RULES: PositionRules = positionRulesSchema.parse({});

export const SIZINGS = [
  { value: "fixedFraction", label: "Fixed" },
  { value: "volatilityTarget", label: "By volatility" },
  { value: "kelly", label: "Kelly" },
] as const satisfies readonly { readonly value: PositionRules["sizing"]; readonly label: string }[];

export const SIZING_WORDS: Readonly<Record<PositionRules["sizing"], string>> = {
  fixedFraction: "Each position is the same share of the profile's value.",
  volatilityTarget: "The more an asset swings, the less of it is bought, so that each position adds the same risk.",
  kelly:
    "By what the strategy's signals have earned on paper, at the lower end of how often they were right. It suggests nothing under 30 signals that ran their course, and nothing without an edge.",
};

export const RISK_LEVELS = [
  { value: "low", label: "Low" },
  { value: "medium", label: "Medium" },
  { value: "high", label: "High" },
] as const satisfies readonly { readonly value: PositionRules["riskLevel"]; readonly label: string }[];

type ShareKey =
  | "fraction"
  | "volatilityTarget"
  | "kellyCap"
  | "maxPositionFraction"
  | "volatilityCeiling"
  | "stopLoss"
  | "takeProfit";

export interface ShareRow {
  readonly key: ShareKey;
  readonly label: string;
  readonly detail: string;
  /** In percent. */
  readonly max: string;
}

/** Only the one of the way that is chosen is shown. */
export const SIZE_ROWS: Readonly<Record<PositionRules["sizing"], ShareRow>> = {
  fixedFraction: row("fraction", "Size of a position", "of the profile's value", "100"),
  volatilityTarget: row("volatilityTarget", "Volatility of a position", "a year, that it may add", "100"),
  kelly: row("kellyCap", "Part of Kelly's fraction", "that is used, half at most", "50"),
};

export const LIMIT_ROWS: readonly ShareRow[] = [
  row("maxPositionFraction", "Largest position", "of the profile's value", "100"),
  row("volatilityCeiling", "Volatility ceiling", "of the portfolio, a year; near it exits are proposed", "1000"),
];

export const EXIT_ROWS: readonly ShareRow[] = [
  row("stopLoss", "Stop-loss", "under the entry price", "100"),
  row("takeProfit", "Take profit", "over the entry, at a half, once and one and a half times: a third each", "1000"),
];

export const TRAILING = { first: "0.05", label: "Trailing stop", detail: "under the highest price since the entry" };
export const TIME_STOP = { first: 72, label: "Time stop", detail: "hours until a position is left" };

/** `default 2.50%`. */
export function defaultWords(key: ShareKey): string {
  return `default ${formatPercent(DEFAULT_RULES[key], { scale: 1 })}`;
}

function row(key: ShareKey, label: string, detail: string, max: string): ShareRow {
  return { key, label, detail, max };
}
