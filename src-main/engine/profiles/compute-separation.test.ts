// Are overlap, correlation and uniqueness of profiles what their definitions say?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Asset, MarketSymbol, ProfileId } from "#shared/domain/ids.ts";
import { DAY_MS, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { computeCorrelation, computeRanks } from "./compute-correlation.ts";
import {
  computeJaccard,
  computeLikeness,
  computeOverlaps,
  computeUniqueness,
  type ProfileSeries,
  type TimedValues,
} from "./compute-separation.ts";

const NOW = unixMs(100 * DAY_MS);
const hourly = (count: number, value: (index: number) => number, last = NOW): TimedValues =>
  new Map(Array.from({ length: count }, (_, index) => [unixMs(last - index * HOUR_MS), value(index)]));
const profile = (
  id: string,
  directions: Record<string, TimedValues>,
  returns: TimedValues = new Map(),
): ProfileSeries => ({
  id: id as ProfileId,
  directions: new Map(Object.entries(directions).map(([symbol, values]) => [symbol as MarketSymbol, values])),
  returns,
});
const only = (...profiles: readonly ProfileSeries[]) => {
  const [pair] = computeLikeness(profiles, NOW);
  if (pair === undefined) throw new Error("no pair");
  return pair;
};

describe("overlap", () => {
  it("is what two lists share of both together", () => {
    expect(computeJaccard(["a", "b", "c"], ["b", "c", "d"])).toBe(0.5);
    expect(computeJaccard(["a", "a"], ["a"])).toBe(1);
    expect(computeJaccard([], [])).toBe(0);
  });

  it("tells base lists and the chosen asset apart, and what is over the limit", () => {
    const lists = (id: string, base: string, chosen: string | null) => ({
      ...{ id: id as ProfileId, base: [...base] as Asset[], chosen: chosen as Asset | null },
    });
    expect(
      computeOverlaps(
        [lists("x", "ABCDE", "Z"), lists("y", "ABCDE", "Z"), lists("w", "ABCDF", null), lists("v", "ABCD", null)],
        0.8,
      ),
    ).toEqual([
      { first: "x", second: "y", base: 1, sameChosen: true, exceeds: true },
      { first: "x", second: "w", base: 4 / 6, sameChosen: false, exceeds: false },
      { first: "x", second: "v", base: 0.8, sameChosen: false, exceeds: false },
      { first: "y", second: "w", base: 4 / 6, sameChosen: false, exceeds: false },
      { first: "y", second: "v", base: 0.8, sameChosen: false, exceeds: false },
      { first: "w", second: "v", base: 0.8, sameChosen: false, exceeds: false },
    ]);
  });
});

describe("correlation", () => {
  // Anscombe, F. J. (1973), "Graphs in Statistical Analysis", first set: 0.816.
  it("is Pearson's", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    expect(computeCorrelation(x, y)?.toFixed(3)).toBe("0.816");
  });

  it("is 1 with itself, the same both ways, and null where nothing moves", () => {
    expect(computeCorrelation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
    expect(computeCorrelation([], [])).toBeNull();
    expect(() => computeCorrelation([1], [])).toThrow("equal length, got 1 and 0");
    const column = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(column, column, (one, other) => {
        const length = Math.min(one.length, other.length);
        const [xs, ys] = [one.slice(0, length), other.slice(0, length)];
        const correlation = computeCorrelation(xs, ys);
        expect(correlation).toBe(computeCorrelation(ys, xs));
        if (new Set(xs).size > 1) {
          expect(computeCorrelation(xs, xs)).toBeCloseTo(1, 12);
          expect(
            computeCorrelation(
              xs,
              xs.map((x) => 5 - 2 * x),
            ),
          ).toBeCloseTo(-1, 12);
        }
      }),
    );
  });

  it("ranks from 0 to 1, equal ones alike", () => {
    expect(computeRanks([30, 10, 20])).toEqual([1, 0, 0.5]);
    expect(computeRanks([5, 5, 1])).toEqual([0.75, 0.75, 0]);
    expect(computeRanks([7])).toEqual([1]);
    expect(computeRanks([])).toEqual([]);
  });
});

describe("likeness", () => {
  const wave = hourly(100, (index) => Math.sin(index));

  it("calls a copy what says the same, and not what says the opposite", () => {
    const [same, opposite] = [
      only(
        profile("a", { "BTC/USD": wave }),
        profile("b", { "BTC/USD": hourly(100, (index) => 0.5 * Math.sin(index)) }),
      ),
      only(profile("a", { "BTC/USD": wave }), profile("b", { "BTC/USD": hourly(100, (index) => -Math.sin(index)) })),
    ];
    expect([same.isCopy, same.directionPairs]).toEqual([true, 100]);
    expect(same.directions).toBeCloseTo(1, 12);
    expect(opposite.isCopy).toBe(false);
    expect(opposite.directions).toBeCloseTo(-1, 12);
  });

  it("looks at the last 30 days, at symbols and times that both have, and at nothing that is too little", () => {
    const long = hourly(31 * 24, (index) => Math.sin(index));
    expect(only(profile("a", { "BTC/USD": long }), profile("b", { "BTC/USD": long })).directionPairs).toBe(720);
    const late = hourly(100, Math.cos, unixMs(NOW + 10 * HOUR_MS));
    expect(only(profile("a", { "BTC/USD": late }), profile("b", { "BTC/USD": late })).directionPairs).toBe(90);
    const apart = only(profile("a", { "BTC/USD": wave }), profile("b", { "ETH/USD": wave }));
    expect([apart.directions, apart.directionPairs, apart.isCopy]).toEqual([null, 0, false]);
    const few = hourly(19, Math.sin);
    expect(only(profile("a", { X: few }), profile("b", { X: few })).directions).toBeNull();
    const two = only(profile("a", { X: few, Y: few }), profile("b", { X: few, Y: few }));
    expect(two.directions).toBeCloseTo(1, 12);
  });

  it("tells returns apart from directions", () => {
    const pair = only(profile("a", { X: wave }, hourly(30, Math.sin)), profile("b", {}, hourly(30, Math.sin)));
    expect([pair.directions, pair.isCopy, pair.returnPairs]).toEqual([null, false, 30]);
    expect(pair.returns).toBeCloseTo(1, 12);
  });

  it("makes unique what nobody follows", () => {
    const pair = (first: string, second: string, directions: number | null) => ({
      ...{ first: first as ProfileId, second: second as ProfileId, directions },
      ...{ directionPairs: 0, returns: null, returnPairs: 0, isCopy: false },
    });
    const all = [pair("a", "b", 0.25), pair("a", "c", 0.5), pair("b", "c", -0.5), pair("d", "a", null)];
    const of = (id: string) => computeUniqueness(id as ProfileId, all);
    expect([of("a"), of("b"), of("c"), of("d")]).toEqual([0.5, 0.75, 0.5, null]);
    expect(computeUniqueness("b" as ProfileId, [pair("b", "c", -0.5)])).toBe(1);
  });
});
