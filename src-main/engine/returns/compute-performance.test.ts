// Do the figures of one history agree with each other, and does none depend on the unit of money?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { pointsOf, positiveAmounts, RETURN_RUNS, returnSeries } from "#testing/return-arbitraries.ts";
import { computePerformance, type Performance } from "./compute-performance.ts";

const DAILY = { periodsPerYear: 365 };
const RATIOS = ["cagr", "volatility", "sharpe", "sortino", "calmar", "hitRate"] as const;
const numberOf = (value: Decimal | null) => (value === null ? null : Number.parseFloat(value.toString()));
const ratiosOf = (performance: Performance) => [
  ...RATIOS.map((name) => performance[name].value),
  numberOf(performance.timeWeighted.value),
  numberOf(performance.maxDrawdown.value),
];

describe("performance", () => {
  it("has the same ratios in any unit of money", () => {
    fc.assert(
      fc.property(returnSeries, positiveAmounts, (points, unit) => {
        const scaled = points.map(({ ts, value, flow }) => ({ ts, value: value.mul(unit), flow: flow.mul(unit) }));
        const [plain, other] = [
          ratiosOf(computePerformance(points, DAILY)),
          ratiosOf(computePerformance(scaled, DAILY)),
        ];
        for (const [index, ratio] of plain.entries()) {
          const found = other[index] ?? null;
          if (ratio === null || found === null) expect(found).toBe(ratio);
          else expect(Math.abs(found - ratio)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(ratio)));
        }
      }),
      RETURN_RUNS,
    );
  });

  it("balances, and a figure is there or its reason is", () => {
    fc.assert(
      fc.property(returnSeries, (points) => {
        const performance = computePerformance(points, DAILY);
        const { start, flows, gain, end } = performance.statement ?? {
          start: null,
          flows: null,
          gain: null,
          end: null,
        };
        expect(start?.add(flows).add(gain).eq(end)).toBe(true);
        for (const name of RATIOS) {
          const { value, reason } = performance[name];
          expect(value === null ? reason?.endsWith(".") : Number.isFinite(value) && reason === null).toBe(true);
        }
        const drawdown = performance.maxDrawdown.value;
        if (drawdown !== null) {
          expect(drawdown.lte(Decimal.ZERO) && drawdown.gte(Decimal.parse("-1"))).toBe(true);
        }
      }),
      RETURN_RUNS,
    );
  });

  it("of a year of a made-up history is what a sheet of paper says", () => {
    const points = pointsOf([0, "100"], [122, "110"], [243, "199", "100"], [365, "218.9"]);
    const { statement, timeWeighted, maxDrawdown, cagr, volatility, sharpe, sortino, calmar, hitRate, moneyWeighted } =
      computePerformance(points, { periodsPerYear: 3 });
    // Returns 10 %, -10 %, 10 %: mean 1/30, deviation sqrt(2 x (1/15)^2 + (2/15)^2) / sqrt 2.
    expect(timeWeighted.value?.toString()).toBe("0.089");
    expect(statement?.gain.toString()).toBe("18.9");
    expect(maxDrawdown.value?.toString()).toBe("-0.1");
    expect(cagr.value).toBeCloseTo(0.089, 12);
    expect(volatility.value).toBeCloseTo(0.11547005383792516 * Math.sqrt(3), 12);
    expect(sharpe.value).toBeCloseTo((1 / 30 / 0.11547005383792516) * Math.sqrt(3), 12);
    expect(sortino.value).toBeCloseTo((1 / 30 / Math.sqrt(0.01 / 3)) * Math.sqrt(3), 12);
    expect(calmar.value).toBeCloseTo(0.89, 12);
    expect(hitRate.value).toBeCloseTo(2 / 3, 12);
    expect(moneyWeighted.kind).toBe("one");
  });

  it("takes the risk-free rate and the target where they are given", () => {
    const points = pointsOf([0, "100"], [1, "110"], [2, "99"], [3, "108.9"]);
    const set = computePerformance(points, { periodsPerYear: 1, riskFree: 1 / 30, target: 0.1 });
    expect(set.sharpe.value).toBeCloseTo(0, 12);
    expect(set.sortino.value).toBeCloseTo((1 / 30 - 0.1) / Math.sqrt(0.04 / 3), 12);
  });

  it("of too little says so everywhere", () => {
    for (const points of [[], pointsOf([0, "5"])]) {
      const performance = computePerformance(points, DAILY);
      for (const name of RATIOS) expect(performance[name].reason).toBe("A return needs at least two records.");
      expect([performance.drawdowns.value, performance.maxDrawdown.value]).toEqual([null, null]);
      expect(performance.statement === null).toBe(points.length === 0);
    }
  });
});
