// Are planted regimes found, does a fit only ever get better, and does nothing depend on where a history begins?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CandleColumns, emptyColumns, sliceColumns } from "./compute-candle-columns.ts";
import { computeFeatures, FeatureTable } from "./compute-features.ts";
import { computeFiltered, stepFiltered } from "./compute-hidden-markov.ts";
import { fitHiddenMarkov } from "./compute-hidden-markov-fit.ts";

const HOUR = 3_600_000;
const NAMES = ["hmm3_p0", "hmm3_p1", "hmm3_p2"];

/** Uniform numbers, the same at every run. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function normal(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** Days of one regime after the other, with returns of 0.1 %, 0.4 % and 1.6 %. */
const WIDTHS = [0.001, 0.004, 0.016] as const;
const REGIME_BARS = 96;

function planted(bars: number, seed = 7): { readonly candles: CandleColumns; readonly regimes: readonly number[] } {
  const draw = uniform(seed);
  const candles = emptyColumns(bars);
  const regimes: number[] = [];
  let log = 10;
  for (let bar = 0; bar < bars; bar += 1) {
    const regime = Math.floor(bar / REGIME_BARS) % 3;
    const width = WIDTHS[regime] ?? 0;
    regimes.push(regime);
    const from = log;
    log += width * normal(draw);
    candles.timestampMs[bar] = bar * HOUR;
    candles.open[bar] = Math.exp(from);
    candles.close[bar] = Math.exp(log);
    candles.high[bar] = Math.exp(Math.max(from, log) + (width / 2) * draw());
    candles.low[bar] = Math.exp(Math.min(from, log) - (width / 2) * draw());
  }
  return { candles, regimes };
}

const BARS = 2_400;
const { candles, regimes } = planted(BARS);
const columns = computeFeatures(candles, NAMES);
const at = (bar: number) => NAMES.map((name) => columns.get(name)?.[bar] ?? Number.NaN);

describe("regimes", () => {
  it("are empty before the first fit and probabilities after it", () => {
    // The first week that begins with 2,000 returns behind it begins at bar 2,016.
    expect(at(1_999)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(at(2_000).some(Number.isNaN)).toBe(false);
    for (let bar = 2_000; bar < BARS; bar += 1) {
      const values = at(bar);
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    }
  });

  it("find the planted ones, the calmest first", () => {
    let right = 0;
    for (let bar = 2_000; bar < BARS; bar += 1) {
      const values = at(bar);
      if (values.indexOf(Math.max(...values)) === regimes[bar]) right += 1;
    }
    expect(right / (BARS - 2_000)).toBeGreaterThan(0.9);
  });

  it("do not depend on where the history begins, nor on how it comes", () => {
    const later = computeFeatures(sliceColumns(candles, 100, BARS), NAMES);
    const table = new FeatureTable(NAMES);
    for (const [from, to] of [
      [0, 1_500],
      [1_500, 2_050],
      [2_050, 2_051],
      [2_051, BARS],
    ] as const) {
      table.append(sliceColumns(candles, from, to));
    }
    for (const name of NAMES) {
      expect(table.column(name)).toEqual(columns.get(name));
      expect(later.get(name)?.subarray(2_200 - 100)).toEqual(columns.get(name)?.subarray(2_200));
    }
  });

  it("are empty where prices do not move at all", () => {
    const still = emptyColumns(2_100);
    for (const [bar] of still.close.entries()) still.timestampMs[bar] = bar * HOUR;
    for (const column of [still.open, still.high, still.low, still.close]) column.fill(5);
    expect(computeFeatures(still, NAMES).get("hmm3_p0")?.at(-1)).toBeNaN();
  });
});

describe("the fit", () => {
  const draw = uniform(3);
  const regime = (index: number) => (Math.floor(index / 50) % 2 === 0 ? 1 : 5);
  const first = Float64Array.from({ length: 600 }, (_, index) => regime(index) * normal(draw));
  const second = Float64Array.from(first, Math.abs);

  it("never lowers the likelihood, of whatever series", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 30, max: 300 }),
        (seed, states, length) => {
          const random = uniform(seed);
          // Regimes, repeated values, and pairs that lie on a line, so that the least variance is met too.
          const xs = Float64Array.from({ length }, (_, index) => Math.round(regime(index) * normal(random) * 4) / 4);
          const ys = xs.map((value) => (seed % 3 === 0 ? 2 * value : Math.abs(value) + random()));
          const steps =
            fitHiddenMarkov({ first: xs, second: ys }, { states, starts: 2, draw: random })?.logLikelihoods ?? [];
          expect(steps.length).toBeGreaterThan(2);
          for (const [index, value] of steps.entries()) {
            const before = steps[index - 1] ?? value;
            expect(value).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
          }
        },
      ),
      { numRuns: process.env.SCHWABOT_LONG === "1" ? 2_000 : 40 },
    );
  });

  it("finds the means, spreads and moves that made a series, whatever its units", () => {
    const random = uniform(5);
    let state = 0;
    const xs: number[] = [];
    const ys: number[] = [];
    for (let index = 0; index < 4_000; index += 1) {
      if (random() < (state === 0 ? 0.05 : 0.1)) state = 1 - state;
      const [x, y] = [normal(random), normal(random)];
      xs.push(1e-4 * (state === 0 ? 1 + x : -2 + 3 * x));
      ys.push(1e3 * (state === 0 ? 0.5 * x + y : 8 + 2 * y));
    }
    const pairs = { first: Float64Array.from(xs), second: Float64Array.from(ys) };
    const model = fitHiddenMarkov(pairs, { states: 2, starts: 10, draw: random })?.model;
    const near = (got: Float64Array | undefined, units: readonly number[]) =>
      Array.from(got ?? [], (value, at) => value / (units[at % units.length] ?? 1));
    for (const [index, value] of near(model?.mean, [1e-4, 1e3]).entries()) {
      expect(Math.abs(value - ([1, 0, -2, 8][index] ?? 0))).toBeLessThan(0.25);
    }
    for (const [index, value] of near(model?.covariance, [1e-8, 0.1, 1e6]).entries()) {
      expect(Math.abs(value - ([1, 0.5, 1.25, 9, 0, 4][index] ?? 0))).toBeLessThan(0.7);
    }
    for (const [index, value] of near(model?.transition, [1]).entries()) {
      expect(Math.abs(value - ([0.95, 0.05, 0.1, 0.9][index] ?? 0))).toBeLessThan(0.02);
    }
  });

  it("begins nowhere where a column does not move, or holds what is no number", () => {
    const options = { states: 2, starts: 3, draw: uniform(2) };
    expect(fitHiddenMarkov({ first, second: first.map(() => 3) }, options)).toBeNull();
    expect(fitHiddenMarkov({ first, second: first.map((value) => value / 0) }, options)).toBeNull();
  });

  it("leads to the same probabilities pair by pair as over all pairs", () => {
    const fitted = fitHiddenMarkov({ first, second }, { states: 3, starts: 3, draw: uniform(2) });
    if (fitted === null) throw new Error("no fit");
    const upTo = (end: number) =>
      computeFiltered({ first: first.subarray(0, end), second: second.subarray(0, end) }, fitted.model).last;
    let known = upTo(1);
    for (let index = 1; index < 600; index += 1) {
      known = stepFiltered(fitted.model, known, [first[index] ?? 0, second[index] ?? 0]);
      expect(known).toEqual(upTo(index + 1));
    }
  });
});
