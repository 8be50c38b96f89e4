// Are entropies and wavelet energies, at every bar, what their definitions say of the last returns or prices, counted one by one?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { computeFeatures } from "./compute-features.ts";
import { decompose } from "./compute-wavelet.ts";

const LONG = process.env.SCHWABOT_LONG === "1";
const BARS = 170;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** Of how often each thing occurs, in bits. */
function bitsOf(things: readonly (string | number)[]): number {
  const counts = new Map<string | number, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return sum([...counts.values()].map((count) => -(count / things.length) * Math.log2(count / things.length)));
}

/** Each value's bin is the number of inner edges that it reaches. */
function shannon(values: readonly number[], bins: number): number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const edges = Array.from({ length: bins - 1 }, (_, edge) => least + ((edge + 1) * (most - least)) / bins);
  return least === most
    ? 0
    : bitsOf(values.map((value) => edges.filter((edge) => edge <= value).length)) / Math.log2(bins);
}

/** The order of neighbours, as the list of their places from the smallest to the greatest. */
function permutation(values: readonly number[], order: number): number {
  const patterns = values.slice(order - 1).map((_, start) => {
    const near = values.slice(start, start + order);
    return near
      .map((__, place) => place)
      .sort((a, b) => (near[a] ?? 0) - (near[b] ?? 0) || a - b)
      .join();
  });
  return bitsOf(patterns) / Math.log2(order === 3 ? 6 : 24);
}

/** Pairs of runs that stay within the tolerance, each pair once, as many of one length as of the other begin. */
function sample(values: readonly number[], run: number, tolerance: number): number {
  const mean = sum(values) / values.length;
  const within = tolerance * Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
  const pairs = (length: number) => {
    let near = 0;
    for (let one = 0; one + run < values.length; one += 1) {
      for (let other = one + 1; other + run < values.length; other += 1) {
        const far = Array.from({ length }, (_, at) => Math.abs((values[one + at] ?? 0) - (values[other + at] ?? 0)));
        if (Math.max(...far) <= within) near += 1;
      }
    }
    return near;
  };
  const [longer, shorter] = [pairs(run + 1), pairs(run)];
  return shorter === 0 ? Number.NaN : -Math.log(longer / shorter);
}

function bands(values: readonly number[]) {
  const { approximation, details } = decompose(Float64Array.from(values), "db4", "symmetric", 3);
  const energies = [...details.toReversed(), approximation].map((band) => sum([...band].map((value) => value * value)));
  const inDetails = energies.slice(0, 3).map((energy) => energy / sum(energies.slice(0, 3)));
  const bits = sum(inDetails.filter((part) => part > 0).map((part) => -part * Math.log2(part)));
  return { energies, shares: energies.map((energy) => energy / sum(energies)), entropy: bits / Math.log2(3) };
}

const WINDOW = 60;
const DEFINITIONS: Readonly<Record<string, (values: readonly number[]) => number | undefined>> = {
  [`shannon_${WINDOW}_16`]: (values) => shannon(values, 16),
  [`shannon_${WINDOW}_5`]: (values) => shannon(values, 5),
  [`permutation_${WINDOW}_3_1`]: (values) => permutation(values, 3),
  [`permutation_${WINDOW}_4_1`]: (values) => permutation(values, 4),
  [`sample_${WINDOW}_2_0.2`]: (values) => sample(values, 2, 0.2),
  [`waveletret_db4_3_${WINDOW}_energy_d1`]: (values) => bands(values).energies[0],
  [`waveletret_db4_3_${WINDOW}_relenergy_d3`]: (values) => bands(values).shares[2],
  [`waveletret_db4_3_${WINDOW}_entropy`]: (values) => bands(values).entropy,
  [`wavelet_db4_3_${WINDOW}_energy_a3`]: (values) => bands(values).energies[3],
  [`wavelet_db4_3_${WINDOW}_relenergy_a3`]: (values) => bands(values).shares[3],
  [`wavelet_db4_3_${WINDOW}_entropy`]: (values) => bands(values).entropy,
};

describe("the definition, counted one by one", () => {
  it.for(Object.entries(DEFINITIONS))("%s", ([name, define]) => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const candles = hourlyCandles(BARS, seed);
        const logs = Array.from(candles.close, Math.log);
        const isOfPrices = name.startsWith("wavelet_");
        for (const [bar, value] of (computeFeatures(candles, [name]).get(name) ?? []).entries()) {
          const first = bar - WINDOW + 1;
          if (first < (isOfPrices ? 0 : 1)) expect(value).toBeNaN();
          else if (bar % 7 === 0) {
            const window = Array.from({ length: WINDOW }, (_, at) => first + at);
            const returns = window.map((one) => Math.log((candles.close[one] ?? 0) / (candles.close[one - 1] ?? 0)));
            const one = define(isOfPrices ? window.map((place) => logs[place] ?? 0) : returns) ?? Number.NaN;
            if (Number.isFinite(one))
              expect(Math.abs(value - one), `bar ${bar}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(one)));
            // A feature has no value where no pair is near.
            else expect(value, `bar ${bar}`).toBeNaN();
          }
        }
      }),
      { numRuns: LONG ? 100 : 2 },
    );
  });
});
