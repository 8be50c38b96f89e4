import { afterEach, describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { asset, FakeAccount, FakePrices, testBalance, testFill, testProfile } from "#testing/portfolio-fakes.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { PortfolioService, type PortfolioServiceOptions } from "./portfolio-service.ts";

const NOON = 1_767_571_200_000 + 12 * HOUR_MS;
const running: PortfolioService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.dispose();
});

function setUp(
  options: { readonly startMs?: number; readonly store?: MemoryStore } & Partial<PortfolioServiceOptions> = {},
) {
  const { startMs = NOON, store = new MemoryStore(), ...changes } = options;
  const clock = new ManualClock(startMs);
  const profile = testProfile();
  const [first] = profile.accounts;
  if (first === undefined) throw new Error("no account");
  const account = new FakeAccount(first);
  account.balances = [testBalance("BTC", "5"), testBalance("USD", "500")];
  const prices = new FakePrices();
  prices.set({ BTC: "100", ETH: "10", USDC: "1" });
  const logger = recordingLogger();
  const service = new PortfolioService({
    profile,
    clients: [account],
    prices,
    repositories: store.repositories,
    clock,
    ids: new SeededIds(),
    logger,
    ...changes,
  });
  running.push(service);
  const seen: Portfolio[] = [];
  service.changes.subscribe((portfolio) => seen.push(portfolio));
  return { clock, store, profile, account, prices, logger, service, seen };
}

/** One step of time, after which a pending computation has been made. */
const settle = (clock: ManualClock) => clock.advance(300);

const sale = testFill({
  id: "7",
  symbol: "BTC/USD",
  side: "sell",
  quantity: "1",
  price: "100",
  fee: ["USD", "1"],
  ts: NOON + 2_000,
});

