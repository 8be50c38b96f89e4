import { describe, expect, it } from "vitest";
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import {
  BENCH_ACCOUNT,
  type BenchOptions,
  runFor,
  startEngine,
  stopEngine,
  TradingBench,
} from "#testing/trading-bench.ts";
import { OrderBookOfRecord } from "./order-book-of-record.ts";

async function traded(options: BenchOptions = {}) {
  const bench = new TradingBench(options);
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  const approval = { planHash: record.plan.planHash, nonce, saveTargets: false };
  const run = async () => {
    await engine.rebalance.approve(approval);
    await runFor(bench.clock, engine.rebalance.idle(record.plan.planId));
    return engine.rebalance.record(record.plan.planId);
  };
  return { bench, engine, run };
}

describe("a private stream's hint", () => {
  it("has an own order looked at now instead of later, and is nobody's where the order is another's", async () => {
    const bench = new TradingBench({ legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }] });
    const engine = bench.boot();
    await runFor(bench.clock, startEngine(engine));
    const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    bench.venue.script.push({ does: "accept", fill: "1", reply: "lost" });
    await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
    for (let tries = 0; bench.venue.arrived.length === 0 && tries < 400; tries += 1) await bench.clock.advance(25);
    bench.venue.silent = true;
    await bench.clock.advance(120_000);
    const [order] = engine.execution.orders();
    expect(order?.state).toBe("UNKNOWN");
    bench.venue.silent = false;
    await bench.clock.advance(1);
    expect(engine.execution.orders()[0]?.state).toBe("UNKNOWN");
    const { accountId, clientOrderId } = ensure(order, "the order");
    const hint = { kind: "order", clientOrderId, venueOrderId: null } as const;
    expect(engine.execution.takeHint(accountId, { ...hint, clientOrderId: null })).toBe(false);
    expect(engine.execution.takeHint(accountId, hint)).toBe(true);
    await bench.clock.advance(1);
    expect(engine.execution.orders()[0]?.state).toBe("FILLED");
    await stopEngine(engine);
  });
});

describe("what a venue says of itself", () => {
  it("is asked anew after a sleep, through which no time seems to have passed", async () => {
    const { bench, engine } = await traded();
    bench.venueStatus = { state: "online", detail: null };
    const read = async () => (await runFor(bench.clock, engine.execution.venueStatus(BENCH_ACCOUNT.id)))?.state;
    expect(await read()).toBe("online");
    bench.venueStatus = { state: "maintenance", detail: null };
    expect(await read()).toBe("online");
    bench.clock.stepWall(28_800_000);
    expect(await read()).toBe("maintenance");
    await stopEngine(engine);
  });
});

it("lets the next order wait until half of the venue's calls are free, since preparing it takes some", async () => {
  const { bench, engine } = await traded();
  const used = (share: number) => {
    const budgets = [{ scope: "key" as const, name: "calls", used: 20 * share, limit: 20 }];
    const nothing = { latencyMs: null, lastAnswerAt: null, clockErrorMs: null, failing: null, pausedUntil: null };
    Object.assign(bench.venue, { diagnostics: () => ({ ...nothing, budgets }) });
    return engine.execution.waitsFor(BENCH_ACCOUNT.id);
  };
  expect([used(0.5), used(0.51), used(0.7)]).toEqual([null, "calls", "calls"]);
  await stopEngine(engine);
});

