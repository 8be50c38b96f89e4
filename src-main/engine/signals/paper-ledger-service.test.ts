// Is every signal and proposal followed on paper to its end, is it known which were taken, and does a restart change nothing?
import { describe, expect, it } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import type { Store } from "#engine/ports/repositories.ts";
import type { PaperReading } from "#engine/ports/strategy-worker.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, decisionHashSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { PlanRecord, PlanState, RebalancePlan } from "#shared/domain/plan.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { KNOWN_PROFILE } from "#testing/fake-api-context.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { UNREAD } from "./compute-paper-sources.ts";
import { PaperLedgerService, type ReadOnPaper } from "./paper-ledger-service.ts";

const PROFILE = sampleProfile(KNOWN_PROFILE, 1);
const VENUE = venueIdSchema.parse("sim-alpha");
const BTC = assetSchema.parse("BTC");
const SYMBOL = marketSymbolSchema.parse("BTC/USD");
const INSTRUMENT = { venue: VENUE, symbol: SYMBOL, base: BTC, quote: PROFILE.currency } as Instrument;

interface SetUp {
  readonly store?: Store;
  readonly clock?: ManualClock;
  /** Closes by their time. */
  readonly closes?: Map<number, string>;
}

async function setUp({ store = new MemoryStore(), clock = new ManualClock(), closes = new Map() }: SetUp = {}) {
  const signals = { changes: new Topic<Signal>() };
  const plans = { changes: new Topic<PlanRecord>() };
  const ledger = new PaperLedgerService({
    profileId: KNOWN_PROFILE,
    profile: () => PROFILE,
    market: {
      quote: () => ({ bid: decimalString("99.9"), ask: decimalString("100.1") }),
      instruments: () => [INSTRUMENT],
      candles: async (_venue, _symbol, _timeframe, { limit }) =>
        [...closes]
          .sort(([first], [second]) => first - second)
          .map(([at, close]) => ({ openTime: unixMs(at - HOUR_MS), close, closed: true }) as Candle)
          .slice(-limit),
    },
    ...{ signals, plans, repositories: store.repositories, clock, logger: silentLogger },
  });
  await ledger.start();
  return { ledger, signals, plans, store, clock, closes };
}

const ids = new SeededIds();

const signalOf = (ts: UnixMs, more: Partial<Signal> = {}): Signal => ({
  ...{ id: ids.signalId(), profileId: KNOWN_PROFILE, ts, asset: BTC, action: "buy", quantity: null },
  ...{ price: decimalString("100"), confidence: decimalString("1"), strength: decimalString("1") },
  ...{ source: "rebalance", summary: "Buy.", rationale: [], expiresAt: unixMs(ts + HOUR_MS) },
  ...{ rule: "threshold, version 1", decisionHash: decisionHashSchema.parse("ab".repeat(32)) },
  ...more,
});

function planOf(at: UnixMs, state: PlanState, more: Partial<RebalancePlan> = {}): PlanRecord {
  const leg = {
    ...{ base: BTC, side: "buy", symbol: SYMBOL, venue: VENUE, quantity: decimalString("10") },
    ...{ value: decimalString("1001"), spreadCost: decimalString("1"), slippageCost: decimalString("0") },
  };
  const plan = { planId: ids.planId(), createdAt: at, currency: PROFILE.currency, legs: [leg], ...more };
  return { plan, state, approvedAt: state === "PREVIEWED" ? null : at } as unknown as PlanRecord;
}

const readingOf = (at: UnixMs, more: Partial<PaperReading> = {}): PaperReading => {
  const { state, end, exit, gross, costs, result } = UNREAD;
  const unread = { state, end, exit, gross, costs, result };
  return {
    ...unread,
    group: "mapper",
    side: "buy",
    at,
    price: decimalString("100"),
    expiresAt: unixMs(at + 24 * HOUR_MS),
    ...more,
  };
};

const readOf = (closedAt: UnixMs, paper: readonly PaperReading[]): ReadOnPaper => ({
  ...{ venue: VENUE, symbol: SYMBOL, closedAt, paper },
  costs: { halfSpread: decimalString("0.001"), fee: decimalString("0.002"), stake: decimalString("1000") },
});

