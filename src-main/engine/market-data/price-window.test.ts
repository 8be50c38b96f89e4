import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PriceWindow, WINDOW_SIZE } from "./price-window.ts";

describe("PriceWindow", () => {
  it("has the median and median deviation of its last 31 values", () => {
    const prices = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: WINDOW_SIZE, maxLength: 120 });
    fc.assert(
      fc.property(prices, (values) => {
        const window = new PriceWindow();
        for (const value of values) window.push(value);
        const middle = (list: readonly number[]) => list.toSorted((one, two) => one - two)[(WINDOW_SIZE - 1) / 2];
        const last = values.slice(-WINDOW_SIZE);
        const median = middle(last) ?? 0;
        expect(window.full).toBe(true);
        expect(window.median).toBe(median);
        expect(window.medianDeviation()).toBe(middle(last.map((value) => Math.abs(value - median))));
      }),
    );
  });

  it("is full at 31 values and empty after clearing", () => {
    const window = new PriceWindow();
    for (let count = 0; count < WINDOW_SIZE - 1; count += 1) window.push(1);
    expect(window.full).toBe(false);
    window.push(1);
    expect(window.full).toBe(true);
    window.clear();
    expect(window.full).toBe(false);
  });
});
