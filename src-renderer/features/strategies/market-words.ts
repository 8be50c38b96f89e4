// In which words is told what strategies say: directions, regimes, steps of a cycle, groups of results? Pure.
import { formatShare, formatStatistic } from "#renderer/lib/format-statistic.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { DecisionRecord, Judgement } from "#shared/domain/decision.ts";
import type { CycleModule, HitRateView, WheelView } from "#shared/domain/strategies-view.ts";
import { STRATEGY_TITLES, type StrategyName, strategyNameSchema } from "#shared/domain/strategy-name.ts";

export const REGIMES = ["Calm", "Middle", "Wild"] as const;

export const MODULE_WORDS = {
  sync: "Balances",
  value: "Value of the portfolio",
  inject: "Candles",
  evaluate: "Strategies",
  signal: "Signals",
} as const satisfies Record<CycleModule, string>;

export interface Direction {
  readonly sign: string;
  readonly word: string;
  readonly tone: "up" | "dn" | "t2";
}

export function directionOf(judgement: Judgement): Direction {
  if (judgement.state === "abstains") return { sign: "–", word: "Abstains", tone: "t2" };
  if (judgement.direction > 0) return { sign: "▲", word: "Buy", tone: "up" };
  if (judgement.direction < 0) return { sign: "▼", word: "Sell", tone: "dn" };
  return { sign: "–", word: "Neither", tone: "t2" };
}

const NAMES = new RegExp(`\\b(${strategyNameSchema.options.join("|")})\\b`, "g");

/** Sentences of the engine name strategies as records do; a person reads titles. */
export function withTitles(sentence: string): string {
  return sentence.replace(NAMES, (name) => STRATEGY_TITLES[name as StrategyName]);
}

/** A strategy's title, all of them together, what plans proposed; a rule stays as it is named. */
export function groupTitle(group: string): string {
  if (group === "mapper") return "All together";
  if (group === "proposals") return "Proposals";
  const name = strategyNameSchema.safeParse(group);
  return name.success ? STRATEGY_TITLES[name.data] : group;
}

/** Why there is a signal or none, in one sentence. */
export function verdictOf({ inputs, outcome }: DecisionRecord): string {
  const { mapper } = outcome;
  if (mapper.state === "abstains") return "No signal: nothing is said of this bar.";
  if (mapper.passes) return "A signal: confidence and strength both meet their thresholds.";
  const { confidenceThreshold, signalStrengthThreshold } = inputs.configuration;
  const missed = [
    ...(mapper.confidence === null
      ? ["confidence is not known yet"]
      : mapper.confidence < confidenceThreshold
        ? [`confidence is under ${formatStatistic(confidenceThreshold)}`]
        : []),
    ...(Math.abs(mapper.direction) < signalStrengthThreshold
      ? [`strength is under ${formatStatistic(signalStrengthThreshold)}`]
      : []),
  ];
  return `No signal: ${missed.join(" and ")}.`;
}

/** `12 of 30 (40 %; 25 to 58 %)`: those that were right, their share, and where it lies with 95 %. */
export function hitRateWords({ n, hits, interval }: HitRateView): string {
  if (n === 0) return "no signal has run its 24 bars";
  const range = interval === null ? "" : `; ${Math.round(100 * interval[0])} to ${formatShare(interval[1])}`;
  return `${hits} of ${n} (${formatShare(hits / n)}${range})`;
}

/** Whether chance alone explains a hit rate: a half lies inside its interval. */
export function isLikeChance({ interval }: HitRateView): boolean {
  return interval === null || (interval[0] <= 0.5 && interval[1] >= 0.5);
}

/** `bar 5 of 27`: counted from the trough. */
export function barOfCycle({ angle, periodBars }: WheelView): string {
  const period = Math.max(1, Math.round(periodBars));
  const bar = Math.min(period, Math.floor((angle / 360) * periodBars) + 1);
  return `bar ${bar} of ${period}`;
}

export type Outcome = { readonly word: "loss" | "profit" | "neither"; readonly tone: "dn" | "up" | "t2" };

export function outcomeOf(result: string): Outcome {
  const value = Decimal.parse(result);
  if (value.isNegative) return { word: "loss", tone: "dn" };
  return value.isPositive ? { word: "profit", tone: "up" } : { word: "neither", tone: "t2" };
}
