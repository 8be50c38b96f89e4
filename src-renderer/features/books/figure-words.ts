// Which figures of a period are shown, and what does each mean?
import type { Performance } from "#shared/contract/views.ts";

export type FigureName = {
  [Key in keyof Performance]: Performance[Key] extends { readonly reason: string | null } ? Key : never;
}[keyof Performance];

interface FigureWords {
  readonly name: string;
  /** One sentence; the definitions are in resources/docs/returns.md. */
  readonly meaning: string;
  readonly kind: "change" | "share" | "ratio" | "money";
}

export const FIGURES: Readonly<Record<FigureName, FigureWords>> = {
  timeWeighted: {
    name: "Time-weighted",
    meaning: "Growth of one unit of money: deposits and withdrawals do not move it",
    kind: "change",
  },
  moneyWeighted: {
    name: "Money-weighted",
    meaning: "What your money earned, each deposit from its day on: in the period, or a year where that is longer",
    kind: "change",
  },
  gainShare: {
    name: "Gain share",
    meaning: "Gain for what was there at the start and what came in",
    kind: "change",
  },
  cagr: { name: "Growth a year", meaning: "The time-weighted return as a yearly rate", kind: "change" },
  maxDrawdown: {
    name: "Deepest fall",
    meaning: "From a high to the lowest after it, deposits and withdrawals taken out",
    kind: "share",
  },
  volatility: {
    name: "Volatility",
    meaning: "How much daily returns spread, as a yearly share",
    kind: "share",
  },
  sharpe: { name: "Sharpe", meaning: "Mean return for its spread, as a yearly ratio", kind: "ratio" },
  sortino: { name: "Sortino", meaning: "Mean return for the spread of losses alone, as a yearly ratio", kind: "ratio" },
  calmar: { name: "Calmar", meaning: "Growth a year for the deepest fall", kind: "ratio" },
  hitRate: { name: "Hit rate", meaning: "Share of days with a gain", kind: "share" },
  turnover: {
    name: "Turnover",
    meaning: "Value traded for the average value: 200% is all of it sold and bought anew",
    kind: "share",
  },
  fees: { name: "Fees", meaning: "Fees less rebates, at their value then", kind: "money" },
};

// Object.keys forgets the keys; they are exactly the table's.
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];
