import { afterEach, describe, expect, it } from "vitest";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { OrderDesk } from "#engine/execution/order-desk-service.ts";
import { ensure } from "#shared/domain/assert.ts";
import { assetSchema, type ClientOrderId, clientOrderIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { OrderFilter } from "#shared/domain/order-filter.ts";
import { unixMs } from "#shared/domain/time.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import type { SendStep } from "#testing/scripted-exchange-client.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { type BenchOptions, type BootedEngine, runFor, TradingBench } from "#testing/trading-bench.ts";

const NOBODY = clientOrderIdSchema.parse("11111111-2222-4333-8444-555555555555");
const PROVES_NOTHING = { expiryMs: null, visibilityLagMs: 1_000, idempotentClientId: false };
const LOST: SendStep = { does: "lost" };

/** As a profile's runtime puts it together. */
function deskOf(bench: TradingBench, engine: BootedEngine, expiryMs: number | null): OrderDesk {
  return new OrderDesk({
    ...engine,
    entries: bench.store.journal,
    plans: {
      record: (planId) => engine.rebalance.record(planId),
      underWay: () => engine.rebalance.plans().open,
      pause: (planId) => engine.rebalance.pause(planId),
    },
    expiryMs: () => expiryMs,
    currency: () => assetSchema.parse("USD"),
    clock: bench.clock,
    policies: EXECUTION_POLICIES,
    logger: silentLogger,
  });
}

function expiryOf({ rules }: BenchOptions): number | null {
  return rules === undefined ? 5_000 : (rules.expiryMs ?? null);
}

const disposed: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposed.splice(0)) await dispose();
});

async function boot(bench: TradingBench, expiryMs: number | null) {
  const engine = bench.boot();
  const desk = deskOf(bench, engine, expiryMs);
  disposed.push(() => desk.dispose());
  await engine.killSwitch.start();
  await engine.rebalance.replay();
  desk.noteStart();
  await runFor(bench.clock, engine.rebalance.recover());
  return { engine, desk };
}

async function approved(bench: TradingBench, engine: BootedEngine, script: readonly SendStep[]) {
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  bench.venue.script.push(...script);
  await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
  return record.plan.planId;
}

/** A plan of three orders that all fill at their planned prices. */
async function traded(options: BenchOptions = {}) {
  const bench = new TradingBench(options);
  const { engine, desk } = await boot(bench, expiryOf(options));
  const planId = await approved(bench, engine, []);
  await runFor(bench.clock, engine.rebalance.idle(planId));
  return { bench, engine, desk, planId };
}

/** A plan of one order that stays under way as scripted. */
async function underWay(options: BenchOptions, ...script: readonly SendStep[]) {
  const bench = new TradingBench({
    legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01", kind: "postOnly" }],
    ...options,
  });
  const { engine, desk } = await boot(bench, expiryOf(options));
  const planId = await approved(bench, engine, script);
  for (let tries = 0; engine.execution.orders().length === 0 && tries < 400; tries += 1) await bench.clock.advance(25);
  await bench.clock.advance(1_000);
  const order = () => ensure(engine.execution.orders()[0], "the order");
  return { bench, engine, desk, planId, order };
}

