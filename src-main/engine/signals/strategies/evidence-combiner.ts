// Evidence combiner: four pieces of evidence become chances of buy, hold and sell, and their disagreement becomes hold.
// Notes' name: Quantum Strategy Calculator. Only the algebra of amplitudes is borrowed; nothing quantum is claimed. Page: resources/docs/strategies.md.
import type { FeatureNeed, Strategy } from "#engine/signals/strategy.ts";

/** Under this ADX there is no trend, so distance from the mean speaks for a way back. */
const TREND_ADX = 20;

const need = (name: string): FeatureNeed => ({ timeframe: "1h", name });
const RSI = need("rsi_14");
const FAR = need("smadist_50_14");
const NEAR = need("smadist_20_14");
const ADX = need("adx_14");
/** Not known where 20 bars had no volume: then it is left out. */
const FLOW: FeatureNeed = { timeframe: "1h", name: "obvshare_20", optional: true };

/** Equal weights: no piece of evidence is trusted more than another. */
const EQUAL = 1;

export interface Superposition {
  /** P(buy) - P(sell), -1..1. */
  readonly direction: number;
  readonly buy: number;
  readonly hold: number;
  readonly sell: number;
}

/**
 * Chances from evidence E (-1..1) and uncertainty U (0..1): the squares of the state (cos phi cos th, sin phi, cos phi sin th) over
 * {buy, hold, sell}, th = (1 - E) pi/4, phi = U pi/2. They sum to 1.
 */
export function computeSuperposition(evidence: number, uncertainty: number): Superposition {
  const theta = ((1 - evidence) * Math.PI) / 4;
  const phi = (uncertainty * Math.PI) / 2;
  const decided = Math.cos(phi) ** 2;
  const buy = decided * Math.cos(theta) ** 2;
  const sell = decided * Math.sin(theta) ** 2;
  return { direction: decided * Math.sin((Math.PI * evidence) / 2), buy, hold: Math.sin(phi) ** 2, sell };
}

export const evidenceCombiner: Strategy<null> = {
  name: "evidenceCombiner",
  rulesVersion: 1,
  role: "vote",
  parameters: () => null,
  features: () => [RSI, FAR, NEAR, ADX, FLOW],
  read(_, bar) {
    const flow = bar.value(FLOW);
    const evidence: Record<string, number> = {
      "relative strength": (bar.value(RSI) - 50) / 50,
      "distance from 50-bar mean": Math.tanh(bar.value(FAR) / 3),
    };
    if (bar.value(ADX) < TREND_ADX) evidence["way back to 20-bar mean"] = -Math.tanh(bar.value(NEAR) / 3);
    if (!Number.isNaN(flow)) evidence["volume flow"] = Math.tanh(3 * flow);
    const values = Object.values(evidence);
    const weights = values.length * EQUAL;
    const mean = values.reduce((sum, value) => sum + EQUAL * value, 0) / weights;
    const variance = values.reduce((sum, value) => sum + EQUAL * (value - mean) ** 2, 0) / weights;
    const uncertainty = Math.min(1, Math.sqrt(variance));
    const state = computeSuperposition(mean, uncertainty);
    return {
      direction: state.direction,
      quality: 1 - state.hold,
      inputs: {
        ...evidence,
        evidence: mean,
        uncertainty,
        "P(buy)": state.buy,
        "P(hold)": state.hold,
        "P(sell)": state.sell,
      },
      because: `${values.length} pieces of evidence average ${mean.toFixed(2)} and differ by ${uncertainty.toFixed(2)}`,
    };
  },
};
