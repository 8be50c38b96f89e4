import { describe, expect, it } from "vitest";
import { growthExponent, median, medianRatio, quantile, spread } from "./statistics.ts";

describe("statistics of a bench", () => {
  it("takes the middle, between two where their number is even", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.99)).toBeCloseTo(49.6);
    expect(() => median([])).toThrow("empty list");
  });

  it("measures spread against the median", () => {
    expect(spread([8, 10, 12])).toBeCloseTo(0.4);
  });

  it("compares within a round, so that a slow round does not count", () => {
    expect(medianRatio([2, 200, 2], [1, 100, 1])).toBe(2);
    expect(() => medianRatio([1, 2], [1])).toThrow("round 1");
  });

  it("finds the power by which cost grows", () => {
    const points = (power: number) => [10, 100, 1000].map((size) => ({ size, value: 3 * size ** power }));
    expect(growthExponent(points(0))).toBeCloseTo(0);
    expect(growthExponent(points(1))).toBeCloseTo(1);
    expect(growthExponent(points(2))).toBeCloseTo(2);
  });
});
