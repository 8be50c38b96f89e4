// Does each strategy's formula give the figures that follow from it by hand?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRATEGIES } from "#engine/signals/registry.ts";
import {
  type FeatureBar,
  needKey,
  type Reading,
  type Strategy,
  type StrategyProfile,
} from "#engine/signals/strategy.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { cycleWheel, stretchOf, wheelAngle, wheelPosition } from "./cycle-wheel.ts";
import { entropyGate } from "./entropy-gate.ts";
import { computeSuperposition, evidenceCombiner } from "./evidence-combiner.ts";
import { executionSchedule } from "./execution-schedule.ts";
import { volumeMomentum } from "./volume-momentum.ts";
import { weightCells, weightTensor } from "./weight-tensor.ts";

const PROFILE: StrategyProfile = {
  staticSeed: "0f".repeat(32),
  complexityFactor: 1.1,
  trajectoryWeight: 0,
  entropyThreshold: 0.003,
  driftDeltaRange: [0.001, 0.005],
};

/** A bar whose features are those given; any other is `otherwise`. */
const barOf = (values: Readonly<Record<string, number>>, otherwise = Number.NaN): FeatureBar => ({
  symbol: marketSymbolSchema.parse("BTC/USDC"),
  closedAt: unixMs(1_700_000_000_000),
  value: (need) => values[needKey(need)] ?? otherwise,
});

function read<P>(strategy: Strategy<P>, values: Readonly<Record<string, number>>, profile = PROFILE): Reading {
  return strategy.read(strategy.parameters(profile), barOf(values));
}

function spoken(reading: Reading): Reading & { direction: number } {
  if ("abstain" in reading) throw new Error(`abstained: ${reading.abstain}`);
  return reading;
}

describe("volume-weighted momentum", () => {
  const values = (osc: number, rms: number, share: number) => ({
    "1h vwosc_13_55_14": osc,
    "1h rms_500_vwosc_13_55_14": rms,
    "1h volshare_20": share,
  });

  it.each([
    { osc: 0.8, rms: 0.8, share: 2, direction: 0.761_594_155_955_765, quality: 1 },
    { osc: -1.6, rms: 0.8, share: 0.25, direction: -0.964_027_580_075_817, quality: 0.25 },
    { osc: 0, rms: 0.8, share: 1, direction: 0, quality: 1 },
  ])("tanh($osc / $rms), quality min(1, $share)", ({ osc, rms, share, direction, quality }) => {
    const reading = spoken(read(volumeMomentum, values(osc, rms, share)));
    expect(reading.direction).toBeCloseTo(direction, 14);
    expect(reading).toMatchObject({ quality });
  });

  it("abstains where the oscillator never moved", () => {
    expect(read(volumeMomentum, values(0, 0, 1))).toHaveProperty("abstain");
  });

  it("draws its lengths from the static seed, inside their ranges", () => {
    const lengths = Array.from({ length: 200 }, (_, seed) =>
      volumeMomentum.parameters({ ...PROFILE, trajectoryWeight: 1, staticSeed: String(seed) }),
    ) as { fast: number; slow: number }[];
    for (const { fast, slow } of lengths) {
      expect(fast).toBeGreaterThanOrEqual(8);
      expect(fast).toBeLessThanOrEqual(21);
      expect(slow).toBeGreaterThanOrEqual(34);
      expect(slow).toBeLessThanOrEqual(89);
    }
    expect(new Set(lengths.map(({ fast, slow }) => `${fast} ${slow}`)).size).toBeGreaterThan(100);
    expect(volumeMomentum.parameters(PROFILE)).toEqual({ fast: 13, slow: 55 });
  });
});

describe("entropy gate", () => {
  const open = {
    "1h pctrank_1000_shannon_64_16": 0.1,
    "1h pctrank_1000_permutation_256_3_1": 0.2,
    "1h permutation_256_3_1": 0.95,
    "1h max_64_permutation_256_3_1": 0.96,
    "1h meanabsreturn_64": 0.003,
    "1h logreturn_16": 0.02,
  };

  it.each([
    { change: {}, direction: 0.8 },
    { change: { "1h logreturn_16": -0.02 }, direction: -0.8 },
    { change: { "1h pctrank_1000_shannon_64_16": 0.3 }, direction: 0.7 },
    { change: { "1h meanabsreturn_64": 0.001 }, direction: 0.8 },
    { change: { "1h meanabsreturn_64": 0.005 }, direction: 0.8 },
    { change: { "1h logreturn_16": 0 }, direction: 0 },
  ])("open with $change", ({ change, direction }) => {
    expect(spoken(read(entropyGate, { ...open, ...change })).direction).toBeCloseTo(direction, 15);
  });

  it.each([
    { change: { "1h pctrank_1000_shannon_64_16": 0.301 }, because: /entropy ranks 0.301/ },
    { change: { "1h pctrank_1000_permutation_256_3_1": 0.9 }, because: /entropy ranks 0.900/ },
    { change: { "1h max_64_permutation_256_3_1": 0.952 }, because: /within 0.003/ },
    { change: { "1h meanabsreturn_64": 0.000_9 }, because: /outside 0.001 to 0.005/ },
    { change: { "1h meanabsreturn_64": 0.006 }, because: /outside/ },
  ])("shut with $change", ({ change, because }) => {
    const reading = read(entropyGate, { ...open, ...change });
    expect("abstain" in reading && reading.abstain).toMatch(because);
  });
});

