// Which figures of a period are shown, what does each mean, and how is it written?
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import type { Performance } from "#shared/contract/views.ts";

export type FigureName = {
  [Key in keyof Performance]: Performance[Key] extends { readonly reason: string | null } ? Key : never;
}[keyof Performance];

interface FigureWords {
  readonly name: string;
  /** One sentence; the definitions are in resources/docs/returns.md. */
  readonly meaning: string;
  readonly kind: "change" | "share" | "ratio";
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
  cagr: { name: "Growth a year", meaning: "The time-weighted return as a yearly rate", kind: "change" },
  maxDrawdown: {
    name: "Deepest fall",
    meaning: "From a high to the lowest after it, deposits and withdrawals taken out",
    kind: "share",
  },
  volatility: {
    name: "Volatility, a year",
    meaning: "How much daily returns spread, as a yearly share",
    kind: "share",
  },
  sharpe: { name: "Sharpe", meaning: "Mean return for its spread, as a yearly ratio", kind: "ratio" },
  sortino: { name: "Sortino", meaning: "Mean return for the spread of losses alone, as a yearly ratio", kind: "ratio" },
  calmar: { name: "Calmar", meaning: "Growth a year for the deepest fall", kind: "ratio" },
  hitRate: { name: "Days that gained", meaning: "Share of days with a gain", kind: "share" },
};

// Object.keys forgets the keys; they are exactly the table's.
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

export function formatFigure(name: FigureName, value: string): string {
  switch (FIGURES[name].kind) {
    case "change":
      return formatPercent(value, { sign: "always" });
    case "share":
      return formatPercent(value);
    case "ratio":
      return formatDecimal(value, { scale: 2 });
  }
}
