// Of which figures can one ask why?

export const WHY_FIGURES = [
  { value: "value", label: "Value" },
  { value: "pnl", label: "PnL" },
  { value: "weight", label: "Weight" },
  { value: "return", label: "Return" },
  { value: "cost", label: "Cost" },
] as const;

export type WhyFigure = (typeof WHY_FIGURES)[number]["value"];
