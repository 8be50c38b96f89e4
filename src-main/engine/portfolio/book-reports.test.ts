import { afterEach, describe, expect, it } from "vitest";
import { calendarCellSchema, performanceSchema } from "#shared/contract/books.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import { derivationSchema } from "#shared/domain/derivation.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import {
  asset,
  testTransaction as entry,
  FakeAccount,
  FakePrices,
  testBalance,
  testProfile,
} from "#testing/portfolio-fakes.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { PastBooks } from "./compute-past-books.ts";
import { PortfolioService } from "./portfolio-service.ts";

const START = 1_767_571_200_000;
const NOON = START + 12 * HOUR_MS;
const BTC = asset("BTC");
const running: PortfolioService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.dispose();
});

/** BTC costs 100 and a dollar more for each day after the start, a dollar less before. */
class MarketOfDays {
  readonly asked: number[] = [];
  readonly knows: boolean;

  constructor(knows = true) {
    this.knows = knows;
  }

  async priceAt(_: Asset, __: Asset, at: UnixMs): Promise<DecimalString | null> {
    this.asked.push(at);
    return this.knows ? Decimal.fromInteger(100 + Math.floor((at - START) / DAY_MS)).toString() : null;
  }
}

const day = (number: number, hours = 0): number => START + number * DAY_MS + hours * HOUR_MS;
const BOOKS: readonly Transaction[] = [
  entry({ id: "1", ts: day(-3, -6), type: "deposit", asset: "USD", quantity: "1000" }),
  entry({ id: "2", ts: day(-3, -5), type: "trade", side: "buy", asset: "ETH", quantity: "10", price: "10" }),
  entry({ id: "3", ts: day(-2, 5), type: "deposit", asset: "USD", quantity: "200" }),
];
const ETH_PRICES = new Map([
  [day(-3), "10"],
  [day(-2), "12"],
  [day(-1), "11"],
  [day(0), "15"],
]);

function recordsOf(transactions: readonly Transaction[]): readonly Snapshot[] {
  const books = new PastBooks({ profile: testProfile(), transactions, heldSince: unixMs(day(-4)) });
  return [...ETH_PRICES].flatMap(([ts, price]) => {
    const prices: Readonly<Record<string, string>> = { USD: "1", ETH: price, BTC: "100" };
    const priceOf = (code: Asset) => (prices[code] === undefined ? null : decimal(prices[code]));
    return books.at(unixMs(ts)).snapshot("midnight", priceOf) ?? [];
  });
}

async function setUp(
  options: {
    readonly transactions?: readonly Transaction[];
    readonly market?: MarketOfDays;
    readonly now?: number;
  } = {},
) {
  const { transactions = BOOKS, market = new MarketOfDays(), now = NOON } = options;
  const store = new MemoryStore();
  const clock = new ManualClock(now);
  const profile = testProfile();
  const account = new FakeAccount(profile.accounts[0] ?? Object.assign({}));
  account.balances = [testBalance("ETH", "10"), testBalance("USD", "1100")];
  const prices = new FakePrices();
  prices.set({ BTC: "100", ETH: "16", USDC: "1" });
  await store.repositories.transactions.add(profile.id, transactions);
  await store.repositories.snapshots.add(profile.id, recordsOf(transactions));
  const service = new PortfolioService({
    profile,
    clients: [account],
    prices,
    history: market,
    repositories: store.repositories,
    clock,
    ids: new SeededIds(),
    logger: silentLogger,
  });
  running.push(service);
  await service.start();
  await clock.advance(300);
  return { service, clock, store, market, profile, prices };
}

