// Does every feature come out bit for bit the same bar by bar, does it never look ahead, and is it what its definition says?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { candlesAt, hourlyCandles } from "#testing/feature-candles.ts";
import { type CandleColumns, sliceColumns } from "./compute-candle-columns.ts";
import { computeFeatures, FeatureTable } from "./compute-features.ts";
import { FEATURE_FAMILIES } from "./compute-registry.ts";

const BARS = 700;
/** After these every feature is known. */
const PAST = 2_020;
const RUNS = process.env.SCHWABOT_LONG === "1" ? 2_000 : 12;
const NAMES = FEATURE_FAMILIES.flatMap(({ examples }) => examples);
/** Short lengths and others than the examples, so that windows turn often and warm-ups lie inside the history. */
const MORE = [
  "sma_1",
  "ema_1",
  "rsi_1",
  "adx_2",
  "bb_5_2.5_upper",
  "pctrank_20_sma_3",
  "zscore_30_logreturn_1",
  "rms_25_vwosc_8_21_14",
  "min_7_obv",
  "mean_9_smadist_20_14",
  "max_64_ht_fit",
  "macd_3_10_4_signal",
  "stoch_5_1_1_k",
];
const ALL = [...new Set([...NAMES, ...MORE])];

/** The same bits, a missing value like a missing value. */
function same(first: Float64Array, second: Float64Array): boolean {
  return first.length === second.length && first.every((value, index) => Object.is(value, second[index]));
}

function inParts(candles: CandleColumns, cuts: readonly number[]): FeatureTable {
  const table = new FeatureTable(ALL);
  for (let from = 0, turn = 0; from < candles.length; turn += 1) {
    const to = Math.min(candles.length, from + (cuts[turn % cuts.length] ?? 1));
    table.append(sliceColumns(candles, from, to));
    from = to;
  }
  return table;
}

describe("every feature", () => {
  it("is the same bit for bit over a history at once and in any parts", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 9 }),
        (seed, cuts) => {
          const candles = hourlyCandles(BARS, seed, seed % 3 === 0 ? 0.000_5 : 20_000);
          const whole = computeFeatures(candles, ALL);
          const table = inParts(candles, cuts);
          for (const name of ALL) {
            if (!same(table.column(name), whole.get(name) ?? new Float64Array())) throw new Error(`${name} differs`);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("is the same bit for bit one bar at a time", () => {
    const candles = hourlyCandles(BARS, 7);
    const whole = computeFeatures(candles, ALL);
    const table = inParts(candles, [1]);
    expect(ALL.filter((name) => !same(table.column(name), whole.get(name) ?? new Float64Array()))).toEqual([]);
  });

  it("never looks ahead: what comes later changes nothing before", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), fc.integer({ min: 1, max: BARS - 1 }), (seed, other, known) => {
        const before = sliceColumns(hourlyCandles(BARS, seed), 0, known);
        const short = computeFeatures(before, ALL);
        const long = computeFeatures(joined(before, hourlyCandles(BARS, other, 500)), ALL);
        for (const name of ALL) {
          const early = (long.get(name) ?? new Float64Array()).subarray(0, known);
          if (!same(early, short.get(name) ?? new Float64Array())) throw new Error(`${name} looks ahead`);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("never looks ahead, those that first need a long past either", () => {
    const known = computeFeatures(hourlyCandles(BARS, 1), NAMES);
    const late = NAMES.filter((name) => known.get(name)?.every((value) => Number.isNaN(value)));
    expect(late).toContain("hmm3_p0");
    const past = hourlyCandles(PAST + BARS, 3);
    const whole = computeFeatures(past, late);
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 0, max: BARS - 1 }), (other, more) => {
        const before = sliceColumns(past, 0, PAST + more);
        const bent = computeFeatures(joined(before, hourlyCandles(50, other, 500)), late);
        for (const name of late) {
          const [early, own] = [bent, whole].map((columns) => (columns.get(name) ?? []).slice(0, before.length));
          expect(
            own?.some((value) => !Number.isNaN(value)),
            name,
          ).toBe(true);
          if (!same(Float64Array.from(early ?? []), Float64Array.from(own ?? [])))
            throw new Error(`${name} looks ahead`);
        }
      }),
      { numRuns: process.env.SCHWABOT_LONG === "1" ? 50 : 1 },
    );
  });

  it("warms up, and then has a value on an ordinary market", () => {
    // Models that are fitted to the past say themselves how much of it they need.
    const names = NAMES.filter((name) => !name.startsWith("hmm"));
    const features = computeFeatures(hourlyCandles(1_600, 11), names);
    for (const name of names) {
      const column = features.get(name) ?? new Float64Array();
      const first = column.findIndex((value) => !Number.isNaN(value));
      expect(first, name).toBeGreaterThanOrEqual(0);
      expect(first, name).toBeLessThan(1_400);
    }
  });

  it("is finite and in its range where prices stand still and nothing is traded", () => {
    const flat = candlesAt(Array.from({ length: 300 }, (_, index) => index * 3_600_000));
    for (const column of [flat.open, flat.high, flat.low, flat.close]) column.fill(0.1);
    flat.volume.fill(0);
    const at = (name: string) => computeFeatures(flat, [name]).get(name)?.at(-1);
    for (const name of [
      "stddev_20",
      "rsi_14",
      "atr_14",
      "adx_14",
      "stoch_14_3_3_k",
      "willr_14",
      "cci_20",
      "mfi_14",
      "ht_fit",
    ]) {
      expect(Math.abs(at(name) ?? Number.NaN), name).toBe(0);
    }
    for (const name of ["zscore_50_sma_3", "smadist_20_14", "roc_10", "ewmavol_0.94", "meanabsreturn_64", "obv"]) {
      expect(Math.abs(at(name) ?? Number.NaN), name).toBe(0);
    }
    for (const name of ["vwma_20", "volshare_20", "obvshare_20", "vwosc_8_34_14"]) expect(at(name), name).toBeNaN();
    for (const name of ["sma_20", "ema_20", "bb_20_2_upper"]) expect(at(name), name).toBeCloseTo(0.1, 15);
  });
});

