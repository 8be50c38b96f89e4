import { describe, expect, it } from "vitest";
import { asset, testTransaction } from "#testing/portfolio-fakes.ts";
import { LotBooks } from "./compute-lot-books.ts";
import { compareMethods } from "./compute-method-comparison.ts";

const YEAR_MS = 366 * 86_400_000;
const trade = (id: string, ts: number, side: "buy" | "sell", code: string, quantity: string, price: string) =>
  testTransaction({ id, ts, type: "trade", side, asset: code, quantity, price });

describe("compareMethods", () => {
  const books = LotBooks.of(
    [
      trade("1", 1, "buy", "BTC", "1", "100"),
      trade("2", 2, "buy", "BTC", "1", "300"),
      trade("3", 3, "sell", "BTC", "1", "400"),
      trade("4", YEAR_MS, "sell", "BTC", "0.5", "400"),
      trade("5", 4, "buy", "ETH", "1", "10"),
      testTransaction({ id: "6", ts: 5, type: "deposit", asset: "XYZ", quantity: "1" }),
    ],
    { method: "fifo", pooling: "profile", currency: asset("USD") },
  );

  it("tells gain, open cost and open lots before and after, by asset, in all and by year, and changes nothing", () => {
    const before = JSON.stringify(books.ledger);
    const comparison = compareMethods(books, { method: "lifo", pooling: "profile" });
    const plain = JSON.parse(
      JSON.stringify({ ...comparison, byAsset: [...comparison.byAsset], byYear: [...comparison.byYear] }),
    );
    expect(plain).toEqual({
      from: { method: "fifo", pooling: "profile" },
      to: { method: "lifo", pooling: "profile" },
      byAsset: [
        [
          "BTC",
          {
            before: { realized: "350", openCost: "150", openLots: 1 },
            after: { realized: "250", openCost: "50", openLots: 1 },
          },
        ],
        [
          "ETH",
          {
            before: { realized: "0", openCost: "10", openLots: 1 },
            after: { realized: "0", openCost: "10", openLots: 1 },
          },
        ],
        [
          "XYZ",
          {
            before: { realized: "0", openCost: null, openLots: 1 },
            after: { realized: "0", openCost: null, openLots: 1 },
          },
        ],
      ],
      inAll: {
        before: { realized: "350", openCost: null, openLots: 3 },
        after: { realized: "250", openCost: null, openLots: 3 },
      },
      byYear: [
        [1970, { before: "300", after: "100" }],
        [1971, { before: "50", after: "150" }],
      ],
    });
    expect(JSON.stringify(books.ledger)).toBe(before);
  });
});
