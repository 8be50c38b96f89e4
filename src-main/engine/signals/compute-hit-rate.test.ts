// Is a hit rate a plain count of signals that do not overlap, with the interval that is published?
import { describe, expect, it } from "vitest";
import { computeHitRate, type SignalledClose, wilsonInterval } from "./compute-hit-rate.ts";

const bars = (closes: readonly number[], directions: Readonly<Record<number, number>>): SignalledClose[] =>
  closes.map((close, index) => ({ close, direction: directions[index] ?? null }));

describe("hit rate", () => {
  it("counts signals whose side the price took", () => {
    const closes = [100, 101, 102, 101, 100, 99, 100];
    // Up from 100 to 102: right. Down from 102 to 100: right. Up from 100 to 100: a price that stands is no hit.
    expect(computeHitRate(bars(closes, { 0: 0.7, 2: -0.9, 4: 0.8 }), 2)).toMatchObject({ n: 3, hits: 2, rate: 2 / 3 });
  });

  it("leaves out signals while the one before runs, and those whose end is not known", () => {
    const closes = [100, 101, 102, 103, 104, 105];
    expect(computeHitRate(bars(closes, { 0: 1, 1: -1, 2: -1, 3: 1, 4: -1, 5: -1 }), 3)).toMatchObject({
      n: 1,
      hits: 1,
    });
    expect(computeHitRate(bars(closes, { 3: 1 }), 3)).toEqual({ n: 0, hits: 0, rate: null, interval: null });
  });

  it("has Wilson's interval", () => {
    // Newcombe, R. G. (1998), "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 857-872, table I, method 3.
    for (const [hits, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const [from, to] = wilsonInterval(hits, n);
      expect(from).toBeCloseTo(low, 4);
      expect(to).toBeCloseTo(high, 4);
    }
  });
});
