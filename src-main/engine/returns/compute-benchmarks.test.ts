// What is a benchmark line worth, and where does it stop for want of a price?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { asset, testTransaction as entry } from "#testing/portfolio-fakes.ts";
import { positiveAmounts, RETURN_RUNS, returnSteps, walk } from "#testing/return-arbitraries.ts";
import { computeAllInOne, computeDidNothing } from "./compute-benchmarks.ts";
import { computeGrowth } from "./compute-growth.ts";

const at = (day: number): UnixMs => unixMs(day * DAY_MS);
const amount = (text: string) => Decimal.parse(text);

describe("100 % BTC", () => {
  const PRICES: Readonly<Record<number, string>> = { 0: "100", 1: "200", 2: "50", 3: "100" };
  const line = (flows: readonly (readonly [day: number, amount: string])[], missing: readonly number[] = []) =>
    computeAllInOne({
      start: { ts: at(0), value: amount("1000") },
      flows: flows.map(([day, text]) => ({ ts: at(day), amount: amount(text) })),
      times: [0, 1, 2, 3].map(at),
      priceAt: (ts) => {
        const price = missing.includes(ts / DAY_MS) ? undefined : PRICES[ts / DAY_MS];
        return price === undefined ? null : amount(price);
      },
    }).map(({ value }) => value?.toString() ?? null);

  it("buys with each deposit and sells for each withdrawal at the price of then", () => {
    expect(line([])).toEqual(["1000", "2000", "500", "1000"]);
    // What came in by the start is in the starting value.
    expect(line([[0, "500"]])).toEqual(["1000", "2000", "500", "1000"]);
    expect(
      line([
        [1, "200"],
        [2, "-50"],
      ]),
    ).toEqual(["1000", "2200", "500", "1000"]);
  });

  it("has no value where a price is missing, and none from a flow at a missing price on", () => {
    expect(line([], [2])).toEqual(["1000", "2000", null, "1000"]);
    expect(line([[2, "50"]], [2])).toEqual(["1000", "2000", null, null]);
    expect(line([], [0])).toEqual([null, null, null, null]);
    expect(line([[1, "0"]], [1])).toEqual(["1000", null, "500", "1000"]);
  });

  it("ends where it could not have paid a withdrawal, and may be withdrawn in full", () => {
    expect(line([[2, "-501"]])).toEqual(["1000", "2000", null, null]);
    expect(line([[2, "-500"]], [3])).toEqual(["1000", "2000", "0", "0"]);
    expect(
      line([
        [2, "-500"],
        [3, "10"],
      ]),
    ).toEqual(["1000", "2000", "0", "10"]);
  });

  it("grows as the coin does, whatever the flows", () => {
    fc.assert(
      fc.property(positiveAmounts, positiveAmounts, returnSteps, (value, price, steps) => {
        // The same steps make the portfolio, all of it in the coin, and the coin's price.
        const points = walk(value, 0, steps);
        const prices = new Map(
          walk(
            price,
            0,
            steps.map((step) => ({ ...step, share: 0 })),
          ).map((point) => [point.ts, point.value]),
        );
        const found = computeAllInOne({
          start: { ts: at(0), value },
          flows: points.slice(1).map(({ ts, flow }) => ({ ts, amount: flow })),
          times: points.map(({ ts }) => ts),
          priceAt: (ts) => prices.get(ts) ?? null,
        });
        for (const [index, point] of points.entries()) {
          const off = found[index]?.value?.sub(point.value).abs() ?? Decimal.ONE;
          expect(off.lte(point.value.mul(Decimal.of(1n, 24)))).toBe(true);
        }
        const line = found.map((point, index) => ({
          ts: point.ts,
          value: point.value ?? Decimal.ZERO,
          flow: points[index]?.flow ?? Decimal.ZERO,
        }));
        const growth = computeGrowth(line).value?.at(-1)?.growth ?? Decimal.ZERO;
        const coin = computeGrowth(points).value?.at(-1)?.growth ?? Decimal.ONE;
        expect(
          growth
            .sub(coin)
            .abs()
            .lte(coin.mul(Decimal.of(1n, 20))),
        ).toBe(true);
      }),
      RETURN_RUNS,
    );
  });
});

describe("did nothing", () => {
  const books = [
    entry({ id: "1", ts: 0, type: "deposit", asset: "BTC", quantity: "2", price: "100" }),
    entry({ id: "2", ts: DAY_MS, type: "trade", side: "sell", asset: "BTC", quantity: "2", price: "100" }),
    entry({ id: "3", ts: 2 * DAY_MS, type: "deposit", asset: "USD", quantity: "50" }),
  ];
  const line = (prices: readonly (string | null)[]) =>
    computeDidNothing({
      transactions: books,
      currency: asset("USD"),
      since: at(0),
      times: prices.map((price, day) => ({
        ts: at(day),
        priceOf: (code) => (code === "USD" ? Decimal.ONE : price === null ? null : amount(price)),
      })),
    }).map(({ value }) => value?.toString() ?? null);

  it("keeps the starting mix and takes flows as they came; a missing price is no value", () => {
    expect(line(["100", "150", "150", null, "10"])).toEqual(["200", "300", "350", null, "70"]);
  });
});
