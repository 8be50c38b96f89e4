import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { bookFixture } from "#testing/book-fixture.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { asset, testBalance, testProfile, testTransaction } from "#testing/portfolio-fakes.ts";
import { computeNet } from "./compute-net.ts";
import { PORTFOLIO_POLICIES } from "./portfolio-policies.ts";

const START = 1_767_571_200_000;
const ACCOUNT = accountIdSchema.parse("demo-a-alpha");

/** What the books that count hold of each asset; assets that came to nothing are left out. */
function held(transactions: Iterable<Transaction>, until = Number.POSITIVE_INFINITY): Record<string, DecimalString> {
  const sums = new Map<string, Decimal>();
  for (const entry of transactions) {
    if (entry.ts > until) continue;
    for (const [code, units] of computeNet(entry, asset("USD"), new Set())) {
      sums.set(code, (sums.get(code) ?? Decimal.ZERO).add(units));
    }
  }
  return Object.fromEntries(
    [...sums]
      .filter(([, units]) => !units.isZero)
      .map(([code, units]) => [code, units.toString()] as const)
      .sort(([first], [second]) => (first < second ? -1 : 1)),
  );
}

const deposit = (id: string, code: string, quantity: string, hoursBefore = 1): Transaction =>
  testTransaction({
    id,
    ts: START - hoursBefore * HOUR_MS,
    type: "deposit",
    asset: code,
    quantity,
    price: "50",
    quoteValue: "1",
  });

