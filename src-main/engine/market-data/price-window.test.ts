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

  it("has them whenever it is asked between the values, and however often", () => {
    const steps = fc.array(fc.record({ value: fc.integer({ min: 1, max: 60 }), ask: fc.boolean() }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, fc.nat(250), (drawn, clearedAt) => {
        const window = new PriceWindow();
        let last: number[] = [];
        for (const [at, { value, ask }] of drawn.entries()) {
          if (at === clearedAt) {
            window.clear();
            last = [];
          }
          window.push(value);
          last = [...last, value].slice(-WINDOW_SIZE);
          expect(window.full).toBe(last.length === WINDOW_SIZE);
          expect(window.atLeast).toBeLessThanOrEqual(Math.min(...last));
          expect(window.atMost).toBeGreaterThanOrEqual(Math.max(...last));
          if (ask && window.full) expect(window.median).toBe(last.toSorted((one, two) => one - two)[15]);
        }
      }),
    );
  });

  it("forgets what was least and greatest once it is two windows ago", () => {
    const window = new PriceWindow();
    window.push(1);
    window.push(900);
    for (let count = 0; count < 2 * WINDOW_SIZE; count += 1) window.push(100);
    expect([window.atLeast, window.atMost]).toEqual([100, 100]);
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
