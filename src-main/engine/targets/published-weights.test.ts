// Do the rules give the weights that others have published?
import { describe, expect, it } from "vitest";
import type { Weighting } from "#shared/domain/target-method.ts";
import { toCovariance } from "./compute-covariance.ts";
import { computeWeighting } from "./compute-weighting.ts";
import { type Limits, openLimits } from "./compute-within-limits.ts";

type Rows = readonly (readonly number[])[];

function weigh(weighting: Weighting, rows: Rows, limits: Limits = openLimits(rows.length)): readonly number[] {
  const names = rows.map((_, index) => `A${index}`);
  const result = computeWeighting(weighting, { names, covariance: toCovariance(rows), limits });
  if (result.kind === "failed") throw new Error(result.reason);
  return [...result.weights];
}

function expectWeights(weights: readonly number[], published: readonly number[], error = 1e-6): void {
  expect(weights).toHaveLength(published.length);
  for (const [index, weight] of published.entries()) {
    expect(Math.abs((weights[index] ?? Number.NaN) - weight), `weight ${index}`).toBeLessThanOrEqual(error);
  }
}

const covarianceOf = (deviations: readonly number[], correlations: Rows): Rows =>
  correlations.map((row, first) =>
    row.map((correlation, second) => correlation * (deviations[first] ?? 0) * (deviations[second] ?? 0)),
  );

const diagonal = (variances: readonly number[]): Rows =>
  variances.map((variance, row) => variances.map((_, column) => (row === column ? variance : 0)));

/** Bai, Scheinberg, Tutuncu, "Least-squares approach to risk parity in portfolio selection" (2013), table 1. */
const BAI = [
  [94.868, 33.75, 12.325, -1.178, 8.778],
  [33.75, 445.642, 98.955, -7.901, 84.954],
  [12.325, 98.955, 117.265, 0.503, 45.184],
  [-1.178, -7.901, 0.503, 5.46, 1.057],
  [8.778, 84.954, 45.184, 1.057, 34.126],
];

/** Richard, Roncalli, "Constrained Risk Budgeting Portfolios" (2019, arXiv 1902.05710), table 1: 10, 15, 20, 30 % volatility. */
const RICHARD = [
  [0.01, 0.0075, 0.01, 0.015],
  [0.0075, 0.0225, 0.015, 0.0225],
  [0.01, 0.015, 0.04, 0.045],
  [0.015, 0.0225, 0.045, 0.09],
];

describe("inverse volatility", () => {
  it("Maillard, Roncalli, Teiletche (2010), p. 65: 10, 20, 30, 40 % give 48, 24, 16, 12 %", () => {
    expectWeights(weigh("inverseVolatility", diagonal([0.01, 0.04, 0.09, 0.16])), [0.48, 0.24, 0.16, 0.12], 1e-12);
  });

  it("looks at volatilities alone: the same with their second example's correlations", () => {
    const correlations = [
      [1, 0.8, 0, 0],
      [0.8, 1, 0, 0],
      [0, 0, 1, -0.5],
      [0, 0, -0.5, 1],
    ];
    expectWeights(
      weigh("inverseVolatility", covarianceOf([0.1, 0.2, 0.3, 0.4], correlations)),
      [0.48, 0.24, 0.16, 0.12],
      1e-12,
    );
  });
});

describe("equal risk contribution", () => {
  it("Maillard, Roncalli, Teiletche (2010), p. 65, example 1: constant correlation gives inverse volatility", () => {
    for (const correlation of [0, 0.4, 0.9]) {
      const correlations = [0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((column) => (row === column ? 1 : correlation)));
      expectWeights(
        weigh("equalRisk", covarianceOf([0.1, 0.2, 0.3, 0.4], correlations)),
        [0.48, 0.24, 0.16, 0.12],
        1e-10,
      );
    }
  });

  it("the same, example 2, to the printed tenth of a percent", () => {
    const rows = [
      [0.01, 0.016, 0, 0],
      [0.016, 0.04, 0, 0],
      [0, 0, 0.09, -0.06],
      [0, 0, -0.06, 0.16],
    ];
    expectWeights(weigh("equalRisk", rows), [0.384, 0.192, 0.243, 0.182], 0.0005);
  });

  it("the same, p. 62: with two assets correlation does not count", () => {
    expectWeights(
      weigh(
        "equalRisk",
        covarianceOf(
          [0.6, 0.9],
          [
            [1, -0.7],
            [-0.7, 1],
          ],
        ),
      ),
      [0.6, 0.4],
      1e-12,
    );
  });

  it("Richard and Roncalli (2019), table 9, to the printed 1e-6", () => {
    const deviations = [0.05, 0.05, 0.07, 0.1, 0.15, 0.15, 0.15, 0.18];
    const correlations = [
      [1, 0.8, 0.6, -0.2, -0.1, -0.2, -0.2, -0.2],
      [0.8, 1, 0.4, -0.2, -0.2, -0.1, -0.2, -0.2],
      [0.6, 0.4, 1, 0.5, 0.3, 0.2, 0.2, 0.3],
      [-0.2, -0.2, 0.5, 1, 0.6, 0.6, 0.5, 0.6],
      [-0.1, -0.2, 0.3, 0.6, 1, 0.9, 0.7, 0.7],
      [-0.2, -0.1, 0.2, 0.6, 0.9, 1, 0.6, 0.7],
      [-0.2, -0.2, 0.2, 0.5, 0.7, 0.6, 1, 0.7],
      [-0.2, -0.2, 0.3, 0.6, 0.7, 0.7, 0.7, 1],
    ];
    const published = [0.268306, 0.286769, 0.114095, 0.097985, 0.056135, 0.059029, 0.06656, 0.051121];
    expectWeights(weigh("equalRisk", covarianceOf(deviations, correlations)), published);
  });

  it("the same, table 1, and with a cap of 30 %, where what is left keeps its proportions", () => {
    expectWeights(weigh("equalRisk", RICHARD), [0.4101, 0.2734, 0.1899, 0.1266], 0.00005);
    // As portfolio_allocation_js 1.x has it; the paper's own 24.57 and 15.43 keep the budgets of the other two instead.
    const limits = { floors: new Float64Array(4), caps: new Float64Array(4).fill(0.3) };
    expectWeights(weigh("equalRisk", RICHARD, limits), [0.3, 0.3, 0.24, 0.16]);
  });

  it("Bai, Scheinberg, Tutuncu (2013), to the printed thousandth", () => {
    expectWeights(weigh("equalRisk", BAI), [0.125, 0.047, 0.083, 0.613, 0.132], 0.0005);
  });
});

