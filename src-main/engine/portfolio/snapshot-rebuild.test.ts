import { afterEach, describe, expect, it } from "vitest";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { bookFixture } from "#testing/book-fixture.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { testTransaction as entry, testProfile } from "#testing/portfolio-fakes.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { PORTFOLIO_POLICIES } from "./portfolio-policies.ts";
import { checkSnapshots } from "./snapshot-check.ts";
import { SnapshotRebuilder } from "./snapshot-rebuild.ts";

const START = 1_767_571_200_000;
const DAYS = 30;
const running: { dispose(): unknown }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.dispose();
});

/** One more dollar a day; not known on the days of `holes`. */
class MarketOfDays {
  asked: string[] = [];
  failing = false;
  readonly #holes: ReadonlySet<number>;

  constructor(holes: readonly number[] = []) {
    this.#holes = new Set(holes);
  }

  async priceAt(asset: Asset, _: Asset, at: UnixMs): Promise<DecimalString | null> {
    const day = Math.floor((at - START) / DAY_MS) + DAYS;
    this.asked.push(`${asset} ${day}`);
    if (this.failing) throw new Error("offline");
    return this.#holes.has(day) ? null : Decimal.fromInteger(100 + day).toString();
  }
}

const deposit = (id: string, daysAgo: number, asset: string, quantity: string): Transaction =>
  entry({ id, ts: START - daysAgo * DAY_MS + HOUR_MS, type: "deposit", asset, quantity, price: "1" });

async function setUp(options: { store?: MemoryStore; market?: MarketOfDays; clock?: ManualClock } = {}) {
  const {
    store = new MemoryStore(),
    market = new MarketOfDays(),
    clock = new ManualClock(START + 2 * HOUR_MS),
  } = options;
  const { books, profile: own } = bookFixture({ store, clock });
  let profile = own;
  await books.load();
  let done = 0;
  const logger = recordingLogger();
  const repository = store.repositories.snapshots;
  const rebuilder = new SnapshotRebuilder({
    profile: () => profile,
    books,
    repository,
    prices: market,
    mayPrice: (asset) => asset !== "ODD",
    isBusy: () => false,
    onDone: () => {
      done += 1;
    },
    clock,
    logger,
    policies: { ...PORTFOLIO_POLICIES, rebuildHourlyMs: 0 },
  });
  running.push(rebuilder);
  const kept = () => repository.list(profile.id, unixMs(0));
  /** Lets a run that is due go to its end. */
  const settle = async () => {
    rebuilder.onPortfolio();
    for (let step = 0; step < 100; step += 1) await clock.advance(step === 0 ? PORTFOLIO_POLICIES.rebuildDelayMs : 300);
    await flushAsync();
  };
  const check = () => {
    const checked = checkSnapshots({ profile, books, repository, clock }, new AbortController().signal);
    return Promise.all([checked, clock.advance(1), clock.advance(1), clock.advance(1)]).then(([result]) => result);
  };
  const show = (currency: string) => {
    profile = testProfile({ currency });
  };
  return {
    show,
    store,
    market,
    clock,
    books,
    profile,
    repository,
    rebuilder,
    kept,
    settle,
    check,
    logger,
    done: () => done,
  };
}

const told = ({ ts, totalValue }: Snapshot): string => `${(ts - START) / DAY_MS + DAYS} ${totalValue}`;