function joined(first: CandleColumns, second: CandleColumns): CandleColumns {
  const end = first.timestampMs.at(-1) ?? 0;
  const table = new FeatureTable([]);
  table.append(first);
  table.append({ ...second, timestampMs: second.timestampMs.map((time) => end + 3_600_000 + time) });
  return table.candles;
}

/** By definition, over one window that ends at the newest value. */
const DEFINITIONS: Readonly<Record<string, (window: readonly number[]) => number>> = {
  mean: (window) => sum(window) / window.length,
  rms: (window) => Math.sqrt(sum(window.map((value) => value * value)) / window.length),
  max: (window) => Math.max(...window),
  min: (window) => Math.min(...window),
  pctrank: (window) => window.filter((value) => value < (window.at(-1) ?? 0)).length / window.length,
  zscore(window) {
    const mean = sum(window) / window.length;
    return ((window.at(-1) ?? 0) - mean) / Math.sqrt(sum(window.map((value) => (value - mean) ** 2)) / window.length);
  },
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("statistics of a feature's own last values", () => {
  it.for(Object.entries(DEFINITIONS))("%s is what its definition says at every bar", ([kind, define]) => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 2, max: 60 }), (seed, length) => {
        const candles = hourlyCandles(250, seed);
        const features = computeFeatures(candles, ["roc_3", `${kind}_${length}_roc_3`]);
        const source = [...(features.get("roc_3") ?? [])];
        for (const [bar, value] of (features.get(`${kind}_${length}_roc_3`) ?? []).entries()) {
          const window = source.slice(Math.max(0, bar - length + 1), bar + 1);
          if (bar < 3 + length - 1) expect(value).toBeNaN();
          else if (new Set(window).size > 1) expect(value).toBeCloseTo(define(window), 9);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("know nothing while a value in the window is missing, and all again after it", () => {
    const candles = hourlyCandles(120, 3);
    candles.volume.fill(5).fill(0, 50, 60);
    for (const kind of Object.keys(DEFINITIONS)) {
      const column = computeFeatures(candles, [`${kind}_10_vwma_4`]).get(`${kind}_10_vwma_4`) ?? new Float64Array();
      const missing = [...column.keys()].filter((bar) => Number.isNaN(column[bar]));
      // The average of 4 is missing on bars 0..2 and 53..59; a window of 10 misses it for 9 bars more.
      const expected = [
        ...Array.from({ length: 12 }, (_, bar) => bar),
        ...Array.from({ length: 16 }, (_, bar) => 53 + bar),
      ];
      expect(missing, kind).toEqual(expected);
    }
  });

  it("are weighted by the volume of their window alone, and not by what is left of the volume of a moment ago", () => {
    const candles = hourlyCandles(3_000, 8);
    for (let bar = 0; bar < 3_000; bar += 1)
      candles.volume[bar] = bar % 50 === 0 ? 1e12 : bar % 50 < 30 ? 0 : 1e-3 * (1 + (bar % 7));
    const column = computeFeatures(candles, ["vwma_20"]).get("vwma_20") ?? new Float64Array();
    for (let bar = 19; bar < 3_000; bar += 1) {
      const window = Array.from({ length: 20 }, (_, back) => bar - back);
      const volume = sum(window.map((one) => candles.volume[one] ?? 0));
      if (volume === 0) expect(column[bar]).toBeNaN();
      else {
        const expected = sum(window.map((one) => (candles.close[one] ?? 0) * (candles.volume[one] ?? 0))) / volume;
        expect((column[bar] ?? 0) / expected).toBeCloseTo(1, 11);
      }
    }
  });

  it("of a window leave nothing behind of a spike that has passed", () => {
    const candles = hourlyCandles(400, 5);
    candles.close.fill(1);
    candles.close[50] = 1e12;
    for (let bar = 200; bar < 400; bar += 1) candles.close[bar] = 1 + (bar % 2) * 1e-7;
    const features = computeFeatures(candles, ["sma_20", "stddev_20"]);
    expect(features.get("sma_20")?.at(-1)).toBeCloseTo(1 + 0.5e-7, 15);
    expect((features.get("stddev_20")?.at(-1) ?? 0) / 0.5e-7).toBeCloseTo(1, 6);
  });
});
