// Which covariances and limits are the rules for weights tried on?
import fc from "fast-check";
import { type Covariance, computeSampleCovariance } from "#engine/targets/compute-covariance.ts";
import type { Limits } from "#engine/targets/compute-within-limits.ts";

export const WEIGHT_RUNS = { numRuns: process.env.SCHWABOT_LONG === "1" ? 50_000 : 200 } as const;

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/**
 * Of returns that share a market's moves more or less, at volatilities from a tenth to ten times the mean's; never singular.
 * Half of them with fewer than twice as many periods as assets, where correlations are wild.
 */
export const covariances = (sizes: { readonly min: number; readonly max: number }): fc.Arbitrary<Covariance> =>
  fc
    .record({
      size: fc.integer(sizes),
      extra: fc.integer({ min: 2, max: 40 }),
      market: finite(0, 3),
      seed: fc.array(finite(-1, 1), { minLength: 40, maxLength: 40 }),
      scales: fc.array(finite(-1, 1), { minLength: sizes.max, maxLength: sizes.max }),
    })
    .map(({ size, extra, market, seed, scales }) => {
      const periods = size + extra;
      const columns = Array.from({ length: size }, (_, asset) =>
        Float64Array.from({ length: periods }, (_, period) => {
          const shared = market * noise(seed, 7_919 + period);
          return 0.03 * 10 ** (scales[asset] ?? 0) * (shared + noise(seed, asset * 104_729 + period));
        }),
      );
      return computeSampleCovariance(columns);
    });

/** In -1..1, from the drawn numbers alone, so that a failing case is told by them. */
function noise(seed: readonly number[], at: number): number {
  const drawn = seed[at % seed.length] ?? 0;
  const wave = Math.sin((at + 1) * 12.9898 + drawn * 78.233) * 43_758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

/** Floors and caps that leave some weights possible. */
export const limitsFor = (size: number): fc.Arbitrary<Limits> =>
  fc
    .record({
      floors: fc.array(finite(0, 1), { minLength: size, maxLength: size }),
      caps: fc.array(finite(0, 1), { minLength: size, maxLength: size }),
      used: finite(0, 0.9),
      width: finite(0, 2),
    })
    .map(({ floors, caps, used, width }) => {
      const sum = floors.reduce((total, floor) => total + floor, 0);
      const low = Float64Array.from(floors, (floor) => (sum > 0 ? (used * floor) / sum : 0));
      const room = caps.map((cap) => cap * width + 1 / size);
      return { floors: low, caps: low.map((floor, index) => Math.min(1, floor + (room[index] ?? 1))) };
    });

/** Weights inside limits, some or all the way from one possible portfolio to another. */
export const mixes = (size: number): fc.Arbitrary<Float64Array> =>
  fc.array(finite(0.001, 1), { minLength: size, maxLength: size }).map((list) => Float64Array.from(list));