describe("SnapshotRebuilder", () => {
  it("makes a record of each midnight since the first entry, which a check finds right", async () => {
    const { books, settle, kept, check, done } = await setUp();
    await books.add([deposit("1", 4, "BTC", "2"), deposit("2", 2, "USD", "50")]);
    await settle();
    expect((await kept()).map(told)).toEqual(["27 254", "28 256", "29 308", "30 310"]);
    expect((await kept()).every(({ reason }) => reason === "history")).toBe(true);
    expect(await check()).toEqual({ checked: 4, differences: [], more: 0 });
    expect(done()).toBe(1);
  });

  it("leaves out moments of which a price is missing, says so, and does not ask for it again", async () => {
    const market = new MarketOfDays([28]);
    const { books, settle, kept, rebuilder } = await setUp({ market });
    await books.add([deposit("1", 4, "BTC", "2")]);
    await settle();
    expect((await kept()).map(told)).toEqual(["27 254", "29 258", "30 260"]);
    expect(rebuilder.report).toEqual({
      missing: 1,
      reason: "The price of BTC at 2026-01-03T00:00:00.000Z is not known.",
    });
    market.asked = [];
    await books.add([deposit("2", 10, "USD", "5")]);
    await settle();
    expect(market.asked.filter((asked) => asked === "BTC 28")).toEqual([]);
  });

  it("makes anew what older entries change, with the prices that were kept, and nothing before them", async () => {
    const { books, settle, kept, market, store } = await setUp();
    await books.add([deposit("1", 6, "BTC", "2")]);
    await settle();
    market.asked = [];
    const written: number[] = [];
    const { add } = store.repositories.snapshots;
    store.repositories.snapshots.add = (id, rows) => {
      written.push(...rows.map(({ ts }) => (ts - START) / DAY_MS + DAYS));
      return add(id, rows);
    };
    await books.add([deposit("2", 3, "BTC", "1")]);
    await settle();
    expect(market.asked).toEqual([]);
    expect(written).toEqual([28, 29, 30]);
    expect((await kept()).map(told)).toEqual(["25 250", "26 252", "27 254", "28 384", "29 387", "30 390"]);
  });

  it("does not go through the books again for an entry of now", async () => {
    const { books, settle, kept, done, market, clock } = await setUp();
    await books.add([deposit("1", 3, "BTC", "2")]);
    await settle();
    const before = JSON.stringify(await kept());
    market.asked = [];
    await books.add([{ ...deposit("2", 0, "BTC", "1"), ts: clock.now() }]);
    await settle();
    expect([done(), market.asked.length, JSON.stringify(await kept()) === before]).toEqual([1, 0, true]);
  });

  it("asks only for what is new where an older entry brings another coin", async () => {
    const { books, settle, market, kept } = await setUp();
    await books.add([deposit("1", 3, "BTC", "2")]);
    await settle();
    market.asked = [];
    await books.add([deposit("2", 5, "ETH", "1")]);
    await settle();
    expect(market.asked).toEqual(["ETH 26", "ETH 27", "ETH 28", "ETH 29", "ETH 30"]);
    expect((await kept()).at(-1)?.totalValue).toBe("390");
  });

  it("never touches a record that was taken as it happened, even a wrong one, which a check lists", async () => {
    const { books, settle, kept, repository, profile, check } = await setUp();
    await books.add([deposit("1", 3, "BTC", "2")]);
    await settle();
    const [, second] = await kept();
    if (second === undefined) throw new Error("no snapshot");
    const taken: Snapshot = { ...second, reason: "midnight", totalValue: Decimal.fromInteger(7).toString() };
    await repository.add(profile.id, [taken]);
    await books.add([{ ...deposit("2", 9, "USD", "5"), source: "import" }]);
    await settle();
    expect(
      (await kept())
        .filter(({ ts }) => ts === second.ts)
        .map(({ reason, totalValue }) => `${reason} ${totalValue}`)
        .sort(),
    ).toEqual(["history 263", "midnight 7"]);
    const { differences } = await check();
    expect(differences.map(({ field, kept: was, computed }) => `${field} ${was} ${computed}`)).toEqual([
      "value 7 263",
      "netInvested 2 7",
    ]);
    expect(differences[0]?.reason).toContain("from a file or by hand");
  });

  it("tells what the books say now of a record that was taken: what came in later was no gain of the day after", async () => {
    const { books, settle, kept, repository, profile, rebuilder } = await setUp();
    await books.add([deposit("1", 3, "BTC", "2")]);
    await settle();
    const [, second] = await kept();
    if (second === undefined) throw new Error("no snapshot");
    // Seen: 2 BTC and 5 USD of which the books did not know then.
    const line = { asset: "USD" as Asset, quantity: "5", price: "1", value: "5", weight: "0", pnl: null };
    const taken = {
      ...second,
      reason: "midnight",
      totalValue: Decimal.parse(second.totalValue).add(Decimal.fromInteger(5)).toString(),
      totalPnl: Decimal.parse(second.totalPnl).add(Decimal.fromInteger(5)).toString(),
      breakdown: [...second.breakdown, line],
    } as Snapshot;
    await repository.add(profile.id, [taken]);
    expect(rebuilder.restated(taken)).toBe(taken);
    await books.add([{ ...deposit("2", 9, "USD", "5"), source: "import" }]);
    await settle();
    expect(rebuilder.restated(taken)).toEqual({ ...taken, netInvested: "7", totalPnl: second.totalPnl });
    // On disk it stays what it was.
    expect((await kept()).find(({ reason }) => reason === "midnight")).toEqual(taken);
  });

  it("takes what is in the books but was not seen yet for neither gain nor investment", async () => {
    const { books, settle, kept, repository, profile, rebuilder } = await setUp();
    await books.add([deposit("1", 3, "BTC", "2")]);
    await settle();
    const [, second] = await kept();
    if (second === undefined) throw new Error("no snapshot");
    const taken: Snapshot = { ...second, reason: "midnight" };
    await repository.add(profile.id, [taken]);
    // A deposit that the venue credits later than its own time says.
    await books.add([{ ...deposit("2", 3, "USD", "50"), source: "import" }]);
    await settle();
    expect(rebuilder.restated(taken)).toEqual(taken);
  });

  it("killed at any time and started again, it ends like one that was never stopped", async () => {
    const entries = Array.from({ length: 6 }, (_, index) => deposit(`d${index}`, DAYS - index * 4, "BTC", "1"));
    const whole = await setUp();
    await whole.books.add(entries);
    await whole.settle();
    const wanted = JSON.stringify(await whole.kept());
    expect((await whole.kept()).length).toBe(DAYS);
    for (const steps of [1, 4, 19, 20, 21, 22, 29]) {
      const store = new MemoryStore();
      const first = await setUp({ store });
      await first.books.add(entries);
      first.rebuilder.onPortfolio();
      await first.clock.advance(PORTFOLIO_POLICIES.rebuildDelayMs);
      for (let step = 0; step < steps; step += 1) await first.clock.advance(PORTFOLIO_POLICIES.rebuildPaceMs);
      await first.rebuilder.dispose();
      expect((await first.kept()).length).toBeLessThan(DAYS);
      const second = await setUp({ store, clock: first.clock });
      await second.settle();
      expect(JSON.stringify(await second.kept())).toBe(wanted);
      expect(second.market.asked.length).toBe(DAYS - (steps >= 20 ? 20 : 0));
    }
  });

  it("waits while another currency is shown than that of the books, and says so", async () => {
    const { books, settle, kept, rebuilder, show } = await setUp();
    await books.add([deposit("1", 2, "BTC", "2")]);
    show("EUR");
    await settle();
    expect(await kept()).toEqual([]);
    expect(rebuilder.report.reason).toContain("only while USD");
    show("USD");
    await settle();
    expect((await kept()).map(told)).toEqual(["29 258", "30 260"]);
    expect(rebuilder.report).toEqual({ missing: 0, reason: null });
  });

  it("tries again after a while where the market could not be asked", async () => {
    const market = new MarketOfDays();
    market.failing = true;
    const { books, settle, kept, clock, logger } = await setUp({ market });
    await books.add([deposit("1", 2, "BTC", "2")]);
    await settle();
    expect(await kept()).toEqual([]);
    expect(logger.lines.some(({ message }) => message.includes("tried again"))).toBe(true);
    market.failing = false;
    await clock.advance(PORTFOLIO_POLICIES.rebuildRetryMs);
    await settle();
    expect((await kept()).map(told)).toEqual(["29 258", "30 260"]);
  });
});
