import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decimal } from "#shared/domain/decimal.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { anyHistory, BOOK_LIMIT_MS, BOOK_RUNS, PLENTY, testChange } from "#testing/book-histories.ts";
import { testTransaction as entry, testProfile } from "#testing/portfolio-fakes.ts";
import { PastBooks } from "./compute-past-books.ts";
import { compareSnapshot, keptPrice, LaterEntries } from "./compute-snapshot-check.ts";

const profile = testProfile();
const prices: Readonly<Record<string, string>> = { BTC: "101.5", ETH: "7", BNB: "0.3", USDC: "0.999", USD: "1" };
const priceOf = (code: Asset): Decimal | null => (prices[code] === undefined ? null : decimal(prices[code]));
const pastOf = (transactions: readonly Transaction[], ts: number) =>
  new PastBooks({ profile, transactions, heldSince: unixMs(0) }).at(unixMs(ts));

describe("compareSnapshot", () => {
  it(
    "finds no difference in a record of the same books, and one in every figure that is changed",
    () => {
      fc.assert(
        fc.property(anyHistory(), fc.integer({ min: 1, max: 9 }), (history, digit) => {
          const transactions = [...PLENTY, ...history];
          const kept = pastOf(transactions, 13).snapshot("history", priceOf);
          if (kept === null) throw new Error("no snapshot");
          const past = pastOf(transactions, 13);
          const now = past.snapshot("history", (code) => keptPrice(kept, code));
          expect(compareSnapshot(kept, past.quantities, now)).toEqual([]);
          const off = (text: string) =>
            decimal(text)
              .add(decimal(`0.00000000000000000${digit}`))
              .toString();
          for (const [field, wrong] of [
            ["value", { totalValue: off(kept.totalValue) }],
            ["netInvested", { netInvested: off(kept.netInvested) }],
            ["totalPnl", { totalPnl: off(kept.totalPnl) }],
          ] as const) {
            const differences = compareSnapshot({ ...kept, ...wrong }, past.quantities, now);
            expect(differences.map((each) => each.field)).toEqual([field]);
            expect(differences[0]?.kept).toBe(Object.values(wrong)[0]);
          }
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it("tells units that the record does not know, and units that the books no longer have", () => {
    const before = pastOf([entry({ id: "1", ts: 1, type: "deposit", asset: "BTC", quantity: "2", price: "100" })], 5);
    const kept = before.snapshot("midnight", priceOf);
    if (kept === null) throw new Error("no snapshot");
    const after = pastOf([entry({ id: "2", ts: 2, type: "deposit", asset: "SOL", quantity: "3", price: "20" })], 5);
    const now = after.snapshot("midnight", (code) => keptPrice(kept, code));
    expect(now).toBeNull();
    expect(compareSnapshot(kept, after.quantities, now)).toEqual([
      { ts: 5, field: "quantity BTC", kept: "2", computed: "0" },
      { ts: 5, field: "quantity SOL", kept: "0", computed: "3" },
    ]);
  });
});

describe("LaterEntries", () => {
  const early = entry({ id: "1", ts: 10, type: "deposit", asset: "BTC", quantity: "2", price: "100" });
  const late = entry({ id: "2", ts: 20, type: "deposit", asset: "BTC", quantity: "1", price: "100" });

  it("names a decision that was made after the record about entries before it", () => {
    const later = new LaterEntries([early, late], [testChange("retract", ["2"], 30)]);
    expect([19, 20, 29, 30].map((ts) => later.reasonAt(unixMs(ts)))).toEqual([
      null,
      "A decision of 1970-01-01 changed entries of the time before: test",
      "A decision of 1970-01-01 changed entries of the time before: test",
      null,
    ]);
  });

  it("names corrections, and what came in from a file or by hand, from their time on", () => {
    const corrected = new LaterEntries([early, { ...late, replaces: early.id }], []);
    expect([corrected.reasonAt(unixMs(19)), corrected.reasonAt(unixMs(20))]).toEqual([
      null,
      expect.stringContaining("were corrected"),
    ]);
    const imported = new LaterEntries([{ ...early, source: "import" }, late], []);
    expect([imported.reasonAt(unixMs(9)), imported.reasonAt(unixMs(10))]).toEqual([
      null,
      expect.stringContaining("from a file"),
    ]);
    expect(new LaterEntries([early], []).reasonAt(unixMs(99))).toBeNull();
  });
});
