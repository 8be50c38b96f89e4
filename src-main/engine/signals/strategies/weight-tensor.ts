// Regime-weighted ensemble over several timeframes: which indicators to believe depends on the state the market seems to be in.
// Notes' name: Multi-Phase Strategy Weight Tensor. Page: resources/docs/strategies.md.

import { drawJittered, type SeededTemper } from "#engine/signals/compute-seeded-draws.ts";
import type { FeatureNeed, Strategy } from "#engine/signals/strategy.ts";
import type { Timeframe } from "#shared/domain/candle.ts";

const TIMEFRAMES = ["1h", "4h", "1d"] as const satisfies readonly Timeframe[];
/** Each read as distance from its own 500-bar mean, in its own deviations; positive speaks for buying where the weight is positive. */
const INDICATORS = {
  momentum: "zscore_500_logreturn_24",
  meanReversion: "zscore_500_smadist_20_14",
  trend: "zscore_500_adxsigned_14",
  volatility: "zscore_500_ewmavol_0.94",
} as const;
type Indicator = keyof typeof INDICATORS;

const CLIP = 3;

/**
 * Ours, set by hand before any result was seen, and fitted to nothing. By regime, calm first: a calm market is taken to trend (time-series
 * momentum: Moskowitz, Ooi and Pedersen, 2012, J. Financial Economics 104), a wild one to overshoot and come back, and rising volatility
 * to speak against holding in all of them (Moreira and Muir, 2017, J. Finance 72). Negative: the indicator speaks for selling when it is high.
 */
const BY_REGIME: readonly Readonly<Record<Indicator, number>>[] = [
  { momentum: 1, meanReversion: -0.25, trend: 1, volatility: -0.25 },
  { momentum: 0.5, meanReversion: -0.5, trend: 0.5, volatility: -0.5 },
  { momentum: 0.25, meanReversion: -1, trend: 0.25, volatility: -1 },
];
/** A slower bar speaks of more time, and comes less often. */
const BY_TIMEFRAME = { "1h": 1, "4h": 0.75, "1d": 0.5 } as const;

export interface Cell {
  readonly regime: number;
  readonly timeframe: (typeof TIMEFRAMES)[number];
  readonly indicator: Indicator;
  readonly weight: number;
}

/** The weights W of a profile: those of the page, jittered by its static seed. */
export function weightCells(temper: SeededTemper): readonly Cell[] {
  return BY_REGIME.flatMap((weights, regime) =>
    TIMEFRAMES.flatMap((timeframe) =>
      (Object.keys(INDICATORS) as Indicator[]).map((indicator) => {
        const common = weights[indicator] * BY_TIMEFRAME[timeframe];
        const label = `weightTensor ${regime} ${timeframe} ${indicator}`;
        return { regime, timeframe, indicator, weight: drawJittered(temper, label, common) };
      }),
    ),
  );
}

const REGIMES: readonly FeatureNeed[] = [0, 1, 2].map((state) => ({ timeframe: "1h", name: `hmm3_p${state}` }));

/** A slower timeframe that is not known yet is left out, and so is its weight. */
function needOf({ timeframe, indicator }: Pick<Cell, "timeframe" | "indicator">): FeatureNeed {
  const name = INDICATORS[indicator];
  return timeframe === "1h" ? { timeframe, name } : { timeframe, name, optional: true };
}

export const weightTensor: Strategy<readonly Cell[]> = {
  name: "weightTensor",
  rulesVersion: 1,
  role: "vote",
  parameters: weightCells,
  features: () => [
    ...REGIMES,
    ...TIMEFRAMES.flatMap((timeframe) =>
      (Object.keys(INDICATORS) as Indicator[]).map((indicator) => needOf({ timeframe, indicator })),
    ),
  ],
  read(cells, bar) {
    const chances = REGIMES.map((need) => bar.value(need));
    const inputs: Record<string, number> = {};
    for (const [state, chance] of chances.entries()) inputs[`P(regime ${state + 1})`] = chance;
    let sum = 0;
    let weights = 0;
    for (const cell of cells) {
      const measured = bar.value(needOf(cell));
      if (Number.isNaN(measured)) continue;
      const z = Math.max(-CLIP, Math.min(CLIP, measured));
      inputs[`${cell.indicator}, ${cell.timeframe}`] = z;
      const chance = chances[cell.regime] ?? 0;
      sum += cell.weight * chance * z;
      weights += Math.abs(cell.weight) * chance;
    }
    const score = sum / weights;
    const quality = Math.max(...chances);
    return {
      direction: Math.tanh(score),
      quality,
      inputs: { ...inputs, score },
      because: `Regime ${chances.indexOf(quality) + 1} of 3, the calmest first, has a chance of ${quality.toFixed(2)}; weighted by it the indicators stand ${score.toFixed(2)} deviations from their means`,
    };
  },
};