describe("PortfolioService", () => {
  it("knows nothing before the first reading, then values and opens the books at that value: no gain out of nowhere", async () => {
    const { service, clock, store, seen } = setUp();
    expect(service.read()).toMatchObject({ state: "unresolved", totalValue: null });
    await service.start();
    await settle(clock);
    expect(service.read()).toMatchObject({
      totalValue: "1000",
      netInvested: "1000",
      totalPnl: "0",
      dayPnl: "0",
      state: "live",
    });
    expect(seen.every(({ totalPnl }) => totalPnl === null || totalPnl === "0")).toBe(true);
    const stored = await store.repositories.transactions.list(service.read().profileId);
    expect(stored.map(({ id, quantity, price }) => `${id} ${quantity} ${price}`)).toEqual([
      "opening:demo-a-alpha:BTC 5 100",
      "opening:demo-a-alpha:USD 500 1",
    ]);
    expect((await store.repositories.snapshots.latest(service.read().profileId))?.reason).toBe("start");
  });

  it("waits with opening the books until everything held has a price", async () => {
    const { service, clock, prices } = setUp();
    prices.forget("BTC");
    await service.start();
    await settle(clock);
    expect(service.read()).toMatchObject({ totalValue: null, netInvested: "0" });
    prices.set({ BTC: "100" });
    await settle(clock);
    prices.set({ BTC: "110" });
    await settle(clock);
    expect(service.read()).toMatchObject({ totalValue: "1050", netInvested: "1000", totalPnl: "50" });
  });

  it("takes in without value what no market prices, so that the rest has one", async () => {
    const { service, clock, account, prices, store } = setUp();
    account.balances = [...account.balances, testBalance("ODD", "7")];
    prices.unpriceable.add("ODD");
    await service.start();
    await settle(clock);
    expect(service.read()).toMatchObject({ state: "live", totalValue: "1000", totalPnl: "0" });
    expect(service.read().positions.find((position) => position.asset === "ODD")).toMatchObject({
      quantity: "7",
      value: null,
      cost: "0",
    });
    const stored = await store.repositories.transactions.list(service.read().profileId);
    expect(stored.find(({ id }) => id.endsWith(":ODD"))).toMatchObject({ quantity: "7", price: "0" });
  });

  it("after a change of mode takes over what the other venue holds as a flow, not as a gain", async () => {
    const { service, clock, store, account, prices } = setUp();
    await service.start();
    await settle(clock);
    await service.dispose();
    await clock.advance(MINUTE_MS);
    account.balances = [testBalance("BTC", "4"), testBalance("USD", "500"), testBalance("ETH", "2")];
    const modeSince = clock.now();
    const again = new PortfolioService({
      profile: testProfile({ mode: "live", modeSince }),
      clients: [account],
      prices,
      repositories: store.repositories,
      clock,
      ids: new SeededIds(),
      logger: recordingLogger(),
    });
    running.push(again);
    await again.start();
    await settle(clock);
    expect(again.read()).toMatchObject({ totalValue: "920", netInvested: "920", totalPnl: "0" });
    expect(again.reconciliation().filter(({ cause }) => cause !== null)).toEqual([]);
    const stored = await store.repositories.transactions.list(again.read().profileId);
    const flows = stored.slice(2).map(({ id, type, quantity, price }) => `${id} ${type} ${quantity} ${price}`);
    expect(flows).toEqual([
      `opening:demo-a-alpha:BTC:${modeSince} withdrawal 1 100`,
      `opening:demo-a-alpha:ETH:${modeSince} deposit 2 10`,
    ]);
  });

  it("computes at most four times a second however many price batches come", async () => {
    const { service, clock, prices, seen } = setUp();
    await service.start();
    await settle(clock);
    const before = seen.length;
    for (let step = 0; step < 200; step += 1) {
      prices.set({ BTC: `${100 + step}` });
      await clock.advance(5);
    }
    expect(seen.length - before).toBeLessThanOrEqual(5);
    await settle(clock);
    expect(service.read().positions[0]?.price).toBe("299");
  });

  it("lets ages grow without any batch", async () => {
    const { service, clock, seen } = setUp();
    await service.start();
    await settle(clock);
    const before = seen.length;
    await clock.advance(20_000);
    expect(seen.length - before).toBe(4);
  });

  it("reads accounts every minute and after a fill that the execution tells", async () => {
    const { service, clock, account } = setUp();
    await service.start();
    await settle(clock);
    expect(account.reads).toBe(1);
    await clock.advance(MINUTE_MS);
    expect(account.reads).toBe(2);
    account.balances = [testBalance("BTC", "4"), testBalance("USD", "599")];
    await service.applyFills(account.account.id, [sale], null);
    await flushAsync();
    expect(account.reads).toBe(3);
    expect(service.read()).toMatchObject({ totalValue: "999", netInvested: "1000", realized: "-1", fees: "1" });
    expect(service.reconciliation().every(({ difference }) => difference === "0")).toBe(true);
  });

  it("reads once for a burst of a private stream's hints, and at most every five seconds however many come", async () => {
    const { service, clock, account } = setUp();
    await service.start();
    await settle(clock);
    const before = account.reads;
    for (let hint = 0; hint < 50; hint += 1) service.readAfterHint();
    await clock.advance(600);
    expect(account.reads).toBe(before + 1);
    const hints = clock.every(100, () => service.readAfterHint());
    await clock.advance(30_000);
    void hints.dispose();
    expect(account.reads - before).toBeLessThanOrEqual(8);
    expect(account.reads - before).toBeGreaterThanOrEqual(6);
  });

  it("counts a fill once, told by the execution and read from the venue, also after a restart", async () => {
    const { service, clock, account, store } = setUp();
    await service.start();
    await clock.advance(5_000);
    account.balances = [testBalance("BTC", "4"), testBalance("USD", "599")];
    account.fills = [sale];
    await service.applyFills(account.account.id, [sale], null);
    await service.sync();
    await service.sync();
    expect(service.transactions()).toHaveLength(3);
    const again = setUp({ store, startMs: clock.now() });
    again.account.balances = account.balances;
    again.account.fills = [sale];
    await again.service.start();
    await settle(again.clock);
    expect(again.service.transactions()).toHaveLength(3);
    expect(again.service.read()).toMatchObject({ totalValue: "999", netInvested: "1000", realized: "-1" });
  });

  it("keeps the last balances when a venue fails or does not answer, and says so to who asked", async () => {
    const { service, clock, account, logger } = setUp();
    await service.start();
    await settle(clock);
    account.failure = new EngineError("VENUE_UNREACHABLE", "Alpha is down.", { retryable: true });
    await expect(service.sync()).rejects.toThrow("Alpha is down.");
    expect(service.read().totalValue).toBe("1000");
    expect(service.accounts()[0]?.failure?.code).toBe("VENUE_UNREACHABLE");
    expect(logger.lines.some(({ message }) => message === "An account could not be read")).toBe(true);
    account.failure = null;
    account.silent = true;
    const asked = service.sync();
    const refused = expect(asked).rejects.toThrow("Alpha does not answer.");
    await clock.advance(15_000);
    await refused;
    account.silent = false;
    await expect(service.sync()).resolves.toMatchObject({ totalValue: "1000" });
  });

  it("flags where venue and books differ only when they differ twice in a row", async () => {
    const { service, clock, account } = setUp();
    const told: string[] = [];
    service.differences.subscribe((lines) =>
      told.push(lines.map(({ asset: code, difference }) => `${code} ${difference}`).join()),
    );
    await service.start();
    await settle(clock);
    account.balances = [testBalance("BTC", "5.5"), testBalance("USD", "500")];
    await service.sync();
    expect(told).toEqual([]);
    await service.sync();
    await service.sync();
    expect(told).toEqual(["BTC 0.5"]);
    expect(service.assetDetail(asset("BTC")).reconciliation.likelyCause).toContain("not in the books yet");
    account.balances = [testBalance("BTC", "5"), testBalance("USD", "500")];
    await service.sync();
    expect(told).toEqual(["BTC 0.5", ""]);
  });

  it("keeps a record every 15 minutes and at midnight, and counts the day from there", async () => {
    const { service, clock, prices, store } = setUp({ startMs: NOON - 12 * HOUR_MS + DAY_MS - 20 * MINUTE_MS });
    await service.start();
    await settle(clock);
    // Confirmed often enough to stay valued.
    prices.set({ BTC: "120" });
    await clock.advance(20 * MINUTE_MS);
    const kept = await store.repositories.snapshots.list(service.read().profileId, 0 as never);
    expect(kept.map(({ reason, totalValue }) => `${reason} ${totalValue}`)).toEqual([
      "start 1000",
      "interval 1100",
      "midnight 1100",
    ]);
    prices.set({ BTC: "121" });
    await settle(clock);
    expect(service.read()).toMatchObject({ dayPnl: "5", totalPnl: "105" });
    expect((await service.recordSnapshot("beforeRebalance"))?.totalValue).toBe("1105");
    const equity = await service.equity("1d");
    expect(equity.points.at(-1)?.value).toBe("1105");
  });

  it("puts together a midnight that it slept through from books and past prices", async () => {
    const store = new MemoryStore();
    const first = setUp({ store });
    await first.service.start();
    await settle(first.clock);
    const second = setUp({
      store,
      startMs: NOON + DAY_MS,
      history: { priceAt: async (code) => (code === "BTC" ? ("130" as never) : null) },
    });
    second.prices.set({ BTC: "140" });
    await second.service.start();
    await settle(second.clock);
    expect(second.service.read()).toMatchObject({ totalPnl: "200", dayPnl: "50" });
    const third = setUp({ store: first.store, startMs: NOON + 2 * DAY_MS });
    await third.service.start();
    await settle(third.clock);
    // Without past prices the day's start is not known, and that is said.
    expect(third.service.read().dayPnl).toBeNull();
  });

  it("shows another currency at today's rate and leaves the books as they are", async () => {
    const { service, clock, prices, profile } = setUp();
    await service.start();
    await settle(clock);
    const euro = asset("EUR");
    prices.consensus = (wanted, currency) => {
      const inEuro: Record<string, string> = { BTC: "80", USD: "0.8", ETH: "8", USDC: "0.8" };
      const price = inEuro[wanted];
      if (currency !== euro || price === undefined) return null;
      return {
        asset: wanted,
        currency,
        price: price as never,
        state: "live",
        ageMs: 0,
        path: [],
        sources: [],
        assumedPar: false,
        price24hAgo: null,
      };
    };
    service.setProfile({ ...profile, currency: euro });
    expect(service.read()).toMatchObject({ currency: "EUR", totalValue: "800", netInvested: "800", totalPnl: "0" });
    expect(service.transactions().at(0)?.quote).toBe("USD");
  });

  it("stops: no timer and no listener is left", async () => {
    const { service, clock, prices } = setUp();
    await service.start();
    await settle(clock);
    await service.dispose();
    expect(clock.pending).toBe(0);
    expect(prices.onBatch.size).toBe(0);
  });
});
