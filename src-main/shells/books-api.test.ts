// Do the books answer through the contract as the engine keeps them?
import { createRouterClient } from "@orpc/server";
import { afterEach, describe, expect, it } from "vitest";
import { router } from "#api/router.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { PortfolioService } from "#engine/portfolio/portfolio-service.ts";
import { UploadStore } from "#engine/portfolio/upload-store.ts";
import { ensure } from "#shared/domain/assert.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { accountIdSchema, profileIdSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { manualEntry } from "#testing/book-fixture.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import { FakeHistoryAccount, testRow } from "#testing/history-fakes.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { asset, FakePrices, testBalance, testProfile } from "#testing/portfolio-fakes.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { createBooksApi } from "./books-api.ts";

const NOON = 1_767_571_200_000 + 12 * HOUR_MS;
const profileId = profileIdSchema.parse("demo-a");
const accountId = accountIdSchema.parse("demo-a-alpha");
const BTC = asset("BTC");
const running: PortfolioService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.dispose();
});

/** One account with 5 BTC and 500 USD, opened, whose venue tells of a deposit of 2 BTC the day before. */
async function setUp() {
  const clock = new ManualClock(NOON);
  const ids = new SeededIds();
  let profile: Profile = testProfile();
  const account = new FakeHistoryAccount(ensure(profile.accounts[0], "an account"));
  account.balances = [testBalance("BTC", "5"), testBalance("USD", "500")];
  account.lists.deposits = [
    testRow({ venueId: "L1", kind: "deposit", asset: "BTC", amount: "2", ts: NOON - 24 * HOUR_MS }),
  ];
  const prices = new FakePrices();
  prices.set({ BTC: "100", ETH: "10", USDC: "1" });
  const portfolio = new PortfolioService({
    ...{ profile, clients: [account], prices, repositories: new MemoryStore().repositories, clock, ids },
    history: { priceAt: async () => decimalString("50") },
    logger: silentLogger,
  });
  running.push(portfolio);
  await portfolio.start();
  await clock.advance(MINUTE_MS);
  const runtime = (id: string) => {
    if (id !== profileId) throw new EngineError("PROFILE_NOT_FOUND", `There is no profile ${id}.`);
    return { portfolio };
  };
  const uploads = new UploadStore({ clock, ids });
  const api = fakeApi({ clock });
  const context = {
    ...api.context,
    books: createBooksApi({
      uploads,
      registry: {
        runtime,
        follow: (id, listen) => listen(runtime(id)),
        change: async (_id, change) => {
          profile = change(profile);
          portfolio.setProfile(profile);
          return profile;
        },
      },
    }),
  };
  const { books } = createRouterClient(router, { context });
  return { books, clock, account, portfolio };
}

const CSV = [
  "timestamp,type,asset,quantity,quote,price,fee,fee_asset,account,id",
  "2025-11-03T10:00:00Z,buy,BTC,2,USD,40,1,USD,,a1",
  "2025-12-03T10:00:00Z,sell,BTC,1,USD,60,1,USD,,a2",
  "",
].join("\n");