describe("reconciling an account", () => {
  it("shows orders that are not ours once, and leaves them alone", async () => {
    const { bench, engine } = await traded();
    const foreign = { clientOrderId: null, venueOrderId: "theirs", symbol: "BTC/USD", side: "buy", quantity: "1" };
    bench.venue.foreign.push({ ...foreign, state: "open", filledQuantity: "0" } as never);
    await runFor(bench.clock, engine.execution.reconcile());
    await runFor(bench.clock, engine.execution.reconcile());
    const told = await bench.store.journal.read({ after: 0, limit: 100, kinds: ["order.external"] });
    expect(told.map(({ event }) => event)).toEqual([
      { kind: "order.external", venue: "sim-alpha", detail: "buy 1 BTC/USD, venue id theirs" },
    ]);
    expect(engine.execution.orders()).toEqual([]);
  });

  it("halts when an order that had ended is open at the venue", async () => {
    const { bench, engine, run } = await traded();
    const { orders } = await run();
    bench.venue.foreign.push({ ...orders[0], state: "open" } as never);
    expect((await runFor(bench.clock, engine.execution.reconcile())).ok).toBe(false);
    expect(engine.risk.trading).toMatchObject({ state: "halted", reason: { code: "INVARIANT_BROKEN" } });
  });

  it("sends nothing while the clocks disagree", async () => {
    const { bench } = await traded();
    bench.venue.clockOffsetMs = 1_500;
    const again = bench.boot();
    await runFor(bench.clock, startEngine(again));
    const { record, nonce } = await runFor(bench.clock, again.rebalance.preview({}, {}));
    await again.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
    await runFor(bench.clock, again.rebalance.idle(record.plan.planId));
    const held = again.rebalance.record(record.plan.planId);
    expect(held).toMatchObject({ state: "PAUSED", reason: { code: "CLOCK_ERROR" } });
    expect(held.orders.map((order) => [order.state, order.reason])).toEqual([["DENIED", "CLOCK_ERROR"]]);
    expect(bench.venue.arrived).toEqual([]);
  });

  it("goes on looking while a plan waits for its report, and ends it when the venue is back", async () => {
    const { bench, engine, run } = await traded({ legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }] });
    bench.venue.script.push({ does: "accept", fill: "1" });
    engine.execution.fillChanges.subscribe(() => {
      bench.venue.silent = true;
      bench.clock.after(120_000, () => {
        bench.venue.silent = false;
      });
    });
    const states: string[] = [];
    engine.rebalance.changes.subscribe(({ state }) => states.push(state));
    expect((await run()).state).toBe("DONE");
    expect(states).not.toContain("PAUSED");
  });
});

describe("a program that ends while a venue does not answer", () => {
  it("leaves what it was asking, which is no failure", async () => {
    const bench = new TradingBench();
    const logger = recordingLogger();
    bench.venue.silent = true;
    const engine = bench.boot({ logger });
    await runFor(bench.clock, startEngine(engine));
    // The moment it asks again, the program ends.
    const ended = new Promise<void>((resolve) =>
      engine.execution.readyChanges.subscribe(() => resolve(stopEngine(engine))),
    );
    await runFor(bench.clock, ended);
    await bench.clock.advance(600_000);
    expect(logger.lines.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("the journal's word", () => {
  async function entries(): Promise<readonly JournalEntry[]> {
    const { bench, run } = await traded();
    await run();
    return await bench.store.journal.read({ after: 0, limit: 1_000 });
  }

  it("is refused where it contradicts itself: replanned, from a wrong state, a move the table has not, a fill twice", async () => {
    const all = await entries();
    const first = (kind: string) => all.find(({ event }) => event.kind === kind)!;
    const fresh = () => {
      const book = new OrderBookOfRecord();
      for (const entry of all) book.apply(entry);
      return book;
    };
    for (const kind of ["order.planned", "order.state", "order.fill"]) {
      expect(() => fresh().apply(first(kind))).toThrow(InvariantError);
    }
    const empty = new OrderBookOfRecord();
    expect(() => empty.apply(first("order.fill"))).toThrow(InvariantError);
    const filled = all.findLast(({ event }) => event.kind === "order.state")!;
    const book = new OrderBookOfRecord();
    for (const entry of all) {
      if (entry.seq < filled.seq && entry.event.kind !== "order.fill" && entry.event.kind !== "order.state") {
        book.apply(entry);
      }
    }
    expect(() => book.apply(filled)).toThrow(InvariantError);
    const started = all.find(({ event }) => event.kind === "order.planned")!;
    if (started.event.kind !== "order.planned") throw new Error("no order was planned");
    const wrong = {
      ...started,
      event: { ...started.event, order: { ...started.event.order, state: "OPEN" as const } },
    };
    expect(() => new OrderBookOfRecord().apply(wrong)).toThrow(InvariantError);
  });
});

describe("the kill switch", () => {
  it("is on before the journal was read, works before it is written, and is released only once that is written", async () => {
    const bench = new TradingBench();
    const { killSwitch } = bench.boot();
    expect(killSwitch.state.on).toBe(true);
    await killSwitch.start();
    expect(killSwitch.state.on).toBe(false);
    const pausing = killSwitch.set(true, "stop");
    expect(killSwitch.state).toMatchObject({ on: true, reason: "stop" });
    await pausing;
    const releasing = killSwitch.set(false, "go");
    expect(killSwitch.state.on).toBe(true);
    await releasing;
    expect(killSwitch.state).toMatchObject({ on: false, reason: "go" });
    await killSwitch.set(true, "again");
    bench.store.failWrites("STORE_FULL");
    await expect(killSwitch.set(false, "go")).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(killSwitch.state.on).toBe(true);
  });
});

describe("stopping", () => {
  it("leaves no timer behind", async () => {
    const { bench, engine, run } = await traded();
    await run();
    await stopEngine(engine);
    expect(bench.clock.pending).toBe(0);
  });
});