describe("evidence combiner", () => {
  it("is certain where the evidence is full and agrees", () => {
    const state = computeSuperposition(1, 0);
    expect(state.buy).toBeCloseTo(1, 15);
    expect(state.direction).toBeCloseTo(1, 15);
    expect(computeSuperposition(0, 1).hold).toBeCloseTo(1, 15);
    // E = 1/3, U = 1/2: cos^2(pi/4) x sin(pi/6) = 1/4.
    expect(computeSuperposition(1 / 3, 0.5).direction).toBeCloseTo(0.25, 15);
  });

  it("has chances that sum to 1, a direction that is buy less sell, and buy for sell when the evidence turns", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), share, (evidence, uncertainty) => {
        const state = computeSuperposition(evidence, uncertainty);
        expect(state.buy + state.hold + state.sell).toBeCloseTo(1, 12);
        expect(state.direction).toBeCloseTo(state.buy - state.sell, 12);
        expect(computeSuperposition(-evidence, uncertainty).buy).toBeCloseTo(state.sell, 12);
      }),
    );
  });

  const values = {
    "1h rsi_14": 75,
    "1h smadist_50_14": 3,
    "1h smadist_20_14": 3,
    "1h adx_14": 25,
    "1h obvshare_20": 1 / 3,
  };

  it.each([
    { why: "in a trend there is no way back", change: {}, evidence: [0.5, Math.tanh(1), Math.tanh(1)] },
    {
      why: "without a trend there is",
      change: { "1h adx_14": 19.9 },
      evidence: [0.5, Math.tanh(1), -Math.tanh(1), Math.tanh(1)],
    },
    {
      why: "without volume there is no flow",
      change: { "1h obvshare_20": Number.NaN },
      evidence: [0.5, Math.tanh(1)],
    },
  ])("$why", ({ change, evidence }) => {
    const mean = evidence.reduce((sum, value) => sum + value, 0) / evidence.length;
    const deviation = Math.sqrt(evidence.reduce((sum, value) => sum + (value - mean) ** 2, 0) / evidence.length);
    const reading = spoken(read(evidenceCombiner, { ...values, ...change }));
    expect(reading.direction).toBeCloseTo(
      Math.cos((deviation * Math.PI) / 2) ** 2 * Math.sin((Math.PI * mean) / 2),
      14,
    );
    expect(reading).toMatchObject({ quality: expect.closeTo(Math.cos((deviation * Math.PI) / 2) ** 2, 14) });
  });
});

describe("regime-weighted ensemble", () => {
  const indicators = [
    "zscore_500_logreturn_24",
    "zscore_500_smadist_20_14",
    "zscore_500_adxsigned_14",
    "zscore_500_ewmavol_0.94",
  ];
  const regime = (p0: number, p1: number, p2: number) => ({ "1h hmm3_p0": p0, "1h hmm3_p1": p1, "1h hmm3_p2": p2 });
  const hourly = (...z: number[]) => Object.fromEntries(indicators.map((name, at) => [`1h ${name}`, z[at] ?? 0]));

  it.each([
    // (1 x 2 + 0.25 x 1) / 2.5 and (1 x 1 - 0.25 x 2) / 2.5 of the calm row.
    { why: "calm", values: { ...regime(1, 0, 0), ...hourly(2, -1, 0, 0) }, score: 2.25 / 2.5, quality: 1 },
    { why: "wild", values: { ...regime(0, 0, 1), ...hourly(2, -1, 0, 0) }, score: 1.5 / 2.5, quality: 1 },
    { why: "clipped at 3", values: { ...regime(1, 0, 0), ...hourly(9, 0, 0, 0) }, score: 3 / 2.5, quality: 1 },
    {
      why: "between two regimes, each by its chance",
      values: { ...regime(0.5, 0, 0.5), ...hourly(2, 0, 0, 0) },
      score: (0.5 * 2 + 0.125 * 2) / 2.5,
      quality: 0.5,
    },
  ])("$why, on hourly bars only", ({ values, score, quality }) => {
    const reading = spoken(read(weightTensor, values));
    expect(reading.direction).toBeCloseTo(Math.tanh(score), 14);
    expect(reading).toMatchObject({ quality });
  });

  it("takes slower bars in once they are known", () => {
    const slow = Object.fromEntries(indicators.map((name) => [`4h ${name}`, 0]));
    const reading = spoken(read(weightTensor, { ...regime(1, 0, 0), ...hourly(2, -1, 0, 0), ...slow }));
    expect(reading.direction).toBeCloseTo(Math.tanh(2.25 / (2.5 * 1.75)), 14);
  });

  it("jitters each weight within the factor, by the seed", () => {
    const common = weightCells(PROFILE);
    const own = weightCells({ ...PROFILE, trajectoryWeight: 1 });
    expect(common).toHaveLength(36);
    for (const [at, { weight }] of own.entries()) {
      const base = common[at]?.weight ?? 0;
      expect(Math.abs(weight - base)).toBeLessThanOrEqual(Math.abs(base) * 0.1 + 1e-12);
    }
    expect(own).not.toEqual(common);
  });
});