describe("the books through the contract", () => {
  it("take a file in pieces, show it, import it, list it, and let it be undone", async () => {
    const { books } = await setUp();
    const { uploadId } = await books.upload.begin({ name: "mine.csv", bytes: CSV.length });
    for (let at = 0, index = 0; at < CSV.length; at += 100, index += 1) {
      await books.upload.append({ uploadId, index, data: btoa(CSV.slice(at, at + 100)) });
    }
    const file = { profileId, uploadId, accountId, zoneMinutes: 0 };
    expect(await books.previewImport(file)).toMatchObject({ entries: 2, known: 0, problems: [] });
    const { batchId, added } = await books.applyImport(file);
    expect(added).toBe(2);
    await expect(books.applyImport(file)).rejects.toMatchObject({ code: "INPUT_INVALID" });
    const page = await books.page({ profileId, filter: { text: "a1" }, limit: 10 });
    expect(page.rows.map(({ transaction }) => [transaction.quantity, transaction.source])).toEqual([["2", "import"]]);
    const batches = async () => await books.batches({ profileId });
    const batch = { name: "mine.csv", source: "import", ts: NOON + MINUTE_MS, entries: 2, accounts: [accountId] };
    expect(await batches()).toMatchObject({ rows: [{ batchId, ...batch, setAside: 0, takenOut: 0 }], total: 1 });
    const undone = { profileId, batchId: ensure(batchId ?? undefined, "a batch"), reason: "The wrong file" };
    await books.undoBatch(undone);
    const [row] = (await books.page({ profileId, filter: { text: "a1" }, limit: 10 })).rows;
    expect(row).toMatchObject({ setAside: "The wrong file" });
    expect(await batches()).toMatchObject({ rows: [{ batchId, setAside: 2, takenOut: 2 }] });
    await books.redoBatch(undone);
    expect(await batches()).toMatchObject({ rows: [{ batchId, setAside: 0, takenOut: 0 }] });
    expect((await books.summary({ profileId })).byYear).toMatchObject([{ year: 2025, fees: "2" }]);
  });

  it("tell what was read of the past, as it is read, and of what it explains", async () => {
    const { books } = await setUp();
    const stop = new AbortController();
    for await (const event of await books.coverage({ profileId }, { signal: stop.signal })) {
      expect(event.data.map(({ source, complete, entries }) => [source, complete, entries])).toEqual([
        ["deposits", true, 1],
        ["fills", true, 0],
        ["ledger", true, 0],
        ["withdrawals", true, 0],
      ]);
      break;
    }
    expect(await books.readHistory({ profileId })).toEqual({ done: true });
    expect(await books.lots({ profileId, asset: BTC })).toMatchObject([{ quantity: "5", cost: "400" }]);
    expect(await books.reconciliation({ profileId })).toMatchObject([
      { asset: "BTC", difference: "0" },
      { asset: "USD", difference: "0" },
    ]);
  });

  it("restate under another cost basis, after showing what changes", async () => {
    const { books } = await setUp();
    const to = { method: "hifo", pooling: "account" } as const;
    expect(await books.compareMethods({ profileId, to })).toMatchObject({
      byAsset: [{ asset: "BTC", before: { openLots: 1 }, after: { openLots: 2 } }],
    });
    await books.setCostBasis({ profileId, to });
    expect(await books.summary({ profileId })).toMatchObject({ costBasis: to });
    expect(await books.lots({ profileId, asset: BTC })).toHaveLength(2);
  });

  it("take entries by hand, corrections, decisions and fixes", async () => {
    const { books, account, portfolio } = await setUp();
    const { added } = await books.addEntry({
      profileId,
      entry: manualEntry({ ts: NOON + 1, type: "reward", quantity: "1" }),
    });
    expect(added).toBe(1);
    const [line] = await books.reconciliation({ profileId });
    expect(line).toMatchObject({ difference: "-1", cause: { kind: "unknownWithdrawal" } });
    const [first] = (await books.page({ profileId, filter: { type: "reward" }, limit: 1 })).rows;
    const id = ensure(first, "the entry").transaction.id;
    await books.correctEntry({
      profileId,
      transactionId: id,
      entry: manualEntry({ ts: NOON + 1, type: "reward", quantity: "2" }),
    });
    const difference = ensure((await books.reconciliation({ profileId }))[0], "a line").difference;
    expect(difference).toBe("-2");
    const fix = { profileId, accountId, asset: BTC, fix: { kind: "adjust" } } as const;
    await expect(books.fix({ ...fix, difference: decimalString("-1") })).rejects.toMatchObject({
      code: "INPUT_INVALID",
    });
    expect(await books.fix({ ...fix, difference })).toMatchObject({ added: 1 });
    expect((await books.reconciliation({ profileId }))[0]).toMatchObject({ difference: "0", cause: null });
    const [adjustment] = (await books.page({ profileId, filter: { type: "adjustment" }, limit: 1 })).rows;
    const transactionIds = [ensure(adjustment, "the adjustment").transaction.id];
    await books.setAside({ profileId, transactionIds, reason: "Not needed" });
    expect((await books.reconciliation({ profileId }))[0]).toMatchObject({ difference: "-2" });
    await books.restore({ profileId, transactionIds, reason: "Needed" });
    account.balances = [testBalance("BTC", "5"), testBalance("USD", "500")];
    await portfolio.sync();
    expect((await books.reconciliation({ profileId }))[0]).toMatchObject({ difference: "0" });
  });

  it.each(["transactions", "disposals", "snapshots", "positions"] as const)("export %s in pieces", async (kind) => {
    const { books } = await setUp();
    const texts: string[] = [];
    for await (const text of await books.export({ profileId, kind, format: "json" })) texts.push(text);
    const rows = JSON.parse(texts.join(""));
    expect(JSON.stringify(rows)).toContain(kind === "disposals" ? "[" : "BTC");
  });

  it("tell what was gained between the bounds of days, which must rise", async () => {
    const { books } = await setUp();
    expect(await books.calendar({ profileId, bounds: [0, HOUR_MS, NOON].map(unixMs) })).toMatchObject([
      // The two coins that came the day before cost 50 each and are worth 100, also in the record that did not know of them.
      { from: HOUR_MS, until: NOON, gain: "100", end: "1000" },
    ]);
    for (const bounds of [[0], [0, 2, 2], [1, 0]]) {
      await expect(books.calendar({ profileId, bounds: bounds.map(unixMs) })).rejects.toMatchObject({
        code: "INPUT_INVALID",
      });
    }
  });

  it("refuse a profile that there is not, in every procedure alike", async () => {
    const { books } = await setUp();
    const nobody = profileIdSchema.parse("nobody");
    const refused = [
      books.summary({ profileId: nobody }),
      books.coverage({ profileId: nobody }),
      books.page({ profileId: nobody, filter: {}, limit: 1 }),
      books.addEntry({ profileId: nobody, entry: manualEntry() }),
    ];
    for (const refusal of refused) await expect(refusal).rejects.toMatchObject({ code: "PROFILE_NOT_FOUND" });
  });
});
