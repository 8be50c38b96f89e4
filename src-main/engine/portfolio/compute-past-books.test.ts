import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchTransfers } from "#engine/books/compute-transfers.ts";
import type { CostBasis } from "#shared/domain/books.ts";
import { costBasisMethodSchema, poolingSchema } from "#shared/domain/books.ts";
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { anyHistory, BOOK_LIMIT_MS, BOOK_RUNS, testChange } from "#testing/book-histories.ts";
import { asset, testTransaction as entry, testProfile } from "#testing/portfolio-fakes.ts";
import { PastBooks } from "./compute-past-books.ts";

const anyBasis: fc.Arbitrary<CostBasis> = fc.record({
  method: fc.constantFrom(...costBasisMethodSchema.options),
  pooling: fc.constantFrom(...poolingSchema.options),
});
const prices: Readonly<Record<string, string>> = { BTC: "101.5", ETH: "7", BNB: "0.3", USDC: "0.999", USD: "1" };
const priceOf = (code: Asset): Decimal | null => (prices[code] === undefined ? null : decimal(prices[code]));

describe("PastBooks", () => {
  it(
    "says at each of many moments, in one pass, what books of the entries until then say",
    () => {
      fc.assert(
        fc.property(anyHistory(), anyBasis, fc.boolean(), fc.boolean(), (transactions, costBasis, pairs, inSteps) => {
          const profile = testProfile({ costBasis });
          const out = transactions.find(({ type }) => type === "withdrawal");
          const into = transactions.find(({ type, asset: code }) => type === "deposit" && code === out?.asset);
          const changes = pairs && out && into ? [testChange("pair", [out.id, into.id], 1)] : [];
          const transfers = matchTransfers(transactions, changes);
          const input = { profile, heldSince: unixMs(3) };
          const books = new PastBooks({ ...input, transactions, transfers });
          for (const ts of [0, 1, 2, 5, 7, 8, 12, 13].map(unixMs)) {
            const until = transactions.filter((each) => each.ts <= ts);
            const known = new Set(until.map(({ id }) => id));
            const alone = new PastBooks({
              ...input,
              transactions: until,
              transfers: transfers.filter(({ outId, inId }) => known.has(outId) && known.has(inId)),
            });
            if (inSteps)
              for (let stop = books.stopBefore(ts, 2); stop < ts; stop = books.stopBefore(ts, 2)) books.at(stop);
            const here = books.at(ts);
            const wanted = alone.at(ts);
            expect(here.snapshot("history", priceOf)).toEqual(wanted.snapshot("history", priceOf));
            expect([...here.quantities]).toEqual([...wanted.quantities]);
          }
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it("has no value while a price of what was bought is missing, and one without what cost nothing", () => {
    const transactions = [
      entry({ id: "1", ts: 1, type: "deposit", asset: "USD", quantity: "100" }),
      entry({ id: "2", ts: 2, type: "reward", asset: "ODD", quantity: "5", price: "0" }),
      entry({ id: "3", ts: 3, type: "trade", side: "buy", asset: "SOL", quantity: "1", price: "20" }),
    ];
    const books = new PastBooks({ profile: testProfile(), transactions, heldSince: unixMs(0) });
    const second = books.at(unixMs(2));
    expect(second.assets).toEqual({ needed: [asset("USD")], wished: [asset("ODD")] });
    expect(second.snapshot("history", priceOf)).toMatchObject({ totalValue: "100", held: null });
    const third = books.at(unixMs(3));
    expect(third.assets.needed).toEqual([asset("USD"), asset("SOL")]);
    expect(third.snapshot("history", priceOf)).toBeNull();
    expect(third.snapshot("history", (code) => (code === "SOL" ? decimal("30") : priceOf(code)))).toMatchObject({
      totalValue: "110",
      totalPnl: "10",
    });
  });

  it("has no value after a flow of unknown value", () => {
    const transactions = [entry({ id: "1", ts: 1, type: "deposit", asset: "BTC", quantity: "1" })];
    const past = new PastBooks({ profile: testProfile(), transactions, heldSince: unixMs(0) }).at(unixMs(1));
    expect(past.flowsKnown).toBe(false);
    expect(past.snapshot("history", priceOf)).toBeNull();
  });
});
