// What can be done to the weights of strategies before they are saved: sum, check, share out? Pure.
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { type StrategyWeightSettings, WEIGHT_SUM_TOLERANCE } from "#shared/domain/strategy-settings.ts";

/** Weights are settings of a vote, not money: plain fractions. Shown to a ten thousandth of a percent. */
const PERCENT_SCALE = 4;

export function sumWeights(weights: StrategyWeightSettings): number {
  return Object.values(weights).reduce((sum, weight) => sum + weight, 0);
}

/** No strategy at all is in order too: then none is heard. */
export function areWeightsWhole(weights: StrategyWeightSettings): boolean {
  const isEmpty = Object.keys(weights).length === 0;
  return isEmpty || Math.abs(sumWeights(weights) - 1) <= WEIGHT_SUM_TOLERANCE;
}

/** The same proportions with the sum 1; null where every weight is 0 and there are no proportions. */
export function normalizeWeights(weights: StrategyWeightSettings): StrategyWeightSettings | null {
  const sum = sumWeights(weights);
  if (sum <= 0) return null;
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight / sum]));
}

/** A strategy that is switched on begins without a say. */
export function switchStrategy(weights: StrategyWeightSettings, name: StrategyName): StrategyWeightSettings {
  if (weights[name] === undefined) return { ...weights, [name]: 0 };
  return Object.fromEntries(Object.entries(weights).filter(([other]) => other !== name));
}

/** A fraction as percent text for a number field. */
export function toPercentText(share: number): string {
  return String(Number((share * 100).toFixed(PERCENT_SCALE)));
}

/** Percent text as it was typed, as a fraction: 7 gives 0.07 and not 0.07000000000000001. */
export function toShare(percent: string): number {
  return Number(`${percent}e-2`);
}
