// Do the rules for weights keep what defines them, whatever the covariances and limits?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Weighting } from "#shared/domain/target-method.ts";
import { covariances, limitsFor, mixes, WEIGHT_RUNS } from "#testing/covariance-arbitraries.ts";
import { type Covariance, computeProduct, computeQuadratic, entryOf, toCovariance } from "./compute-covariance.ts";
import { computeOptimalityGap } from "./compute-min-variance.ts";
import { computeWeighting } from "./compute-weighting.ts";
import { computeWithinLimits, type Limits, openLimits } from "./compute-within-limits.ts";

const SIZES = { min: 1, max: 12 };
const RULES: readonly Weighting[] = ["equal", "inverseVolatility", "equalRisk", "minVariance"];

function weigh(
  weighting: Weighting,
  covariance: Covariance,
  limits: Limits = openLimits(covariance.size),
): Float64Array {
  const names = Array.from({ length: covariance.size }, (_, index) => `A${index}`);
  const result = computeWeighting(weighting, { names, covariance, limits });
  if (result.kind === "failed") throw new Error(result.reason);
  return result.weights;
}

const withLimits = covariances(SIZES).chain((covariance) =>
  fc.record({ covariance: fc.constant(covariance), limits: limitsFor(covariance.size), mix: mixes(covariance.size) }),
);

const permuted = (covariance: Covariance, order: readonly number[]): Covariance =>
  toCovariance(order.map((row) => order.map((column) => entryOf(covariance, row, column))));

describe("rules for weights", () => {
  it("sum to 1 and keep their limits", () => {
    fc.assert(
      fc.property(withLimits, fc.constantFrom(...RULES), ({ covariance, limits }, rule) => {
        const weights = weigh(rule, covariance, limits);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        for (const [index, weight] of weights.entries()) {
          expect(weight).toBeGreaterThanOrEqual((limits.floors[index] ?? 0) - 1e-15);
          expect(weight).toBeLessThanOrEqual((limits.caps[index] ?? 1) + 1e-15);
        }
      }),
      WEIGHT_RUNS,
    );
  });

  it("equal risk: each asset brings the same part of the variance, to 1e-10", () => {
    fc.assert(
      fc.property(covariances({ min: 1, max: 30 }), (covariance) => {
        const weights = weigh("equalRisk", covariance);
        const variance = computeQuadratic(covariance, weights);
        for (const [index, value] of computeProduct(covariance, weights).entries()) {
          const share = ((weights[index] ?? 0) * value) / variance;
          expect(Math.abs(share * covariance.size - 1)).toBeLessThanOrEqual(1e-10);
        }
      }),
      WEIGHT_RUNS,
    );
  });

  it("equal risk: its variance lies between the least and that of equal weights (Maillard, Roncalli, Teiletche 2010)", () => {
    fc.assert(
      fc.property(covariances(SIZES), (covariance) => {
        const varianceOf = (rule: Weighting) => computeQuadratic(covariance, weigh(rule, covariance));
        expect(varianceOf("minVariance")).toBeLessThanOrEqual(varianceOf("equalRisk") * (1 + 1e-9));
        expect(varianceOf("equalRisk")).toBeLessThanOrEqual(varianceOf("equal") * (1 + 1e-9));
      }),
      WEIGHT_RUNS,
    );
  });

  it("minimum variance: the conditions of Karush, Kuhn and Tucker hold", () => {
    fc.assert(
      fc.property(withLimits, ({ covariance, limits }) => {
        const weights = weigh("minVariance", covariance, limits);
        const gap = computeOptimalityGap(covariance, weights, limits);
        let trace = 0;
        for (let index = 0; index < covariance.size; index += 1) trace += entryOf(covariance, index, index);
        expect(gap).toBeLessThanOrEqual(1e-9 * (trace / covariance.size));
      }),
      WEIGHT_RUNS,
    );
  });

  it("minimum variance: no other weights inside the limits have less, those of the other rules neither", () => {
    fc.assert(
      fc.property(withLimits, ({ covariance, limits, mix }) => {
        const least = computeQuadratic(covariance, weigh("minVariance", covariance, limits));
        const others = [computeWithinLimits(mix, limits), ...RULES.map((rule) => weigh(rule, covariance, limits))];
        for (const other of others) expect(least).toBeLessThanOrEqual(computeQuadratic(covariance, other) * (1 + 1e-9));
      }),
      WEIGHT_RUNS,
    );
  });

  it("give an asset the same weight wherever it stands, and whatever unit returns are in", () => {
    const shuffled = covariances(SIZES).chain((covariance) =>
      fc.record({
        covariance: fc.constant(covariance),
        order: fc.shuffledSubarray([...Array(covariance.size).keys()], { minLength: covariance.size }),
        factor: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...RULES), ({ covariance, order, factor }, rule) => {
        const weights = weigh(rule, covariance);
        const moved = weigh(rule, permuted(covariance, order));
        for (const [at, index] of order.entries()) expect(moved[at]).toBeCloseTo(weights[index] ?? Number.NaN, 7);
        const scaled = weigh(rule, { size: covariance.size, values: covariance.values.map((value) => value * factor) });
        for (const [index, weight] of weights.entries()) expect(scaled[index]).toBeCloseTo(weight, 7);
      }),
      WEIGHT_RUNS,
    );
  });

  it("minimum variance of a singular matrix is the most even of the best", () => {
    const twins = toCovariance([
      [0.04, 0.04, 0],
      [0.04, 0.04, 0],
      [0, 0, 0.04],
    ]);
    const weights = weigh("minVariance", twins);
    for (const [index, weight] of [0.25, 0.25, 0.5].entries()) expect(weights[index]).toBeCloseTo(weight, 8);
  });

  it("say why there are no weights", () => {
    const names = ["BTC", "EURT"];
    const limits = openLimits(2);
    const still = toCovariance([
      [0.04, 0],
      [0, 0],
    ]);
    expect(computeWeighting("inverseVolatility", { names, covariance: still, limits })).toEqual({
      kind: "failed",
      reason: "The price of EURT did not move: it has no volatility to weigh by.",
    });
    const opposite = toCovariance([
      [0.25, -0.25],
      [-0.25, 0.25],
    ]);
    expect(computeWeighting("equalRisk", { names, covariance: opposite, limits })).toMatchObject({ kind: "failed" });
    // A published example rounded until it is no covariance any more.
    const rounded = toCovariance([
      [0.0396, 0.0398],
      [0.0398, 0.04],
    ]);
    expect(computeWeighting("minVariance", { names, covariance: rounded, limits })).toMatchObject({ kind: "failed" });
    expect(computeWeighting("equalRisk", { names, covariance: null, limits })).toMatchObject({ kind: "failed" });
  });
});