describe("BookReports", () => {
  it("tells how a period went: start + flows + gain = end, and all in BTC beside it", async () => {
    const { service } = await setUp();
    const told = performanceSchema.parse(await service.reports.performance("1w"));
    expect(told).toMatchObject({ start: "1000", flows: "200", gain: "60", end: "1260" });
    expect(told.timeWeighted.value).toBe("0.0517355372");
    expect(await service.equity("1w")).toMatchObject({ gain: told.gain, timeWeighted: told.timeWeighted.value });
    expect(told.maxDrawdown).toEqual({ value: "-0.0098039216", reason: null });
    // 1000 at 97, then 200 at 99 where the deposit shows.
    const last = told.allInBtc.at(-1)?.value ?? "0";
    expect(Number(last)).toBeCloseTo((1000 / 97 + 200 / 99) * 100, 8);
    expect(told.allInBtc.map(({ ts }) => ts)).toEqual([...ETH_PRICES.keys(), NOON + 300]);
  });

  it("tells what was traded and paid in fees after the first record, and what of it has no value", async () => {
    const later = [
      entry({
        id: "4",
        ts: day(-1, 3),
        type: "trade",
        side: "sell",
        asset: "ETH",
        quantity: "4",
        price: "12",
        fee: ["USD", "0.5"],
      }),
      entry({
        id: "5",
        ts: day(-1, 4),
        type: "trade",
        side: "buy",
        asset: "ETH",
        quantity: "4",
        price: "12",
        fee: ["BNB", "1"],
      }),
      entry({ id: "6", ts: day(-1, 5), type: "reward", asset: "ETH", quantity: "0.001" }),
    ];
    const { service } = await setUp({ transactions: [...BOOKS, ...later] });
    const told = performanceSchema.parse(await service.reports.performance("1w"));
    // The purchase of 10 ETH lies before the first record.
    expect(told).toMatchObject({ trades: 2, unvalued: 1, fees: { value: "0.5", reason: null } });
    // 96 were traded; five records, of which that of day 0 is after the fee of 0.5 and holds 10.001 ETH at 15.
    const sum = 1000 + 1020 + 1210 + (1099.5 + 150.015) + 1260;
    expect(told.turnover).toEqual({ value: (96 / (sum / 5)).toFixed(10), reason: null });
    expect(told.gainShare.value).toBe(Decimal.parse(told.gain).div(decimal("1200"), 10, "halfEven").toString());
  });

  it("leaves all in BTC unknown where a price is missing", async () => {
    const { service } = await setUp({ market: new MarketOfDays(false) });
    const { allInBtc, gain } = await service.reports.performance("1w");
    expect(gain).toBe("60");
    expect(allInBtc.map(({ value }) => value)).toEqual([null, null, null, null, null]);
  });

  it("asks the market for few past prices at a time and for none twice", async () => {
    const { service, store, profile, market, clock } = await setUp();
    const [first] = recordsOf(BOOKS);
    if (first === undefined) throw new Error("no record");
    const many = Array.from({ length: 150 }, (_, index) => ({ ...first, ts: unixMs(day(-3, 0) + index * 60_000) }));
    await store.repositories.snapshots.add(profile.id, many);
    market.asked.length = 0;
    const known = async () =>
      (await service.reports.performance("1w")).allInBtc.filter(({ value }) => value !== null).length;
    expect([await known(), market.asked.length]).toEqual([61, 60]);
    expect([await known(), market.asked.length]).toEqual([121, 120]);
    expect(await known()).toBe(154);
    expect(await known()).toBe(154);
    expect(new Set(market.asked).size).toBe(market.asked.length);
    expect(clock.now()).toBe(NOON + 300);
  });

  it("tells gains by day that add up, and begins with what was there before", async () => {
    const { service } = await setUp();
    const cells = await service.reports.calendar([-2, -1, 0, 1].map((number) => unixMs(day(number))));
    expect(cells.map((cell) => calendarCellSchema.parse(cell))).toEqual([
      { from: day(-2), until: day(-1), start: "1020", flows: "200", gain: "-10", end: "1210" },
      { from: day(-1), until: day(0), start: "1210", flows: "0", gain: "40", end: "1250" },
      { from: day(0), until: day(1), start: "1250", flows: "0", gain: "10", end: "1260" },
    ]);
    const [month] = await service.reports.calendar([unixMs(day(-30)), unixMs(day(30))]);
    expect(month).toMatchObject({ start: "1000", flows: "200", gain: "60", end: "1260" });
  });

  it("finds what the first unit begins with however long ago it was recorded", async () => {
    const { service } = await setUp({ now: day(100, 5), market: new MarketOfDays(false) });
    const cells = await service.reports.calendar([99, 100, 101].map((number) => unixMs(day(number))));
    expect(cells).toEqual([{ from: day(100), until: day(101), start: "1250", flows: "0", gain: "10", end: "1260" }]);
  });

  it("does not begin with records that are empty since an entry was taken out", async () => {
    const { service, store, profile } = await setUp();
    const [first] = recordsOf(BOOKS);
    if (first === undefined) throw new Error("no record");
    const zero = Decimal.ZERO.toString();
    const money = { totalValue: zero, netInvested: zero, totalPnl: zero, cash: zero, held: zero };
    const empty: Snapshot = { ...first, ...money, ts: unixMs(day(-50)), reason: "history", breakdown: [] };
    await store.repositories.snapshots.add(profile.id, [empty]);
    const told = await service.reports.performance("all");
    expect([told.from, told.timeWeighted.value]).toEqual([day(-3), "0.0517355372"]);
  });

  it("refuses a period of which no value is known", async () => {
    const { service, prices } = await setUp({ now: day(5, 5), market: new MarketOfDays(false) });
    prices.forget("ETH");
    await expect(service.reports.performance("1d")).rejects.toMatchObject({ code: "FEED_NO_DATA" });
  });

  it("opens shown figures down to entries, prices and balances", async () => {
    const { service } = await setUp();
    const portfolio = service.read();
    const value = derivationSchema.parse(service.reports.why(null, "value"));
    expect(value.value).toBe(portfolio.totalValue);
    expect(service.reports.why(null, "pnl").value).toBe(portfolio.totalPnl);
    const eth = portfolio.positions.find((position) => position.asset === "ETH");
    expect(service.reports.why(asset("ETH"), "weight").value).toBe(eth?.weight);
    expect(service.reports.why(asset("ETH"), "cost")).toMatchObject({ value: eth?.cost });
    expect(service.reports.why(BTC, "value")).toMatchObject({ value: "0" });
  });

  it("checks kept records, and says which moments nobody could record", async () => {
    const { service, store, profile, clock } = await setUp();
    const [first] = recordsOf(BOOKS);
    if (first === undefined) throw new Error("no record");
    const check = async () => {
      const [result] = await Promise.all([service.reports.checkSnapshots(), clock.advance(1)]);
      return result;
    };
    expect(await check()).toMatchObject({ differences: [], more: 0, missing: 0, missingReason: null });
    await store.repositories.snapshots.add(profile.id, [{ ...first, totalValue: Decimal.ONE.toString() }]);
    expect((await check()).differences).toEqual([
      { ts: first.ts, field: "value", kept: "1", computed: "1000", reason: null },
    ]);
  });

  it("puts the days and hours before the first record together in the background", async () => {
    const older = entry({ id: "0", ts: day(-9, 1), type: "deposit", asset: "BTC", quantity: "2", price: "90" });
    const { service, store, profile, clock } = await setUp({ transactions: [older, ...BOOKS] });
    const made = async () =>
      (await store.repositories.snapshots.list(profile.id, unixMs(0))).filter(({ reason }) => reason === "history");
    expect(await made()).toEqual([]);
    for (let step = 0; step < 250; step += 1) await clock.advance(step === 0 ? 30_000 : 250);
    const records = await made();
    expect(records.slice(0, 2).map(({ ts, totalValue }) => `${(ts - START) / DAY_MS} ${totalValue}`)).toEqual([
      "-8 184",
      "-7 186",
    ]);
    // Hours of the last seven days less those near to a record, and two midnights before.
    expect(records).toHaveLength(2 + (7 * 24 - 1) - ETH_PRICES.size);
    const { missing } = await Promise.all([service.reports.checkSnapshots(), clock.advance(1)]).then(([told]) => told);
    expect(missing).toBe(0);
  });
});