describe("minimum variance, long only", () => {
  it("Roncalli, Portfolio Optimization versus Risk-Budgeting Allocation (2012), as portfolio_allocation_js has it", () => {
    expectWeights(
      weigh("minVariance", [
        [0.04, 0.0396, 0.0414],
        [0.0396, 0.0484, 0.0455],
        [0.0414, 0.0455, 0.0529],
      ]),
      [0.9565217391304353, 0.04347826086956469, 0],
    );
    expectWeights(
      weigh("minVariance", [
        [0.04, 0.0374, 0.0391],
        [0.0374, 0.0484, 0.043],
        [0.0391, 0.043, 0.0529],
      ]),
      [0.8088235294117648, 0.19117647058823511, 0],
    );
    expectWeights(
      weigh("minVariance", [
        [0.04, 0.0418, 0.0437],
        [0.0418, 0.0484, 0.0481],
        [0.0437, 0.0481, 0.0529],
      ]),
      [1, 0, 0],
    );
  });

  it("Roncalli, Understanding the Impact of Weights Constraints in Portfolio Theory (2011), the same source", () => {
    const rows = [
      [0.0225, 0.003, 0.015, 0.0225],
      [0.003, 0.04, 0.035, 0.024],
      [0.015, 0.035, 0.0625, 0.06],
      [0.0225, 0.024, 0.06, 0.09],
    ];
    expectWeights(weigh("minVariance", rows), [0.6548672566371683, 0.34513274336283173, 0, 0]);
  });

  it("portfolio_allocation_js, its tests 6 and 7 of the global minimum variance portfolio", () => {
    // Its entries 4, 5 differ in the last digit, 0.0016983 and 0.00169834: their mean gives the same variances.
    const six = [
      [0.03401428, 0.0333167, -0.00614739, 0.00926415, -0.0064081],
      [0.0333167, 0.06323421, -0.00855552, 0.02245369, -0.00480642],
      [-0.00614739, -0.00855552, 0.01444902, -0.00432445, 0.00690744],
      [0.00926415, 0.02245369, -0.00432445, 0.02622712, 0.00169832],
      [-0.0064081, -0.00480642, 0.00690744, 0.00169832, 0.0116492],
    ];
    expectWeights(
      weigh("minVariance", six),
      [0.22372361188383866, 0, 0.308875157539891, 0.1338200074030125, 0.333581223173258],
    );
    const seven = [
      [0.00008167944062, 0.00002381649417, 0.0000270928852, 0.00004867187199, 0.00003320921106],
      [0.00002381649417, 0.00002359207427, 0.000005565882395, 0.0000188629976, 0.00001333414531],
      [0.0000270928852, 0.000005565882395, 0.00001048947312, 0.0000168927258, 0.00001058070153],
      [0.00004867187199, 0.0000188629976, 0.0000168927258, 0.00003645410697, 0.00002279528797],
      [0.00003320921106, 0.00001333414531, 0.00001058070153, 0.00002279528797, 0.00001607412275],
    ];
    expectWeights(weigh("minVariance", seven), [0, 0.2145375758374286, 0.7854624241625715, 0, 0]);
  });

  it("Bai, Scheinberg, Tutuncu (2013), without limits and between 5 and 35 %, to the printed thousandth", () => {
    expectWeights(weigh("minVariance", BAI), [0.05, 0.006, 0, 0.862, 0.082], 0.0005);
    const limits = { floors: new Float64Array(5).fill(0.05), caps: new Float64Array(5).fill(0.35) };
    expectWeights(weigh("minVariance", BAI, limits), [0.2, 0.05, 0.05, 0.35, 0.35], 0.0005);
  });

  it("textbook: without correlation the weights are in proportion to 1 / variance", () => {
    expectWeights(
      weigh("minVariance", diagonal([0.01, 0.04, 0.09, 0.16])),
      [144, 36, 16, 9].map((part) => part / 205),
      1e-12,
    );
  });

  it("textbook: two assets, (s2^2 - s12) / (s1^2 + s2^2 - 2 s12)", () => {
    expectWeights(
      weigh("minVariance", [
        [0.04, 0.006],
        [0.006, 0.09],
      ]),
      [0.084 / 0.118, 0.034 / 0.118],
      1e-12,
    );
  });
});
