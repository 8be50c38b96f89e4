// Which readings of strategies do tests of screens speak of? Parsed by the schemas, so that they can not drift from them.
import { type DecisionRecord, decisionRecordSchema } from "#shared/domain/decision.ts";
import {
  type MarketLook,
  marketLookSchema,
  type NoiseReading,
  noiseReadingSchema,
} from "#shared/domain/market-look.ts";
import { type StrategiesView, strategiesViewSchema } from "#shared/domain/strategies-view.ts";
import { HOUR_MS } from "#shared/domain/time.ts";

/** The newest bar of the samples closed then. */
export const SAMPLE_CLOSE = 1_000 * HOUR_MS;
const HASH = "d1".repeat(32);

/** `said`: of the strategies together; null: they abstain. */
export function sampleDecision(
  said: { readonly confidence: number; readonly direction: number } | null,
  mode: "ensemble" | "pick" = "ensemble",
): DecisionRecord {
  const mapper =
    said === null
      ? { state: "abstains", inputs: {}, because: "No strategy with a weight votes on this bar" }
      : {
          state: "read",
          ...{ direction: said.direction, quality: 1, raw: Math.abs(said.direction), confidence: said.confidence },
          passes: said.confidence >= 0.75 && Math.abs(said.direction) >= 0.65,
          inputs: { "strategies that vote": 2, agreement: 1, "scaled by": 0.5 },
          because: "2 strategies vote, 100 % of their weight for this side: volumeMomentum, entropyGate",
        };
  return decisionRecordSchema.parse({
    closedAt: SAMPLE_CLOSE,
    inputs: {
      ...{
        symbol: "BTC/USD",
        price: 60_000,
        features: {},
        ranks: {},
        mapperRank: null,
        mapperRules: 1,
        portfolio: null,
      },
      configuration: {
        ...{ staticSeed: HASH, complexityFactor: 1.1, trajectoryWeight: 0.85, mode },
        weights: { volumeMomentum: 0.6, entropyGate: 0.3, executionSchedule: 0.1 },
        ...{ confidenceThreshold: 0.75, signalStrengthThreshold: 0.65 },
        ...{ entropyThreshold: 0.003, driftDeltaRange: [0.001, 0.005] },
      },
      pick: mode === "pick" ? { rotatingHash: HASH, epoch: 471, without: [] } : null,
      rules: {},
    },
    outcome: {
      strategies: {
        volumeMomentum: {
          ...{ state: "read", direction: 0.8, quality: 0.9, raw: 0.72, confidence: 0.82, passes: true },
          inputs: { oscillator: 1.25, "rms of 500 bars": null },
          because: "The volume-weighted mean of 12 bars lies over that of 75",
        },
        entropyGate: {
          state: "abstains",
          inputs: { "Shannon entropy, rank": 0.45 },
          because: "Shut: an entropy ranks 0.450, over 0.300",
        },
        executionSchedule: {
          ...{ state: "read", direction: 0.5, quality: 1, raw: 0.5, confidence: 0.4, passes: false },
          inputs: {},
          because: "The order of minutes ranks 0.5",
        },
      },
      mapper,
    },
    decisionHash: HASH,
  });
}

export function sampleStrategies(changes: Partial<Record<keyof StrategiesView, unknown>> = {}): StrategiesView {
  const said = { confidence: 0.9, direction: 0.7 };
  return strategiesViewSchema.parse({
    lastCycle: {
      ...{ at: SAMPLE_CLOSE, durationMs: 900, outcome: "success", decisions: 1, signals: 1 },
      modules: [{ module: "evaluate", state: "ok", goodAt: SAMPLE_CLOSE, detail: null }],
    },
    nextCycleAt: SAMPLE_CLOSE + HOUR_MS,
    cycles: { success: 1, degraded: 0, failed: 0 },
    symbols: [
      {
        ...{ symbol: "BTC/USD", venue: "kraken", bars: 3_000, decision: sampleDecision(said) },
        wheel: null,
        regime: [0.11, 0.88, 0.01],
        hitRates: [{ strategy: null, n: 30, hits: 12, interval: [0.246, 0.577] }],
        results: [
          {
            ...{ group: "mapper", currency: "USD", closed: 7, open: 0, wins: 2, taken: 0, takenResult: "0" },
            ...{ gross: "-4", costs: "10", result: "-14" },
          },
        ],
      },
      {
        ...{ symbol: "ETH/USD", venue: "kraken", bars: 200, decision: sampleDecision(null, "pick") },
        ...{ wheel: null, regime: null, hitRates: [], results: [] },
      },
    ],
    results: [
      {
        ...{ group: "volumeMomentum", currency: "USD", closed: 124, open: 3, wins: 51, taken: 0, takenResult: "0" },
        ...{ gross: "375.04", costs: "684.34", result: "-309.30" },
      },
      {
        ...{ group: "mapper", currency: "USD", closed: 70, open: 0, wins: 22, taken: 0, takenResult: "0" },
        ...{ gross: "400", costs: "100", result: "300" },
      },
    ],
    ...changes,
  });
}

/** Each column has these values. */
export function sampleLook(names: readonly string[], values: readonly (number | null)[]): MarketLook {
  return marketLookSchema.parse({
    ...{ venue: "kraken", symbol: "BTC/USD" },
    openTimes: values.map((_, bar) => SAMPLE_CLOSE - (values.length - bar) * HOUR_MS),
    closes: values.map((_, bar) => String(60_000 + bar)),
    columns: names.map((name) => ({ name, values })),
    wheel: { angle: 70, position: 2, phase: "ascent", periodBars: 27.4, cycleMode: true },
  });
}

export function sampleNoise(): NoiseReading {
  return noiseReadingSchema.parse({
    ...{ closedAt: SAMPLE_CLOSE, shuffles: 1_000, toldFromNoise: false },
    entropy: { shannon: 0.69, permutation: 0.99 },
    chance: { shannon: 0.009, permutation: 0.139 },
    because: "Cannot be told from noise.",
  });
}
