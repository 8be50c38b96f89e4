// Does the volatility of late follow its formula, and the portfolio's that of its assets?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeEwmaVolatility, computeWeightedReturns, DAILY_DECAY } from "./compute-ewma-volatility.ts";

describe("exponentially weighted volatility", () => {
  it("is the size of the return where all are alike", () => {
    expect(computeEwmaVolatility(new Float64Array(30).fill(-0.02))).toBeCloseTo(0.02, 15);
  });

  it("weighs the newest most", () => {
    // By hand: (0.04^2 + 0.94 x 0.01^2 + 0.8836 x 0.02^2) / 2.8236.
    expect(computeEwmaVolatility(Float64Array.of(0.02, -0.01, 0.04))).toBeCloseTo(Math.sqrt(0.00204744 / 2.8236), 15);
  });

  it("is what the recursion of RiskMetrics comes to, whose weights sum to 1 only in the end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (list) => {
          let variance = 0;
          for (const value of list) variance = DAILY_DECAY * variance + (1 - DAILY_DECAY) * value * value;
          const whole = 1 - DAILY_DECAY ** list.length;
          expect(computeEwmaVolatility(Float64Array.from(list))).toBeCloseTo(Math.sqrt(variance / whole), 12);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("leaves gaps out and keeps the days of the others; without any return there is no figure", () => {
    expect(computeEwmaVolatility(Float64Array.of(0.02, Number.NaN, 0.04))).toBeCloseTo(
      Math.sqrt((0.04 ** 2 + DAILY_DECAY ** 2 * 0.02 ** 2) / (1 + DAILY_DECAY ** 2)),
      15,
    );
    expect(computeEwmaVolatility(Float64Array.of(Number.NaN))).toBeNaN();
  });
});

describe("returns of a portfolio", () => {
  it("are the weighted sum; what has no weight may miss", () => {
    const columns = [Float64Array.of(0.1, 0.2), Float64Array.of(-0.1, 0.4), Float64Array.of(Number.NaN, 1)];
    expect([...computeWeightedReturns(columns, [0.5, 0.25, 0])]).toEqual([0.025, 0.2]);
    expect(computeWeightedReturns(columns, [0.5, 0.25, 0.1])[0]).toBeNaN();
  });
});
