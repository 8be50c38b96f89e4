import fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { type OrderBook, orderBookSchema } from "#shared/domain/quote.ts";
import { computeDepth } from "./compute-depth.ts";

type Levels = readonly (readonly [string, string])[];

const book = (bids: Levels, asks: Levels): OrderBook =>
  orderBookSchema.parse({ venue: "kraken", symbol: "BTC/USD", bids, asks, tsEvent: null, tsInit: 0 });

test("sums what lies within 10, 50 and 100 basis points of the middle, the edge included", () => {
  // The middle is 10,000: 10 bp are 10, 50 are 50, 100 are 100.
  const bids: Levels = [
    ["9999", "0.1"],
    ["9990", "0.2"],
    ["9989.99", "1"],
    ["9950", "0.3"],
    ["9900", "0.4"],
  ];
  const asks: Levels = [
    ["10001", "2"],
    ["10100.01", "5"],
  ];
  expect(computeDepth(book(bids, asks))).toEqual([
    { withinBp: 10, bids: "0.3", bidsWhole: true, asks: "2", asksWhole: true },
    { withinBp: 50, bids: "1.6", bidsWhole: true, asks: "2", asksWhole: true },
    // Nothing beyond 100 bp is told on the left: there may be more within.
    { withinBp: 100, bids: "2", bidsWhole: false, asks: "2", asksWhole: true },
  ]);
});

test("has no middle where a side is empty", () => {
  expect(computeDepth(book([], [["1", "1"]]))).toEqual([]);
  expect(computeDepth(book([["1", "1"]], []))).toEqual([]);
});

test("never shrinks as the band widens, and never exceeds the book", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9_999 })), {
    minLength: 1,
    maxLength: 30,
  });
  const side = (from: number, direction: 1 | -1, moves: readonly (readonly [number, number])[]): Levels => {
    let price = from;
    return moves.map(([step, size]) => {
      price += step * direction;
      return [String(price), `0.${String(size).padStart(4, "0")}`] as const;
    });
  };
  fc.assert(
    fc.property(steps, steps, (below, above) => {
      const told = book(side(10_000, -1, below), side(10_000, 1, above));
      const all = Decimal.sum(told.bids.map(([, size]) => Decimal.parse(size)));
      let before = Decimal.ZERO;
      for (const band of computeDepth(told)) {
        const sum = Decimal.parse(band.bids);
        expect(sum.gte(before) && sum.lte(all)).toBe(true);
        expect(band.bidsWhole || sum.eq(all)).toBe(true);
        before = sum;
      }
    }),
  );
});