describe("sharing out within limits", () => {
  it("keeps the proportions of all that stands at no limit", () => {
    fc.assert(
      fc.property(
        fc.integer(SIZES).chain((size) => fc.record({ limits: limitsFor(size), mix: mixes(size) })),
        ({ limits, mix }) => {
          const shares = computeWithinLimits(mix, limits);
          const inside = [...shares.keys()].filter(
            (index) =>
              (shares[index] ?? 0) > (limits.floors[index] ?? 0) && (shares[index] ?? 0) < (limits.caps[index] ?? 1),
          );
          const levels = inside.map((index) => (shares[index] ?? 0) / (mix[index] ?? 1));
          for (const level of levels) expect(Math.abs(level / (levels[0] ?? 1) - 1)).toBeLessThan(1e-9);
          const level = levels[0];
          if (level === undefined) return;
          for (const [index, share] of shares.entries()) {
            const free = level * (mix[index] ?? 0);
            if (share <= (limits.floors[index] ?? 0)) expect(free).toBeLessThanOrEqual(share + 1e-12);
            if (share >= (limits.caps[index] ?? 1)) expect(free).toBeGreaterThanOrEqual(share - 1e-12);
          }
        },
      ),
      WEIGHT_RUNS,
    );
  });

  it("gives what has no proportion the rest, when all others are full", () => {
    const limits = { floors: Float64Array.of(0, 0.1, 0), caps: Float64Array.of(0.5, 1, 1) };
    expect([...computeWithinLimits(Float64Array.of(1, 0, 0), limits)]).toEqual([0.5, 0.25, 0.25]);
  });
});
