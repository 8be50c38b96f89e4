// Over which lengths of time may one look back, and how do they read?

export const PERIODS = [
  { value: "1d", label: "1D" },
  { value: "1w", label: "1W" },
  { value: "1m", label: "1M" },
  { value: "90d", label: "90D" },
  { value: "1y", label: "1Y" },
  { value: "all", label: "All" },
] as const;

export type PeriodChoice = (typeof PERIODS)[number]["value"];

export const PERIOD_WORDS: Readonly<Record<PeriodChoice, string>> = {
  "1d": "in 24 hours",
  "1w": "in 7 days",
  "1m": "in 30 days",
  "90d": "in 90 days",
  "1y": "in a year",
  all: "since the start",
};
