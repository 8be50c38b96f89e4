// How near is a position from a signal to being wrong, and what should be done about it?

/** What bears on one position; null is "not known" or "not set" and counts for nothing. */
export interface PositionRiskFacts {
  /** How much of the way from entry to stop the price has gone, 0..1. */
  readonly stopShare: number | null;
  readonly dayLoss: number;
  readonly dayLossLimit: number;
  readonly drawdown: number;
  readonly drawdownLimit: number;
  /** Of the portfolio, a year, and its ceiling. */
  readonly volatility: number | null;
  readonly volatilityCeiling: number;
  readonly confidenceNow: number | null;
  readonly confidenceAtEntry: number;
  readonly ageMs: number;
  readonly timeStopMs: number | null;
  /** Of the strategy's signals: under it nothing is added. */
  readonly confidenceThreshold: number;
  /** From which risk on an exit or half of one is proposed, and under which more may be added. */
  readonly levels?: { readonly high: number; readonly medium: number; readonly low: number };
}

export type PositionAdvice = "exit" | "halve" | "addWithinLimits" | "keep";

/** Parts in the order in which they are shown; the largest is the risk. */
export interface PositionRisk {
  readonly parts: readonly { readonly name: PositionRiskPart; readonly value: number }[];
  readonly risk: number;
  readonly because: PositionRiskPart;
  readonly advice: PositionAdvice;
}

export type PositionRiskPart = "stopDistance" | "dailyLoss" | "drawdown" | "volatility" | "confidence" | "age";

/** Of a profile that says nothing else. */
const USUAL_LEVELS = { high: 0.8, medium: 0.6, low: 0.3 };

const clip = (value: number) => Math.min(1, Math.max(0, value));
/** A limit of 0 is used up by anything. */
const used = (value: number, limit: number) => clip(limit > 0 ? value / limit : value > 0 ? 1 : 0);

export function computePositionRisk(facts: PositionRiskFacts): PositionRisk {
  const { stopShare, volatility, confidenceNow, confidenceAtEntry, timeStopMs } = facts;
  const all: readonly (readonly [PositionRiskPart, number | null])[] = [
    ["stopDistance", stopShare === null ? null : clip(stopShare)],
    ["dailyLoss", used(facts.dayLoss, facts.dayLossLimit)],
    ["drawdown", used(facts.drawdown, facts.drawdownLimit)],
    ["volatility", volatility === null ? null : used(volatility, facts.volatilityCeiling)],
    [
      "confidence",
      confidenceNow === null || confidenceAtEntry <= 0 ? null : clip(1 - confidenceNow / confidenceAtEntry),
    ],
    ["age", timeStopMs === null ? null : used(facts.ageMs, timeStopMs)],
  ];
  const parts = all.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  const worst = parts.reduce((most, part) => (part.value > most.value ? part : most), {
    name: "dailyLoss" as PositionRiskPart,
    value: 0,
  });
  return { parts, risk: worst.value, because: worst.name, advice: advise(worst.value, facts) };
}

function advise(
  risk: number,
  { confidenceNow, confidenceThreshold, levels = USUAL_LEVELS }: PositionRiskFacts,
): PositionAdvice {
  if (risk >= levels.high) return "exit";
  if (risk >= levels.medium) return "halve";
  return risk < levels.low && confidenceNow !== null && confidenceNow > confidenceThreshold
    ? "addWithinLimits"
    : "keep";
}