describe("orders and fills as lists", () => {
  it("come newest first, in pages, with their place and what the plan expected", async () => {
    const { desk, planId } = await traded();
    const first = desk.list({ filter: {}, limit: 2 });
    expect(first).toMatchObject({ next: 2, total: 3 });
    expect(
      first.rows.map(({ number, order, plannedPrice, slippageBp, attestFrom }) => [
        number,
        order.symbol,
        order.state,
        plannedPrice,
        slippageBp,
        attestFrom,
      ]),
    ).toEqual([
      [3, "SOL/USD", "FILLED", "100.01", "0", null],
      [2, "ETH/USD", "FILLED", "2500.25", "0", null],
    ]);
    const second = desk.list({ filter: {}, limit: 2, before: ensure(first.next, "the next page") });
    expect(second.rows.map(({ number }) => number)).toEqual([1]);
    expect(second.next).toBeNull();
    const fills = desk.fills({ filter: { planId }, limit: 2 });
    expect(fills).toMatchObject({ next: 2, total: 3 });
    expect(fills.rows.map(({ number, fill }) => [number, fill.symbol])).toEqual([
      [3, "SOL/USD"],
      [2, "ETH/USD"],
    ]);
    expect(desk.standing()).toMatchObject({ orders: 3, fills: 3, open: [], openCount: 0, recovery: null });
  });

  it.each<[OrderFilter, number]>([
    [{ side: "buy" }, 2],
    [{ phase: "filled" }, 3],
    [{ phase: "open" }, 0],
    [{ phase: "unknown" }, 0],
    [{ text: "sol/" }, 1],
    [{ text: "nowhere" }, 0],
    [{ venue: venueIdSchema.parse("kraken") }, 0],
  ])("match %o", async (filter, count) => {
    const { desk } = await traded();
    expect(desk.list({ filter, limit: 10 }).total).toBe(count);
    expect(desk.fills({ filter, limit: 10 }).total).toBe(count);
  });

  it("tell one order's life from the journal, and of no other order", async () => {
    const { desk, engine } = await traded();
    const [first] = engine.execution.orders();
    const life = await desk.life(ensure(first, "an order").clientOrderId);
    expect(life.map(({ event }) => (event.kind === "order.state" ? event.to : event.kind))).toEqual([
      "order.planned",
      "SUBMITTING",
      "order.fill",
      "FILLED",
    ]);
    await expect(desk.life(NOBODY)).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
  });

  it("rise in revision with every change, so that a list knows itself old", async () => {
    const { desk, bench, engine } = await traded();
    const before = desk.standing().revision;
    let told = 0;
    desk.changes.subscribe(() => {
      told += 1;
    });
    await runFor(bench.clock, engine.rebalance.idle(await approved(bench, engine, [])));
    expect(desk.standing().revision).toBeGreaterThan(before);
    expect(told).toBeGreaterThan(0);
  });
});

