import { afterEach, describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { ensure } from "#shared/domain/assert.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { type BookFixtureOptions, bookFixture } from "#testing/book-fixture.ts";
import { FakeHistoryAccount, testRow } from "#testing/history-fakes.ts";
import { asset, testBalance, testFill, testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { HistoryImporter } from "./history-importer.ts";
import { PORTFOLIO_POLICIES } from "./portfolio-policies.ts";

const START = 1_767_571_200_000;
const running: HistoryImporter[] = [];
afterEach(async () => {
  for (const importer of running.splice(0)) await importer.dispose();
});

async function setUp(options: BookFixtureOptions = {}) {
  const fixture = bookFixture({ history: { priceAt: async () => decimalString("50") }, ...options });
  const { books, clock, profile, repositories } = fixture;
  const account = new FakeHistoryAccount(ensure(profile.accounts[0], "an account"));
  await books.load();
  if (books.entries.length === 0) await books.open(account.account.id, [testBalance("BTC", "5")], unixMs(START));
  const state = { opened: true, busy: false, changes: 0 };
  books.changed.subscribe(() => {
    state.changes += 1;
  });
  const importer = new HistoryImporter({
    profile: () => profile,
    clients: [account],
    books,
    repository: repositories.coverage,
    isOpened: () => state.opened,
    isBusy: () => state.busy,
    clock,
    logger: silentLogger,
    policies: { ...PORTFOLIO_POLICIES, historyBatch: 1 },
  });
  running.push(importer);
  const told = () =>
    books.transactions
      .filter(({ source }) => source !== "opening")
      .map((entry) => `${entry.type} ${entry.side ?? "-"} ${entry.quantity} ${entry.asset}`);
  const coverage = (source: string) => importer.progress().coverage.find((row) => row.source === source);
  const readAll = () => clock.advance(MINUTE_MS);
  return { ...fixture, account, importer, state, told, coverage, readAll };
}

const buy = testFill({
  ...{ id: "T1", symbol: "BTC/USD", side: "buy", quantity: "2", price: "40" },
  fee: ["USD", "1"],
  ts: START - 5 * HOUR_MS,
});
const deposit = testRow({ venueId: "L1", kind: "deposit", asset: "USD", amount: "100", ts: START - 9 * HOUR_MS });

describe("HistoryImporter", () => {
  it("reads every list from the beginning, values what it finds at its time, and says what it covers", async () => {
    const { importer, account, books, told, coverage, readAll, state } = await setUp();
    account.fills = [buy];
    account.lists.deposits = [deposit];
    account.lists.withdrawals = [
      testRow({
        venueId: "L2",
        kind: "withdrawal",
        asset: "BTC",
        amount: "-0.5",
        fee: "0.01",
        ts: START - HOUR_MS,
        reference: "0xabc",
      }),
    ];
    account.lists.ledger = [
      testRow({ venueId: "L3", kind: "reward", asset: "BTC", amount: "0.25", ts: START - 2 * HOUR_MS }),
    ];
    await importer.start();
    await readAll();
    expect(told()).toEqual(["deposit - 100 USD", "trade buy 2 BTC", "reward - 0.25 BTC", "withdrawal - 0.5 BTC"]);
    const find = (id: string): Transaction =>
      ensure(
        books.transactions.find((entry) => entry.id === id),
        id,
      );
    expect(find("ledger:demo-a-alpha:L3")).toMatchObject({ price: "50", quote: "USD", source: "venue" });
    expect(find("ledger:demo-a-alpha:L2")).toMatchObject({ venueRef: "0xabc", fee: { asset: "BTC", amount: "0.01" } });
    expect(find("fill:demo-a-alpha:BTC/USD:T1")).toMatchObject({ price: "40", quoteValue: "1", venueRef: "T1" });
    // What was held at the opening is what is held still: 5 = 2 - 0.5 - 0.01 + 0.25 + what is not explained.
    expect(books.heldAt(account.account.id).get(asset("BTC"))?.toString()).toBe("5");
    for (const source of ["fills", "deposits", "withdrawals", "ledger"]) {
      expect(coverage(source)).toMatchObject({ from: 0, complete: true, problem: null, resume: null, entries: 1 });
    }
    expect(coverage("ledger")?.until).toBeGreaterThanOrEqual(START);
    expect(state.changes).toBeGreaterThan(0);
    expect(importer.progress().reading).toBeNull();
  });

  it("takes a fill that the execution told, that was read, and that a ledger repeats, for one", async () => {
    const { importer, account, books, told, coverage, readAll } = await setUp();
    await books.addFills(account.account.id, [buy], null, new AbortController().signal);
    account.fills = [buy];
    account.lists.deposits = [deposit];
    account.lists.ledger = [
      // Kraken's way: the trade's id is the reference, and a deposit has the id it has in its own list.
      testRow({ venueId: "L5", kind: "trade", asset: "BTC", amount: "2", ts: buy.tsEvent, reference: "T1" }),
      testRow({
        venueId: "L6",
        kind: "trade",
        asset: "USD",
        amount: "-80",
        fee: "1",
        ts: buy.tsEvent,
        reference: "T1",
      }),
      deposit,
      // Coinbase Exchange's way: rows have ids of their own and name the order, or the transfer of the other list.
      testRow({ venueId: "E1", kind: "trade", asset: "BTC", amount: "2", ts: buy.tsEvent + 300, reference: "order" }),
      testRow({ venueId: "E2", kind: "trade", asset: "USD", amount: "-80", ts: buy.tsEvent + 300, reference: "order" }),
      testRow({ venueId: "E3", kind: "fee", asset: "USD", amount: "-1", ts: buy.tsEvent + 300, reference: "order" }),
      testRow({ venueId: "E4", kind: "deposit", asset: "USD", amount: "100", ts: deposit.tsEvent, reference: "L1" }),
      testRow({ venueId: "E5", kind: "transfer", asset: "USD", amount: "100", ts: deposit.tsEvent, reference: "L1" }),
      // Coinbase's way: no reference, and the fee within the amount.
      testRow({ venueId: "C1", kind: "trade", asset: "USD", amount: "-81", ts: buy.tsEvent }),
    ];
    await importer.start();
    await readAll();
    expect(told()).toEqual(["deposit - 100 USD", "trade buy 2 BTC"]);
    expect(coverage("ledger")).toMatchObject({ complete: true, entries: 0 });
  });

  it("makes one trade of a conversion's rows, also where a page ends between them, and says what it cannot tell", async () => {
    const { importer, account, books, told, coverage, readAll } = await setUp();
    account.pageSize = 1;
    account.lists.ledger = [
      testRow({
        venueId: "L1",
        kind: "trade",
        asset: "ETH",
        amount: "-4",
        fee: "0.1",
        ts: START - HOUR_MS,
        reference: "R",
      }),
      testRow({
        venueId: "L2",
        kind: "trade",
        asset: "USD",
        amount: "20",
        fee: "0.5",
        ts: START - HOUR_MS,
        reference: "R",
      }),
      testRow({ venueId: "L3", kind: "trade", asset: "BTC", amount: "7", ts: START - HOUR_MS + 1, reference: "S" }),
      testRow({ venueId: "L4", kind: "trade", asset: "BTC", amount: "-7", ts: START - HOUR_MS + 2 }),
    ];
    await importer.start();
    await readAll();
    expect(told()).toEqual(["trade sell 4 ETH", "fee - 0.5 USD"]);
    expect(books.transactions.at(0)).toMatchObject({
      label: "conversion",
      quote: "USD",
      fee: { asset: "ETH", amount: "0.1" },
    });
    expect(coverage("ledger")).toMatchObject({ complete: false, problem: expect.stringContaining("2 rows of trades") });
  });

  it("says of a venue without a list that it has none, and reads the others", async () => {
    const { importer, account, told, coverage, readAll } = await setUp();
    account.unsupported.add("ledger").add("withdrawals");
    account.lists.deposits = [deposit];
    await importer.start();
    await readAll();
    expect(told()).toEqual(["deposit - 100 USD"]);
    expect(coverage("ledger")).toMatchObject({
      complete: false,
      problem: "This venue has no list of ledger.",
      entries: 0,
    });
    expect(coverage("withdrawals")).toMatchObject({ complete: false });
    expect(coverage("deposits")).toMatchObject({ complete: true });
  });

  it("goes on where a venue stopped answering, and does not read a ledger before what it repeats", async () => {
    const { importer, account, coverage, readAll, clock } = await setUp();
    account.fills = [buy];
    account.failing = new EngineError("VENUE_UNREACHABLE", "The venue does not answer.", { retryable: true });
    account.lists.ledger = [
      testRow({ venueId: "L5", kind: "trade", asset: "BTC", amount: "2", ts: buy.tsEvent, reference: "T1" }),
    ];
    await importer.start();
    await readAll();
    expect(coverage("fills")).toMatchObject({ complete: false, problem: "The venue does not answer." });
    account.failing = null;
    await clock.advance(PORTFOLIO_POLICIES.historyEveryMs);
    await readAll();
    expect(coverage("fills")).toMatchObject({ complete: true, problem: null, entries: 1 });
    expect(coverage("ledger")).toMatchObject({ complete: true, entries: 0 });
  });

  it("waits for a pending deposit and reads it once it is done, however long the reading was", async () => {
    const { importer, account, told, coverage, readAll, clock } = await setUp();
    account.lists.deposits = [
      { ...deposit, status: "pending" },
      testRow({ venueId: "L0", kind: "deposit", asset: "USD", amount: "5", ts: START - HOUR_MS, status: "failed" }),
    ];
    await importer.start();
    await readAll();
    expect(told()).toEqual([]);
    expect(coverage("deposits")?.until).toBe(deposit.tsEvent);
    account.lists.deposits = [deposit];
    await clock.advance(PORTFOLIO_POLICIES.historyEveryMs);
    await readAll();
    expect(told()).toEqual(["deposit - 100 USD"]);
  });

  it("gives way to orders, can be paused, waits for the opening, and stops when disposed", async () => {
    const { importer, account, state, clock } = await setUp();
    account.lists.deposits = [deposit, { ...deposit, venueId: "L9" }, { ...deposit, venueId: "L10" }];
    state.opened = false;
    await importer.start();
    await clock.advance(10 * SECOND_MS);
    expect(account.pagesRead).toEqual([]);
    state.opened = true;
    state.busy = true;
    await clock.advance(10 * SECOND_MS);
    expect(account.pagesRead).toEqual([]);
    state.busy = false;
    await clock.advance(SECOND_MS);
    expect(account.pagesRead).toEqual(["fills", "deposits"]);
    importer.setPaused(true);
    await clock.advance(10 * SECOND_MS);
    expect(account.pagesRead).toEqual(["fills", "deposits"]);
    expect(importer.progress()).toMatchObject({ paused: true, reading: { source: "deposits" } });
    await importer.dispose();
    expect(account.pagesRead).toEqual(["fills", "deposits"]);
    expect(clock.pending).toBe(0);
  });

  it("reads an account that changed its mode only from its opening on: before it another venue answered", async () => {
    const { importer, account, told, coverage, readAll } = await setUp({
      profile: testProfile({ modeSince: START - 1 }),
    });
    account.lists.deposits = [
      deposit,
      testRow({ venueId: "L7", kind: "deposit", asset: "USD", amount: "7", ts: START + 1 }),
    ];
    await importer.start();
    await readAll();
    expect(told()).toEqual(["deposit - 7 USD"]);
    expect(coverage("deposits")?.from).toBe(START + 1);
  });
});
