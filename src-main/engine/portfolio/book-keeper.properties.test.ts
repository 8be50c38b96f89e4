// Do books that took entries in one after the other say the same as books that were loaded with all of them?
import fc from "fast-check";
import { expect, it } from "vitest";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { type BookFixtureOptions, bookFixture } from "#testing/book-fixture.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS, inAccount } from "#testing/book-histories.ts";
import { testBalance } from "#testing/portfolio-fakes.ts";
import type { BookKeeper } from "./book-keeper.ts";

const START = 1_767_571_200_000;
const HOUR_MS = 3_600_000;
const ACCOUNTS = ["demo-a-alpha", "demo-a-beta"] as const;

const row = fc.record({
  type: fc.constantFrom("trade", "trade", "deposit", "withdrawal", "transfer", "reward", "fee"),
  side: fc.constantFrom("buy", "sell"),
  account: fc.constantFrom(...ACCOUNTS),
  asset: fc.constantFrom("BTC", "ETH"),
  quantity: fc.constantFrom("1", "0.9995", "2"),
  hours: fc.integer({ min: -40, max: 40 }),
  quote: fc.constantFrom("USD", "USD", "USD", "EUR"),
  fee: fc.constantFrom(null, null, "BTC", "BNB"),
  replaces: fc.constantFrom(null, null, null, null, null, 0, 3),
  source: fc.constantFrom("venue", "import"),
} as const);

const history = fc.array(row, { maxLength: 10 }).map((list) =>
  list.map(({ hours, fee, replaces, source, ...entry }, index): Transaction => {
    const base = {
      ...entry,
      id: `t${index}`,
      ts: START + hours * HOUR_MS,
      price: "90",
      quoteValue: "1",
      feeValue: "7",
    };
    const made = inAccount(fee === null ? base : { ...base, fee: [fee, "0.0005"] });
    return {
      ...made,
      side: entry.type === "trade" || entry.type === "transfer" ? made.side : null,
      replaces: replaces === null || replaces === index ? null : (`t${replaces}` as Transaction["id"]),
      source,
    };
  }),
);

/** All that the books say. */
function told(books: BookKeeper) {
  const { positions, gaps, ...sums } = books.ledger;
  const amounts = (map: ReadonlyMap<unknown, { toString(): string }>) =>
    [...map].map(([key, value]) => `${key} ${value}`).sort();
  return {
    currency: books.currency,
    entries: [...books.entries],
    transactions: [...books.transactions],
    transfers: books.transfers,
    sides: books.entries.map(({ id }) => [books.counts(id), books.otherSide(id)]),
    positions: [...positions.values()]
      .map(({ asset, quantity, cost, costKnown, realized }) => [asset, quantity, cost, costKnown, realized].join(" "))
      .sort(),
    gaps,
    sums: Object.entries(sums).map(([name, value]) => `${name} ${value}`),
    lots: books.lots.lots(),
    disposals: books.lots.disposals(),
    fees: [books.holdings.feesByAsset, books.holdings.feesByAccount, books.holdings.feesByYear].map(amounts),
    accounts: ACCOUNTS.map((name) => {
      const account = accountIdSchema.parse(name);
      return {
        held: amounts(new Map([...books.heldAt(account)].filter(([, units]) => !units.isZero))),
        times: [books.fillsSince(account), books.firstRead(account), books.historySince(account)],
        known: books.hasAccount(account),
      };
    }),
  };
}

it("say the same in every figure, whatever came in which order and in which pieces, openings and corrections among it", {
  timeout: BOOK_LIMIT_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.integer({ min: 1, max: 4 }),
      fc.option(fc.nat({ max: 10 })),
      fc.boolean(),
      async (entries, perTime, openedAfter, isOneByOne) => {
        const options: BookFixtureOptions = {};
        const { books, store } = bookFixture(options);
        await books.load();
        for (let from = 0; from < entries.length; from += perTime) {
          if (openedAfter !== null && from <= openedAfter && openedAfter < from + perTime) {
            await books.open(accountIdSchema.parse(ACCOUNTS[0]), [testBalance("BTC", "3")], unixMs(START));
          }
          await books.add(entries.slice(from, from + perTime));
          // Looked at on the way or not, it is the same in the end.
          if (isOneByOne) told(books);
        }
        const again = bookFixture({ store });
        await again.books.load();
        expect(told(books)).toEqual(told(again.books));
      },
    ),
    { numRuns: BOOK_RUNS },
  );
});
