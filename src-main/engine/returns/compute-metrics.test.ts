// Are published ratios met, and is what cannot be computed told and not made up?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RETURN_RUNS } from "#testing/return-arbitraries.ts";
import { measured } from "./compute-measure.ts";
import {
  computeCagr,
  computeCalmar,
  computeDownsideDeviation,
  computeHitRate,
  computeSharpe,
  computeSortino,
  computeVolatility,
} from "./compute-metrics.ts";

const PLAIN = { periodsPerYear: 1 };

describe("published ratios", () => {
  it("Wikipedia, Sharpe ratio, example 2: three weeks over the S&P 500 have -0.2951444", () => {
    const excess = [-0.005 + 0.0048419, 0.001 - 0.0017234, 0.005 - 0.004611];
    expect(computeVolatility(excess, 1).value?.toFixed(10)).toBe("0.0005562248");
    expect(computeSharpe(excess, PLAIN).value?.toFixed(7)).toBe("-0.2951444");
  });

  it("Rollinger and Hoffman, Sortino: A Sharper Ratio (Red Rock Capital): 2.264 % and 4.417", () => {
    const years = [0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04];
    expect(((computeDownsideDeviation(years, PLAIN).value ?? 0) * 100).toFixed(3)).toBe("2.264");
    expect(computeSortino(years, PLAIN).value?.toFixed(3)).toBe("4.417");
  });

  it("R package PerformanceAnalytics, data of Bacon (2008): downside deviation 0.0255 at a target of 0.5 %", () => {
    const months = [
      0.003, 0.026, 0.011, -0.01, 0.015, 0.025, 0.016, 0.067, -0.014, 0.04, -0.005, 0.081, 0.04, -0.037, -0.061, 0.017,
      -0.049, -0.022, 0.07, 0.058, -0.065, 0.024, -0.005, -0.009,
    ];
    expect(computeDownsideDeviation(months, { periodsPerYear: 1, target: 0.005 }).value?.toFixed(4)).toBe("0.0255");
  });

  it("Investopedia, Compound Annual Growth Rate: 10,000 become 19,000 in three years at 23.86 %", () => {
    expect(((computeCagr(1.9, 3, 1).value ?? 0) * 100).toFixed(2)).toBe("23.86");
  });
});

describe("what cannot be computed", () => {
  it("has a reason and no figure", () => {
    // Ten times 0.1 is not quite 1 in doubles, which is no deviation.
    const flat = Array.from({ length: 10 }, () => 0.1);
    const reasons = [
      computeCagr(1, 0, 365),
      computeCagr(1e10, 1, 365),
      computeVolatility([0.1], 365),
      computeSharpe([], PLAIN),
      computeSharpe(flat, PLAIN),
      computeSharpe([0, 0, 0], PLAIN),
      computeSortino([0.1], PLAIN),
      computeSortino(flat, PLAIN),
      computeDownsideDeviation([], PLAIN),
      computeHitRate([]),
      computeCalmar(measured(0.5), measured(0)),
      computeCalmar(computeCagr(1, 0, 365), measured(-0.1)),
    ].map(({ value, reason }) => `${value} ${reason}`);
    expect(reasons).toEqual([
      "null It needs the return of at least one period.",
      "null The figure is too large to be told.",
      "null It needs the returns of at least two periods.",
      "null It needs the returns of at least two periods.",
      "null The returns are all the same, so there is no deviation to divide by.",
      "null The returns are all the same, so there is no deviation to divide by.",
      "null It needs the returns of at least two periods.",
      "null No return is below the target, so there is no deviation to divide by.",
      "null It needs the return of at least one period.",
      "null It needs the return of at least one period.",
      "null The value never fell, so there is no drawdown to divide by.",
      "null It needs the return of at least one period.",
    ]);
  });

  it("is not what is 0: no deviation, no hit, no growth", () => {
    expect(computeVolatility([0.01, 0.01], 365).value).toBe(0);
    expect(computeDownsideDeviation([0.01], PLAIN).value).toBe(0);
    expect(computeHitRate([0, -0.1]).value).toBe(0);
    expect(computeHitRate([0.1, 0, -0.1, 0.2]).value).toBe(0.5);
    expect([computeCagr(0, 3, 365).value, computeCagr(1, 3, 365).value]).toEqual([-1, 0]);
    expect(computeCalmar(measured(0.3), measured(-0.6)).value).toBe(0.5);
  });
});

describe("ratios", () => {
  const returns = fc.array(
    fc.integer({ min: -900, max: 2_000 }).map((value) => value / 1_000),
    { minLength: 2, maxLength: 30 },
  );

  it("take the risk-free rate and the target as a shift of the mean, and grow with the root of the periods", () => {
    fc.assert(
      fc.property(returns, fc.integer({ min: -50, max: 50 }), (values, perMille) => {
        const shift = perMille / 1_000;
        const moved = values.map((value) => value - shift);
        const sharpe = computeSharpe(values, { periodsPerYear: 365, riskFree: shift }).value;
        near(sharpe, computeSharpe(moved, { periodsPerYear: 365 }).value);
        const sortino = computeSortino(values, { periodsPerYear: 365, target: shift }).value;
        near(sortino, computeSortino(moved, { periodsPerYear: 365 }).value);
        near(sharpe, times(computeSharpe(values, { periodsPerYear: 1, riskFree: shift }).value, Math.sqrt(365)));
        near(computeVolatility(values, 365).value, computeVolatility(moved, 365).value);
      }),
      RETURN_RUNS,
    );
  });
});

const times = (value: number | null, factor: number) => (value === null ? null : value * factor);
const near = (found: number | null, wanted: number | null) => {
  if (found === null || wanted === null) expect(found).toBe(wanted);
  else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(wanted)));
};