/** Hours of which the last close is the price. */
async function pass(clock: ManualClock, closes: Map<number, string>, hours: number, close: string) {
  const from = Math.floor(clock.now() / HOUR_MS);
  for (let hour = 1; hour <= hours; hour += 1) closes.set((from + hour) * HOUR_MS, close);
  await clock.advance(hours * HOUR_MS + 3 * MINUTE_MS);
}

describe("the paper ledger", () => {
  it("follows a strategy's reading to its end a day later, costs taken off", async () => {
    const { ledger, clock, closes, signals } = await setUp();
    const at = clock.now();
    await ledger.take([readOf(at, [readingOf(at)])]);
    const signal = signalOf(at, { source: "strategy", rule: "mapper (ensemble), version 1" });
    signals.changes.publish(signal);
    await pass(clock, closes, 23, "120");
    expect(ledger.results()).toMatchObject([{ group: "mapper", open: 1, closed: 0, gross: "200" }]);
    await pass(clock, closes, 1, "110");
    // 10 units: sold at 110 x 0.999 x 0.998, bought at 100 x 1.001 x 1.002.
    expect(ledger.results()).toEqual([
      {
        ...{ group: "mapper", currency: "USD", closed: 1, open: 0, wins: 1, taken: 0 },
        ...{ gross: "100", costs: "6.2998", result: "93.7002", takenResult: "0" },
      },
    ]);
    expect(await ledger.list({ limit: 9 })).toMatchObject([
      { state: "closed", end: "expiry", exit: { price: "110" }, seen: true, takenBy: null, signalIds: [signal.id] },
    ]);
  });

  it("waits for a close that a venue tells late", async () => {
    const { ledger, clock, closes } = await setUp();
    const at = clock.now();
    await ledger.take([readOf(at, [readingOf(at)])]);
    await pass(clock, closes, 23, "120");
    await clock.advance(3 * HOUR_MS);
    expect(ledger.results()).toMatchObject([{ open: 1, closed: 0 }]);
    closes.set(at + 24 * HOUR_MS, "90");
    await clock.advance(HOUR_MS);
    expect(ledger.results()).toMatchObject([{ open: 0, closed: 1, gross: "-100", wins: 0 }]);
  });

  it("keeps what never had a price apart, and counts it nowhere", async () => {
    const { ledger, clock } = await setUp();
    await ledger.take([readOf(clock.now(), [readingOf(clock.now())])]);
    await clock.advance(50 * HOUR_MS);
    expect(ledger.results()).toEqual([]);
    expect(await ledger.list({ limit: 9 })).toMatchObject([{ state: "unpriced", end: "expiry" }]);
  });

  it("ends a bet when its group says the opposite, and takes the same bet again for the same", async () => {
    const { ledger, clock, closes } = await setUp();
    const at = clock.now();
    await ledger.take([readOf(at, [readingOf(at)])]);
    await pass(clock, closes, 2, "105");
    const later = unixMs(at + 2 * HOUR_MS);
    await ledger.take([readOf(later, [readingOf(later)])]);
    expect(await ledger.list({ limit: 9 })).toHaveLength(1);
    expect(ledger.followed({ venue: VENUE, symbol: SYMBOL })).toMatchObject({
      until: later,
      running: [{ group: "mapper" }],
    });
    await pass(clock, closes, 1, "107");
    const turn = unixMs(at + 3 * HOUR_MS);
    await ledger.take([readOf(turn, [readingOf(turn, { side: "sell", price: decimalString("107") })])]);
    expect(await ledger.list({ limit: 9 })).toMatchObject([
      { side: "sell", end: null },
      { side: "buy", end: "opposite", exit: { price: "107" } },
    ]);
  });

  it("does not take a bar twice", async () => {
    const { ledger, clock } = await setUp();
    const at = clock.now();
    const read = readOf(at, [readingOf(at), readingOf(unixMs(at - HOUR_MS), { group: "entropyGate" })]);
    await ledger.take([read]);
    await ledger.take([read]);
    expect((await ledger.list({ limit: 9 })).map(({ group, seen }) => [group, seen])).toEqual([
      ["mapper", true],
      ["entropyGate", false],
    ]);
  });

  it("follows a rule's signal and each order of a proposal, and knows which plan took them", async () => {
    const { ledger, clock, closes, signals, plans } = await setUp();
    const at = clock.now();
    const signal = signalOf(at);
    signals.changes.publish(signal);
    signals.changes.publish(signalOf(at, { action: "rebalance", asset: null, rule: "highCash, version 1" }));
    const shown = planOf(at, "PREVIEWED");
    const other = planOf(at, "PREVIEWED");
    plans.changes.publish(shown);
    plans.changes.publish(shown);
    plans.changes.publish(other);
    plans.changes.publish(
      planOf(at, "PREVIEWED", { trade: { symbol: SYMBOL, side: "buy" } as RebalancePlan["trade"] & {} }),
    );
    plans.changes.publish({ ...other, state: "APPROVED", approvedAt: at });
    await pass(clock, closes, 24, "110");
    const entries = await ledger.list({ limit: 9 });
    expect(entries).toMatchObject([
      { group: "proposals", planIds: [shown.plan.planId, other.plan.planId], takenBy: other.plan.planId, price: "100" },
      { group: "threshold", kind: "rule", signalIds: [signal.id], takenBy: other.plan.planId, halfSpread: "0.001" },
    ]);
    expect(
      ledger
        .results()
        .map(({ group, taken, closed, result, takenResult }) => [group, taken, closed, result === takenResult]),
    ).toEqual([
      ["proposals", 1, 1, true],
      ["threshold", 1, 1, true],
    ]);
  });

  it("knows a strategy's signal that was taken, also where its entry ended before the approval", async () => {
    const { ledger, clock, closes, signals, plans } = await setUp();
    const at = clock.now();
    await ledger.take([readOf(at, [readingOf(at)])]);
    const signal = signalOf(at, { source: "strategy", rule: "mapper (ensemble), version 1" });
    signals.changes.publish(signal);
    await pass(clock, closes, 24, "110");
    expect(ledger.results()).toMatchObject([{ taken: 0, takenResult: "0" }]);
    const trade = { symbol: SYMBOL, side: "buy", signal: { id: signal.id } } as unknown as NonNullable<
      RebalancePlan["trade"]
    >;
    const plan = planOf(clock.now(), "APPROVED", { trade });
    plans.changes.publish(plan);
    await clock.advance(0);
    plans.changes.publish(plan);
    await clock.advance(0);
    expect(ledger.results()).toMatchObject([{ taken: 1, takenResult: "93.7002", result: "93.7002" }]);
    expect(await ledger.list({ limit: 9 })).toMatchObject([{ takenBy: plan.plan.planId }]);
  });

  it("goes on after a restart as if there had been none", async () => {
    const run = async (restart: boolean) => {
      const begun = await setUp();
      const at = begun.clock.now();
      const first = readOf(at, [readingOf(at), readingOf(at, { group: "cycleWheel", side: "sell" })]);
      await begun.ledger.take([first]);
      begun.signals.changes.publish({ ...signalOf(at), id: ids.signalId() });
      await pass(begun.clock, begun.closes, 5, "104");
      if (restart) await begun.ledger.dispose();
      const { ledger, clock, closes } = restart ? await setUp(begun) : begun;
      await pass(clock, closes, 30, "108");
      const entries = await ledger.list({ limit: 9 });
      return {
        since: ledger.since,
        results: ledger.results(),
        entries: entries.map(({ id, ...rest }) => ({ ...rest, signalIds: [] })),
      };
    };
    const [through, again] = [await run(false), await run(true)];
    expect(again).toEqual(through);
    expect(through.results.map(({ group, closed }) => [group, closed])).toEqual([
      ["cycleWheel", 1],
      ["mapper", 1],
      ["threshold", 1],
    ]);
  });

  it("stores with the next what could not be stored", async () => {
    const store = new MemoryStore();
    const { ledger, clock } = await setUp({ store });
    const at = clock.now();
    store.failWrites("STORE_FULL");
    await expect(ledger.take([readOf(at, [readingOf(at)])])).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(await ledger.list({ limit: 9 })).toEqual([]);
    store.heal();
    await ledger.settle();
    expect(await ledger.list({ limit: 9 })).toMatchObject([{ group: "mapper" }]);
  });
});