describe("canceling one order by hand", () => {
  it("holds its plan, so that nothing is sent in its place, and is journaled", async () => {
    const { desk, engine, bench, planId, order } = await underWay({}, { does: "accept", fill: "0.4" });
    expect(order().state).toBe("PARTIAL");
    await runFor(bench.clock, desk.cancel(order().clientOrderId));
    await bench.clock.advance(60_000);
    expect(order()).toMatchObject({ state: "CANCELED", filledQuantity: "0.004" });
    expect(engine.execution.orders()).toHaveLength(1);
    expect(engine.rebalance.record(planId).state).toBe("PAUSED");
    const life = await desk.life(order().clientOrderId);
    expect(life.filter(({ event }) => event.kind === "order.command")).toHaveLength(1);
  });

  it("goes through where the plan was held in the same moment by another word", async () => {
    const { bench, engine, desk, order } = await underWay({}, { does: "accept", fill: "0" });
    const { planId, clientOrderId } = order();
    await Promise.all([desk.cancel(clientOrderId), engine.rebalance.pause(planId)]);
    await bench.clock.advance(5_000);
    expect(order().state).toBe("CANCELED");
    expect(engine.rebalance.record(planId).state).toBe("PAUSED");
  });

  it("does not wait for a look that waits for the venue's limits", async () => {
    const { bench, desk, order } = await underWay({}, { does: "accept", fill: "0" });
    const find = bench.venue.findOrder.bind(bench.venue);
    const looks: AbortSignal[] = [];
    bench.venue.findOrder = (_request: { readonly clientOrderId: ClientOrderId }, options?: { signal?: AbortSignal }) =>
      new Promise((_, reject) => {
        const signal = ensure(options?.signal, "a signal");
        looks.push(signal);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    await bench.clock.advance(1_500);
    expect(looks.map(({ aborted }) => aborted)).toEqual([false]);
    bench.venue.findOrder = find;
    await desk.cancel(order().clientOrderId);
    await flushAsync();
    expect(looks.map(({ aborted }) => aborted)).toEqual([true]);
    expect(order().state).toBe("CANCELED");
    // A look that was ended says nothing of the venue.
    expect(order().reason).toBe("CANCELED_BY_US");
  });

  it("is refused for what is over and for what is not there, and then leaves nothing in the journal", async () => {
    const { desk, engine, bench } = await traded();
    const { clientOrderId } = ensure(engine.execution.orders()[0], "an order");
    const { entries } = await bench.store.journal.verify();
    await expect(desk.cancel(clientOrderId)).rejects.toMatchObject({ code: "ORDER_STATE" });
    await expect(desk.cancel(NOBODY)).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
    expect((await bench.store.journal.verify()).entries).toBe(entries);
  });
});

describe("vouching for an order of unknown outcome", () => {
  it("is open from the time that the row names, and not before", async () => {
    const { desk, bench, order } = await underWay({ rules: PROVES_NOTHING }, LOST);
    expect(order().state).toBe("UNKNOWN");
    const id = order().clientOrderId;
    const [row] = desk.list({ filter: { phase: "unknown" }, limit: 1 }).rows;
    const from = ensure(row?.attestFrom, "a time");
    expect(from).toBe(ensure(order().sentAt, "sent") + EXECUTION_POLICIES.attestAfterMs);
    expect(desk.standing()).toMatchObject({ unknownCount: 1, openCount: 1 });
    await expect(desk.attest(id, "not in the venue's list")).rejects.toMatchObject({ code: "ORDER_STATE" });
    await bench.clock.advance(from - bench.clock.now());
    const attested = await desk.attest(id, "not in the venue's list");
    expect(attested).toMatchObject({ attestFrom: null, order: { state: "ATTESTED" } });
    expect(attested.order.detail).toContain("not in the venue's list");
  });

  it("opens only with the alarm where the venue's rules allow a proof", async () => {
    const { desk, bench, order } = await underWay({}, LOST);
    bench.venue.silent = true;
    await bench.clock.advance(1_000);
    const [row] = desk.standing().open;
    expect(row?.attestFrom).toBe(ensure(order().sentAt, "sent") + EXECUTION_POLICIES.unknownAlarmMs);
  });
});

describe("what a start found under way", () => {
  it("is told with what has become of it since", async () => {
    const { bench, engine } = await underWay({}, { does: "accept", fill: "0.4", reply: "lost" });
    await engine.rebalance.dispose();
    await engine.execution.dispose();
    const again = await boot(bench, 5_000);
    await bench.clock.advance(120_000);
    const { recovery } = again.desk.standing();
    expect(recovery?.plan).toMatchObject({ before: "EXECUTING", now: "PAUSED", reason: { code: "RECOVERED" } });
    expect(recovery?.orders.map(({ before, row }) => [before, row.order.state])).toEqual([["UNKNOWN", "CANCELED"]]);
  });

  it("is nothing after a clean end", async () => {
    const { bench, engine } = await traded();
    await engine.rebalance.dispose();
    await engine.execution.dispose();
    expect((await boot(bench, 5_000)).desk.standing().recovery).toBeNull();
  });
});

describe("execution quality", () => {
  it("is measured per leg and over venue, symbol and day, in a span of time", async () => {
    const { desk, bench } = await traded();
    const quality = desk.quality({ limit: 2 });
    expect(quality.legs).toHaveLength(2);
    expect(quality.total).toMatchObject({ legs: 3, filledLegs: 3, slippageCost: "0", slippageBp: "0", feeBp: "10" });
    // 0.01 BTC at 49995, 0.1 ETH at 2500.25, 2 SOL at 100.01.
    expect(quality.total.value).toBe("949.995");
    expect(quality.byVenue).toHaveLength(1);
    expect(quality.bySymbol.map(({ key, value }) => [key, value])).toEqual([
      ["BTC/USD", "499.95"],
      ["ETH/USD", "250.025"],
      ["SOL/USD", "200.02"],
    ]);
    expect(quality.byDay).toHaveLength(1);
    expect(desk.quality({ limit: 2, from: unixMs(bench.clock.now() + 1) }).total.legs).toBe(0);
    expect(desk.quality({ limit: 2, until: unixMs(bench.clock.now() + 1) }).total.legs).toBe(3);
  });
});