describe("execution schedule", () => {
  it("leaves 1 - H' of the others' directions", () => {
    expect(spoken(read(executionSchedule, { "1m pctrank_1000_permutation_64_3_1": 0.25 })).direction).toBe(0.75);
  });
});

describe("cycle wheel", () => {
  it.each([
    [-90, 0, 0, "trough"],
    [-45, 45, 2, "ascent"],
    [-46, 44, 1, "trough"],
    [0, 90, 3, "ascent"],
    [90, 180, 6, "crest"],
    [180, 270, 9, "descent"],
    [240, 330, 11, "trough"],
    [314, 44, 1, "trough"],
    [255, 345, 0, "trough"],
  ] as const)("phase %d stands at %d degrees, position %d, %s", (phase, angle, position, stretch) => {
    expect(wheelAngle(phase)).toBe(angle);
    expect(wheelPosition(phase)).toBe(position);
    expect(stretchOf(position)).toBe(stretch);
  });

  const values = (before: number, phase: number, trend = 0, fit = 0.6) => ({
    "1h ht_dcphase @1": before,
    "1h ht_dcphase": phase,
    "1h ht_dcperiod": 20,
    "1h ht_trendmode": trend,
    "1h ht_fit": fit,
  });

  it.each([
    { why: "entering the ascent", reading: values(-50, -40), direction: 1 },
    { why: "entering the descent", reading: values(130, 160), direction: -1 },
  ])("$why", ({ reading, direction }) => {
    expect(spoken(read(cycleWheel, reading))).toMatchObject({ direction, quality: 0.6 });
  });

  it.each([
    { why: "in trend mode", reading: values(-50, -40, 1), because: /trend mode/ },
    { why: "in the ascent already", reading: values(-30, -20), because: /In the ascent/ },
    { why: "entering the crest", reading: values(40, 80), because: /In the crest/ },
  ])("abstains $why", ({ reading, because }) => {
    const said = read(cycleWheel, reading);
    expect("abstain" in said && said.abstain).toMatch(because);
  });
});

describe("every strategy", () => {
  it("has a direction in -1..1 and a quality in 0..1, whatever is known of its optional features", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STRATEGIES),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
        fc.boolean(),
        (strategy, draws, withOptional) => {
          const parameters = strategy.parameters(PROFILE);
          const values: Record<string, number> = {};
          for (const [at, need] of strategy.features(parameters).entries()) {
            if (need.optional === true && !withOptional) continue;
            values[needKey(need)] = plausible(need.name, draws[at] ?? 0.5);
          }
          const reading = strategy.read(parameters, barOf(values));
          for (const value of Object.values(reading.inputs)) expect(Number.isFinite(value)).toBe(true);
          if ("abstain" in reading) return;
          expect(Math.abs(reading.direction)).toBeLessThanOrEqual(1);
          expect(reading.quality).toBeGreaterThanOrEqual(0);
          expect(reading.quality).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

/** A value in the range that a feature of this name has. */
function plausible(name: string, draw: number): number {
  if (name === "ht_dcphase") return draw * 360 - 45;
  if (name === "ht_trendmode") return Math.round(draw);
  // Three chances are never all 0.
  if (name.startsWith("hmm3")) return 0.1 + 0.9 * draw;
  if (name === "ht_dcperiod") return 6 + 44 * draw;
  if (/^(rsi|adx)_/.test(name)) return 100 * draw;
  if (/^(zscore|smadist|vwosc|logreturn)/.test(name)) return 8 * draw - 4;
  if (name.startsWith("obvshare")) return 2 * draw - 1;
  return draw;
}
