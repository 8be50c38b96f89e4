import { afterEach, describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { bookFixture, manualEntry } from "#testing/book-fixture.ts";
import { asset, testBalance, testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { BookService } from "./book-service.ts";
import { PORTFOLIO_POLICIES } from "./portfolio-policies.ts";

const START = 1_767_571_200_000;
const SIGNAL = new AbortController().signal;
const ALPHA = accountIdSchema.parse("demo-a-alpha");
const BETA = accountIdSchema.parse("demo-a-beta");
const running: BookService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.dispose();
});

async function setUp() {
  const fees = { maker: "0", taker: "0" };
  const profile = testProfile({
    accounts: [
      { id: ALPHA, name: "My Kraken", kind: "paper", venue: "sim-alpha", fees },
      { id: BETA, name: "Beta", kind: "paper", venue: "sim-beta", fees },
    ],
  });
  const fixture = bookFixture({ profile, history: { priceAt: async () => decimalString("50") } });
  const { books, store, clock, ids } = fixture;
  await books.load();
  const service = new BookService({
    profile: () => profile,
    keeper: books,
    clients: [],
    openedAccounts: () => [],
    orderInFlight: () => false,
    repositories: store.repositories,
    clock,
    ids,
    logger: silentLogger,
    policies: PORTFOLIO_POLICIES,
  });
  running.push(service);
  await service.start();
  return { ...fixture, service };
}

const HEADER = "timestamp,type,asset,quantity,quote,price,fee,fee_asset,account,id";
const BUY = "2025-11-03T10:00:00Z,buy,BTC,2,USD,40,1,USD,My Kraken,a1";
const SELL = "2025-12-03T10:00:00Z,sell,BTC,1,USD,60,1,USD,,a2";
const file = (...rows: readonly string[]) => ({
  name: "mine.csv",
  content: [HEADER, ...rows, ""].join("\n"),
  accountId: BETA,
  zoneMinutes: 0,
});

