// Do the covariances have the figures that other programs give?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeQuadratic, computeSampleCovariance, entryOf, toCovariance } from "./compute-covariance.ts";
import { computeLedoitWolf } from "./compute-shrinkage.ts";

/** Fisher's iris flowers, the first 20 of the 150: sepal length, sepal width, petal length, petal width in cm (UCI Repository). */
const IRIS = [
  [5.1, 4.9, 4.7, 4.6, 5.0, 5.4, 4.6, 5.0, 4.4, 4.9, 5.4, 4.8, 4.8, 4.3, 5.8, 5.7, 5.4, 5.1, 5.7, 5.1],
  [3.5, 3.0, 3.2, 3.1, 3.6, 3.9, 3.4, 3.4, 2.9, 3.1, 3.7, 3.4, 3.0, 3.0, 4.0, 4.4, 3.9, 3.5, 3.8, 3.8],
  [1.4, 1.4, 1.3, 1.5, 1.4, 1.7, 1.4, 1.5, 1.4, 1.5, 1.5, 1.6, 1.4, 1.1, 1.2, 1.5, 1.3, 1.4, 1.7, 1.5],
  [0.2, 0.2, 0.2, 0.2, 0.2, 0.4, 0.3, 0.2, 0.2, 0.1, 0.2, 0.2, 0.1, 0.1, 0.2, 0.4, 0.4, 0.3, 0.3, 0.3],
];

/** Fewer periods than assets: six made-up returns of five assets. */
const SHORT = [
  [-0.0322, 0.0303, 0.0334, -0.0338, 0.0305, 0.0688],
  [-0.0713, 0.0314, 0.0548, -0.0971, 0.0403, 0.075],
  [0.0283, 0.0492, 0.0435, 0.0155, 0.0298, 0.0421],
  [0.0779, -0.0033, -0.0449, 0.0765, 0.0036, -0.0098],
  [0.0009, -0.0066, 0.0034, 0.0279, -0.0137, 0.0077],
];

const columnsOf = (rows: readonly (readonly number[])[]) => rows.map((row) => Float64Array.from(row));

describe("covariance of a sample", () => {
  it("divides by n - 1, as numpy.cov does", () => {
    const { values } = computeSampleCovariance(columnsOf(SHORT));
    const numpy = [0.0016616906666666667, 0.002842722666666667, 0.00038894933333333335, -0.0017749673333333335];
    for (const [index, value] of numpy.entries()) expect(values[index]).toBeCloseTo(value, 14);
  });

  it("is symmetric, and gives no portfolio a variance below zero", () => {
    const series = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(series, { minLength: 1, maxLength: 8 }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (rows, weights) => {
          const matrix = computeSampleCovariance(columnsOf(rows));
          for (let row = 0; row < matrix.size; row += 1)
            for (let column = 0; column < row; column += 1)
              expect(entryOf(matrix, row, column)).toBe(entryOf(matrix, column, row));
          expect(computeQuadratic(matrix, Float64Array.from(weights.slice(0, matrix.size)))).toBeGreaterThan(-1e-14);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("refuses what has no covariance", () => {
    expect(() => computeSampleCovariance([Float64Array.of(0.1)])).toThrow("two returns or more; there are 1");
    expect(() => computeSampleCovariance([Float64Array.of(0.1, 0.2), Float64Array.of(0.1)])).toThrow(
      "different lengths",
    );
    expect(() => toCovariance([[1, 2], [3]])).toThrow("not square");
  });
});

describe("Ledoit and Wolf's shrinkage", () => {
  it("has the figures of scikit-learn 1.9.1, LedoitWolf().fit(iris[:20])", () => {
    const { covariance, shrinkage } = computeLedoitWolf(columnsOf(IRIS));
    expect(shrinkage).toBeCloseTo(0.11108825160077918, 12);
    const sklearn = [
      [0.16400815691177753, 0.12862552999336724, 0.016689318076195378, 0.01891159744719343],
      [0.12862552999336724, 0.15007446525561974, 0.013067002701468542, 0.024178399556458813],
      [0.016689318076195378, 0.013067002701468542, 0.028004659406696712, 0.004244553598606279],
      [0.01891159744719343, 0.024178399556458813, 0.004244553598606279, 0.01733771842590607],
    ];
    for (const [index, value] of sklearn.flat().entries()) expect(covariance.values[index]).toBeCloseTo(value, 12);
  });

  it("has them also where there are fewer periods than assets", () => {
    const { covariance, shrinkage } = computeLedoitWolf(columnsOf(SHORT));
    expect(shrinkage).toBeCloseTo(0.14258697546416646, 12);
    const sklearn = [0.0014157169374857089, 0.002031156199619364, 0.00027790852023710784, -0.0012682334247713638];
    for (const [index, value] of sklearn.entries()) expect(covariance.values[index]).toBeCloseTo(value, 12);
  });

  it("has nothing to do where all assets are alike and without correlation", () => {
    const { covariance, shrinkage } = computeLedoitWolf([Float64Array.of(1, -1, 0, 0), Float64Array.of(0, 0, 1, -1)]);
    expect(shrinkage).toBe(0);
    expect([...covariance.values]).toEqual([0.5, 0, 0, 0.5]);
  });
});