describe("BookKeeper", () => {
  it("takes off an opening balance what its history explains, as a replacement that keeps the original", async () => {
    const { books } = bookFixture();
    await books.load();
    await books.open(ACCOUNT, [testBalance("BTC", "5")], unixMs(START));
    expect(await books.add([deposit("d1", "BTC", "2")])).toBe(1);
    expect(held(books.transactions)).toEqual({ BTC: "5" });
    expect(books.ledger.positions.get(asset("BTC"))?.cost.toString()).toBe("400");
    const rest = books.transactions.find(({ source }) => source === "opening");
    expect(rest).toMatchObject({ quantity: "3", price: "100", ts: START, replaces: "opening:demo-a-alpha:BTC" });
    expect(books.entries.map(({ quantity }) => quantity)).toEqual(["2", "5", "3"]);
  });

  it("says what the history has too much of as units that left before the opening", async () => {
    const { books } = bookFixture();
    await books.load();
    await books.open(ACCOUNT, [testBalance("BTC", "1")], unixMs(START));
    await books.add([deposit("d1", "BTC", "2"), deposit("d2", "ETH", "3")]);
    expect(held(books.transactions)).toEqual({ BTC: "1" });
    expect(books.transactions.filter(({ source }) => source === "opening")).toMatchObject([
      { type: "withdrawal", asset: "BTC", quantity: "1" },
      { type: "withdrawal", asset: "ETH", quantity: "3" },
    ]);
  });

  it("opens an account that holds nothing, so that its past nets to nothing", async () => {
    const { books } = bookFixture();
    await books.load();
    expect(await books.open(ACCOUNT, [], unixMs(START))).toBe(true);
    await books.add([deposit("d1", "BTC", "2")]);
    expect(held(books.transactions)).toEqual({});
    expect(books.hasAccount(ACCOUNT)).toBe(true);
  });

  it("does not count twice what was entered before the account was first read", async () => {
    const { books } = bookFixture();
    await books.load();
    await books.add([deposit("d1", "BTC", "2")]);
    await books.open(ACCOUNT, [testBalance("BTC", "5"), testBalance("ETH", "1")], unixMs(START));
    expect(held(books.transactions)).toEqual({ BTC: "5", ETH: "1" });
  });

  it("leaves the opening after a change of mode as it is: it was taken against the books of another venue", async () => {
    const profile = testProfile({ modeSince: START - HOUR_MS });
    const { books } = bookFixture({ profile });
    await books.load();
    await books.open(ACCOUNT, [testBalance("BTC", "5")], unixMs(START));
    expect(books.firstRead(ACCOUNT)).toBeNull();
    await books.add([deposit("d1", "BTC", "2")]);
    expect(held(books.transactions)).toEqual({ BTC: "7" });
  });

  it("adds what came after the opening on top of it", async () => {
    const { books } = bookFixture();
    await books.load();
    await books.open(ACCOUNT, [testBalance("BTC", "5")], unixMs(START));
    await books.add([{ ...deposit("d1", "BTC", "2"), ts: unixMs(START + 1) }]);
    expect(held(books.transactions)).toEqual({ BTC: "7" });
  });

  it("asks a venue for fills from the newest that it told, whatever a file or a person has entered since", async () => {
    const { books } = bookFixture();
    await books.load();
    expect(books.fillsSince(ACCOUNT)).toBeNull();
    await books.open(ACCOUNT, [testBalance("BTC", "5")], unixMs(START));
    expect(books.fillsSince(ACCOUNT)).toBe(START + 1);
    const trade = { type: "trade", side: "buy", asset: "BTC", quantity: "1", price: "100", quoteValue: "1" } as const;
    await books.add([testTransaction({ ...trade, id: "f1", ts: START + HOUR_MS })]);
    expect(books.fillsSince(ACCOUNT)).toBe(START + HOUR_MS - PORTFOLIO_POLICIES.fillOverlapMs);
    const later = START + 9 * HOUR_MS;
    await books.add([
      { ...testTransaction({ ...trade, id: "m1", ts: later }), source: "manual" },
      { ...testTransaction({ ...trade, id: "i1", ts: later }), source: "import" },
      { ...deposit("d1", "BTC", "1"), ts: unixMs(later) },
    ]);
    expect(books.fillsSince(ACCOUNT)).toBe(START + HOUR_MS - PORTFOLIO_POLICIES.fillOverlapMs);
  });

  it("is as if nothing had happened when the disk refuses", async () => {
    const { books, store } = bookFixture();
    await books.load();
    await books.open(ACCOUNT, [testBalance("BTC", "5")], unixMs(START));
    const before = books.entries;
    store.failWrites("STORE_FULL");
    await expect(books.add([deposit("d1", "BTC", "2")])).rejects.toMatchObject({ code: "STORE_FULL" });
    expect([...books.entries]).toEqual([...before]);
    store.heal();
    expect(await books.add([deposit("d1", "BTC", "2")])).toBe(1);
    expect(held(books.transactions)).toEqual({ BTC: "5" });
  });

  it("holds at the opening what the venue said, whatever history becomes known, in whatever order, twice or once", {
    timeout: BOOK_LIMIT_MS,
  }, async () => {
    const quantity = fc
      .oneof(fc.bigInt(1n, 10n ** 18n), fc.constant(1n))
      .map((units) => Decimal.of(units, 18).toString());
    const past = fc.record({
      type: fc.constantFrom("deposit" as const, "withdrawal" as const, "reward" as const),
      code: fc.constantFrom("BTC", "ETH", "USD"),
      quantity,
      hours: fc.integer({ min: 0, max: 48 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(past, { maxLength: 8 }),
        fc.array(fc.nat({ max: 7 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        quantity,
        async (entries, order, perPage, balance) => {
          const all = entries.map((entry, index) =>
            testTransaction({
              ...{ id: `h${index}`, ts: START - entry.hours * HOUR_MS, type: entry.type, asset: entry.code },
              quantity: entry.quantity,
            }),
          );
          const opened = async () => {
            const fixture = bookFixture();
            await fixture.books.load();
            await fixture.books.open(ACCOUNT, [testBalance("BTC", balance), testBalance("USD", "7")], unixMs(START));
            return fixture;
          };
          const once = await opened();
          await once.books.add(all);
          const mixed = await opened();
          // Any order, some of them twice, in pages; then all again.
          const told = order.flatMap((at) => all.slice(at, at + 1));
          for (let at = 0; at < told.length; at += perPage) await mixed.books.add(told.slice(at, at + perPage));
          await mixed.books.add(all);
          const expected = { BTC: decimalString(balance), USD: decimalString("7") };
          expect(held(once.books.transactions, START)).toEqual(expected);
          expect(held(mixed.books.transactions, START)).toEqual(expected);
          const plain = (transactions: Iterable<Transaction>) =>
            [...transactions]
              .filter((entry) => !Decimal.parse(entry.quantity).isZero)
              .map(({ type, asset: code, quantity: units, ts }) => `${ts} ${type} ${code} ${units}`)
              .sort();
          expect(plain(mixed.books.transactions)).toEqual(plain(once.books.transactions));
          const again = bookFixture({ store: mixed.store });
          await again.books.load();
          expect([...again.books.transactions]).toEqual([...mixed.books.transactions]);
        },
      ),
      { numRuns: BOOK_RUNS },
    );
  });
});