describe("BookService", () => {
  it("imports a file as a whole, twice as once, and takes it out and in again", async () => {
    const { service, books } = await setUp();
    const preview = service.files.preview(file(BUY, SELL));
    expect(preview).toMatchObject({ entries: 2, known: 0, problems: [], covers: { from: Date.UTC(2025, 10, 3, 10) } });
    expect(preview.sample.map(({ accountId, side }) => [accountId, side])).toEqual([
      [ALPHA, "buy"],
      [BETA, "sell"],
    ]);
    expect(books.entries).toHaveLength(0);
    const { batchId, added } = await service.files.apply(file(BUY, SELL), SIGNAL);
    expect(added).toBe(2);
    expect(books.transactions.map(({ source, quoteValue }) => [source, quoteValue])).toEqual([
      ["import", "1"],
      ["import", "1"],
    ]);
    expect(await service.files.apply(file(SELL, BUY), SIGNAL)).toEqual({ batchId: null, added: 0 });
    expect(service.files.preview(file(BUY, SELL))).toMatchObject({ entries: 2, known: 2, sample: [] });
    if (batchId === null) throw new Error("an import has a batch");
    await service.editor.undoBatch(batchId, "The wrong file");
    expect(books.transactions).toHaveLength(0);
    const { rows } = await service.page({ filter: {}, limit: 10 });
    expect(rows.map(({ setAside }) => setAside)).toEqual(["The wrong file", "The wrong file"]);
    await service.editor.redoBatch(batchId, "The right one after all");
    expect(books.transactions).toHaveLength(2);
    await service.editor.undoBatch(batchId, "No");
    expect(await service.files.apply(file(BUY, SELL), SIGNAL)).toEqual({ batchId: null, added: 2 });
    expect(books.transactions).toHaveLength(2);
  });

  it("takes nothing of a file with one wrong row, and names the place", async () => {
    const { service, books } = await setUp();
    const broken = file(BUY, SELL.replace(",1,USD,60", ",one,USD,60"));
    expect(service.files.preview(broken).problems).toMatchObject([{ line: 3, column: "quantity" }]);
    await expect(service.files.apply(broken, SIGNAL)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      message: expect.stringMatching(/mine\.csv, line 3, column quantity/),
    });
    await expect(
      service.files.apply({ ...file(BUY), accountId: accountIdSchema.parse("elsewhere") }, SIGNAL),
    ).rejects.toMatchObject({ code: "INPUT_INVALID", message: expect.stringContaining("demo-a-alpha") });
    expect(books.entries).toHaveLength(0);
  });

  it("shows what looks like an entry of another source", async () => {
    const { service } = await setUp();
    const at = { ts: Date.UTC(2025, 10, 3, 10), type: "trade", side: "buy", quantity: "2", quote: "USD", price: "40" };
    await service.editor.addManual(manualEntry(at), SIGNAL);
    expect(service.files.preview(file(BUY, SELL)).likelyDuplicates).toMatchObject([
      { known: { source: "manual" }, fresh: { source: "import" } },
    ]);
  });

  it("sums the books by asset, account and year", async () => {
    const { service } = await setUp();
    const { profileId: _, ...here } = {
      profileId: null,
      content: [HEADER, BUY, SELL.replace(",,a2", ",My Kraken,a2")],
    };
    await service.files.apply({ ...file(), content: here.content.join("\n") }, SIGNAL);
    // Bought 2 for 81 with the fee, sold 1 for 60 less 1: 59 - 40.5.
    expect(service.summary()).toMatchObject({
      currency: "USD",
      entries: 2,
      setAside: 0,
      realized: "18.5",
      fees: "2",
      byAsset: [{ asset: "BTC", realized: "18.5", fees: "2" }],
      byAccount: [{ accountId: ALPHA, fees: "2" }],
      byYear: [{ year: 2025, fees: "2" }],
    });
    expect(service.lots(asset("BTC"))).toMatchObject([{ quantity: "1", cost: "40.5" }]);
    expect(service.disposals({ asset: asset("BTC") }, { offset: 0, limit: 1 })).toMatchObject({
      rows: [{ quantity: "1", gain: "18.5" }],
      total: 1,
    });
    expect(service.compareMethods({ method: "hifo", pooling: "account" })).toMatchObject({
      to: { method: "hifo", pooling: "account" },
      inAll: { before: { realized: "18.5" }, after: { realized: "18.5" } },
    });
    expect(await service.export("disposals", "csv")).toContain("18.5");
  });

  it("tells of each row whether it counts, why not, and what it is paired with", async () => {
    const { service, books } = await setUp();
    await books.open(ALPHA, [testBalance("BTC", "5")], unixMs(START));
    const add = (changes: Parameters<typeof manualEntry>[0]) => service.editor.addManual(manualEntry(changes), SIGNAL);
    await add({ ts: START - HOUR_MS, quantity: "2" });
    await add({ ts: START + 1, type: "withdrawal", quantity: "1" });
    await add({ ts: START + 2, accountId: BETA, quantity: "1" });
    const wrong = books.entries.find(({ ts }) => ts === START - HOUR_MS);
    if (wrong === undefined) throw new Error("no entry");
    await service.editor.correct(wrong.id, manualEntry({ ts: START - HOUR_MS, quantity: "3" }), SIGNAL);
    const { rows, total } = await service.page({ filter: {}, limit: 100 });
    expect(total).toBe(books.entries.length);
    const shown = rows.map(({ transaction, setAside, pairedWith }) => [
      `${transaction.source} ${transaction.type} ${transaction.quantity}`,
      setAside,
      pairedWith === null ? null : books.entry(pairedWith)?.type,
    ]);
    expect(shown).toEqual([
      ["manual deposit 1", null, "withdrawal"],
      ["manual withdrawal 1", null, "deposit"],
      ["opening deposit 2", null, null],
      ["opening deposit 3", "History explains a part of it; the rest stands in another opening entry.", null],
      ["opening deposit 5", "History explains a part of it; the rest stands in another opening entry.", null],
      ["manual deposit 3", null, null],
      ["manual deposit 2", "A correction stands in for it.", null],
    ]);
    expect((await service.page({ filter: { text: "BTC", accountId: BETA }, limit: 5 })).rows).toHaveLength(1);
  });

  it("says that no venue tells a past where none does", async () => {
    const { service } = await setUp();
    expect(() => service.readHistory()).toThrow("import its file of transactions instead");
    expect(service.history.progress()).toEqual({ coverage: [], reading: null, paused: false });
  });
});
