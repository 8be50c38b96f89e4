import { describe, expect, it } from "vitest";
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import {
  type BenchOptions,
  type BootedEngine,
  runFor,
  startEngine,
  stopEngine,
  TradingBench,
} from "#testing/trading-bench.ts";

async function booted(options: BenchOptions = {}) {
  const bench = new TradingBench(options);
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  return { bench, engine };
}

async function approved(bench: TradingBench, engine: BootedEngine, saveTargets = false): Promise<PlanRecord> {
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  return await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets });
}

const planIdOf = (record: PlanRecord) => record.plan.planId;

async function finished(bench: TradingBench, engine: BootedEngine, record: PlanRecord): Promise<PlanRecord> {
  await runFor(bench.clock, engine.rebalance.idle(planIdOf(record)));
  return engine.rebalance.record(planIdOf(record));
}

/** Every fill the venue made is journaled once, and the other way round. */
function expectLedgersEqual(bench: TradingBench, engine: BootedEngine): void {
  const journaled = engine.execution.fills().map(({ fill }) => fill.tradeId);
  expect(journaled.sort()).toEqual(bench.venue.allFills.map((fill) => fill.tradeId).sort());
}

describe("a rebalance from preview to report", () => {
  it("fills every leg, reports planned against filled, and saves targets only when asked", async () => {
    const { bench, engine } = await booted();
    const seen: string[] = [];
    engine.rebalance.changes.subscribe((record) => {
      if (record.state !== seen.at(-1)) seen.push(record.state);
    });
    const record = await finished(bench, engine, await approved(bench, engine));
    expect(seen).toEqual(["PREVIEWED", "APPROVED", "EXECUTING", "RECONCILING", "DONE"]);
    expect(record.state).toBe("DONE");
    expect(record.orders.map((order) => [order.side, order.symbol, order.state, order.filledQuantity])).toEqual([
      ["sell", "BTC/USD", "FILLED", "0.01"],
      ["buy", "ETH/USD", "FILLED", "0.1"],
      ["buy", "SOL/USD", "FILLED", "2"],
    ]);
    expect(record.report?.legs.map((leg) => [leg.outcome, leg.slippageBp])).toEqual([
      ["Filled.", "0"],
      ["Filled.", "0"],
      ["Filled.", "0"],
    ]);
    // Fees are all it cost: 0.1 % of what was traded.
    const traded = Decimal.sum(bench.venue.allFills.map((f) => Decimal.parse(f.price).mul(Decimal.parse(f.quantity))));
    expect(record.report?.actualCost).toBe(traded.mul(Decimal.parse("0.001")).toString());
    expect(
      Decimal.sum((record.report?.weights ?? []).map((row) => Decimal.parse(row.after ?? "0"))).toFixed(6, "halfEven"),
    ).toBe("1.000000");
    expect(bench.savedTargets).toBeNull();
    expectLedgersEqual(bench, engine);
    expect((await bench.store.journal.verify()).ok).toBe(true);
  });

  it("writes the intent with its body hash before the order arrives", async () => {
    const { bench, engine } = await booted();
    await finished(bench, engine, await approved(bench, engine));
    const entries = await bench.store.journal.read({ after: 0, limit: 1000 });
    const planned = entries.filter((entry) => entry.event.kind === "order.planned");
    expect(planned).toHaveLength(3);
    for (const entry of planned) {
      if (entry.event.kind !== "order.planned") continue;
      expect(entry.event.bodyHash).toMatch(/^[0-9a-f]{64}$/);
      const next = entries.find(({ seq }) => seq === entry.seq + 1)?.event;
      expect(next).toMatchObject({ kind: "order.state", from: "PLANNED", to: "SUBMITTING" });
      if (next?.kind === "order.state") {
        expect(next.order.expiresAt).toBe((next.order.sentAt ?? 0) + 5_000);
        expect(next.order.attempt).toBe(1);
      }
    }
  });

  it("saves the plan's targets on approval when the person asked for it", async () => {
    const { bench, engine } = await booted();
    const targets = { ...bench.profile.targets };
    await finished(bench, engine, await approved(bench, engine, true));
    expect(bench.savedTargets).toEqual(targets);
  });

  it("shows every gate before approval, buys judged with what the sells bring", async () => {
    const { bench, engine } = await booted({ balances: { BTC: "0.1", ETH: "1", SOL: "10", USD: "0" } });
    const { gates } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    expect(gates.filter((gate) => !gate.ok)).toEqual([]);
    expect(gates.map((gate) => gate.name)).toContain("Free balance");
    bench.quoteState = "stale";
    await expect(runFor(bench.clock, engine.rebalance.preview({}, {}))).rejects.toMatchObject({ code: "FEED_DOWN" });
  });

  it("sizes buys by what the sells really brought", async () => {
    const { bench, engine } = await booted({ balances: { BTC: "0.1", ETH: "1", SOL: "10", USD: "0" } });
    const pending = approved(bench, engine);
    // The sell fills a half three times: 0.005, 0.0025, 0.0012 (rounded to the lot), so 0.0087 of 0.01.
    for (let part = 0; part < 3; part += 1) bench.venue.script.push({ does: "accept", fill: "0.5" });
    const record = await finished(bench, engine, await pending);
    const proceeds = Decimal.sum(
      bench.venue.allFills
        .filter((fill) => fill.side === "sell")
        .map((fill) => Decimal.parse(fill.price).mul(Decimal.parse(fill.quantity))),
    );
    const spent = Decimal.sum(
      bench.venue.allFills
        .filter((fill) => fill.side === "buy")
        .map((fill) => Decimal.parse(fill.price).mul(Decimal.parse(fill.quantity))),
    );
    expect(spent.lte(proceeds)).toBe(true);
    expect(bench.venue.free("USD").isNegative).toBe(false);
    expect(record.state).toBe("DONE_PARTIAL");
    expect(record.report?.legs[0]?.outcome).toContain("3 orders did not fill it");
    expectLedgersEqual(bench, engine);
  });
});

describe("with the greedy planner", () => {
  const options = {
    planner: new GreedyPlanner(),
    balances: { BTC: "0.2", ETH: "1", SOL: "10", USD: "6500" },
    limits: { maxOrderFraction: "0.08" },
    policy: { maxCostFraction: "0.02" },
  };

  it("ends within a percentage point of every target, and planning again asks for nothing", async () => {
    const { bench, engine } = await booted(options);
    const { record: shown, gates } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    expect(gates.filter((gate) => !gate.ok)).toEqual([]);
    expect(shown.plan.legs.length).toBeGreaterThan(2);
    const record = await finished(bench, engine, await approved(bench, engine));
    expect(record.state).toBe("DONE");
    expect(Decimal.parse(record.report?.worstError ?? "1").lte(Decimal.parse("0.01"))).toBe(true);
    expect(record.report?.left).toEqual([]);
    expectLedgersEqual(bench, engine);
    const again = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    expect(again.record.plan.legs).toEqual([]);
    const approval = { planHash: again.record.plan.planHash, nonce: again.nonce, saveTargets: false };
    await expect(engine.rebalance.approve(approval)).rejects.toMatchObject({ code: "PLAN_STATE" });
  });

  it("plans no order that its gates would refuse for its size, however small the portfolio", async () => {
    for (const usd of ["40", "120", "900", "60000"]) {
      const { bench, engine } = await booted({ ...options, balances: { USD: usd } });
      const { record, gates } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
      expect(gates.filter((gate) => !gate.ok)).toEqual([]);
      if (usd !== "40") expect(record.plan.legs.length).toBeGreaterThan(0);
    }
  });
});

describe("approval", () => {
  const cases: readonly (readonly [
    string,
    (bench: TradingBench, engine: BootedEngine) => Promise<unknown> | unknown,
    string,
  ])[] = [
    ["later than 60 s", (bench) => bench.clock.advance(60_001), "PLAN_EXPIRED"],
    ["while everything is paused", (_bench, engine) => engine.killSwitch.set(true, "test"), "SYSTEM_PAUSED"],
    [
      "while the profile is halted",
      (_bench, engine) => engine.risk.halt({ code: "TEST", message: "test" }),
      "PROFILE_HALTED",
    ],
    [
      "after the price moved over the tolerance",
      (bench) => {
        bench.mids["ETH/USD"] = "2503";
      },
      "PLAN_STALE",
    ],
    [
      "while a price is not live",
      (bench) => {
        bench.quoteState = "lagging";
      },
      "PLAN_STALE",
    ],
  ];

  it.each(cases)("is refused %s", async (_name, disturb, code) => {
    const { bench, engine } = await booted();
    const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    await disturb(bench, engine);
    const approval = { planHash: record.plan.planHash, nonce, saveTargets: true };
    await expect(engine.rebalance.approve(approval)).rejects.toMatchObject({ code });
    expect(bench.savedTargets).toBeNull();
    const refused = await bench.store.journal.readLatest({ limit: 1, kinds: ["plan.approvalRefused"] });
    expect(refused[0]?.event).toMatchObject({ reason: { code } });
    await bench.clock.advance(10_000);
    expect(bench.venue.arrived).toEqual([]);
  });

  it("is taken to the last millisecond of the minute", async () => {
    const { bench, engine } = await booted();
    const { record, nonce } = await engine.rebalance.preview({}, {});
    await bench.clock.advance(60_000);
    const after = await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
    expect(after.state).toBe("APPROVED");
  });

  it("is refused for an unknown hash, a foreign nonce, a second use and a second plan", async () => {
    const { bench, engine } = await booted();
    const first = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    const second = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    expect(first.record.plan.planHash).not.toBe(second.record.plan.planHash);
    const approve = (planHash: string, nonce: string | null) =>
      engine.rebalance.approve({ planHash: planHash as typeof first.record.plan.planHash, nonce, saveTargets: false });
    await expect(approve("0".repeat(64), first.nonce)).rejects.toMatchObject({ code: "PLAN_HASH_MISMATCH" });
    await expect(approve(first.record.plan.planHash, second.nonce)).rejects.toMatchObject({ code: "PLAN_NONCE_USED" });
    await approve(first.record.plan.planHash, first.nonce);
    await expect(approve(first.record.plan.planHash, first.nonce)).rejects.toMatchObject({ code: "PLAN_NONCE_USED" });
    await expect(approve(second.record.plan.planHash, second.nonce)).rejects.toMatchObject({ code: "PLAN_BUSY" });
  });
});

describe("outcomes of a send", () => {
  it("goes on after an order whose reply was lost and which look-ups find filled", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "1", reply: "lost" });
    const record = await finished(bench, engine, await pending);
    expect(record.state).toBe("DONE");
    expect(bench.venue.arrived).toHaveLength(3);
    expectLedgersEqual(bench, engine);
  });

  it("proves an order absent only past expiry, lag and margins, then sends a new one with a new id", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "lost" });
    const record = await pending;
    const sentAt = bench.clock.now();
    await bench.clock.advance(24_900);
    expect(engine.rebalance.record(planIdOf(record)).orders.map((order) => order.state)).toEqual(["UNKNOWN"]);
    const after = await finished(bench, engine, record);
    expect(after.orders.map((order) => order.state)).toEqual(["NOT_PLACED", "FILLED", "FILLED", "FILLED"]);
    expect(new Set(after.orders.map((order) => order.clientOrderId)).size).toBe(4);
    const retried = after.orders[1];
    expect(retried?.sentAt ?? 0).toBeGreaterThanOrEqual(sentAt + 25_000);
    expect(bench.venue.arrived).toHaveLength(3);
    expect(after.state).toBe("DONE");
  });

  it("never takes silence for absence: unknown for as long as the venue does not answer, with an alarm", async () => {
    const { bench, engine } = await booted();
    const alarms: string[] = [];
    engine.execution.alarms.subscribe(({ message }) => alarms.push(message));
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "1", reply: "lost" });
    bench.venue.script.push({ does: "accept", fill: "1" });
    const record = await pending;
    await bench.clock.advance(0);
    bench.venue.silent = true;
    await bench.clock.advance(3_600_000);
    expect(engine.rebalance.record(planIdOf(record)).orders.map((order) => order.state)).toEqual(["UNKNOWN"]);
    expect(alarms).toHaveLength(1);
    bench.venue.silent = false;
    const after = await finished(bench, engine, record);
    // The first order is found; the rest is not sent, because the approval is too old by now.
    expect(after.orders.map((order) => order.state)).toEqual(["FILLED", "DENIED"]);
    expect(after.state).toBe("PAUSED");
    expect(after.reason?.code).toBe("APPROVAL_TOO_OLD");
    await expect(engine.rebalance.resume(planIdOf(record))).rejects.toMatchObject({ code: "PLAN_EXPIRED" });
    await engine.rebalance.stopAfterLeg(planIdOf(record));
    expect((await finished(bench, engine, record)).state).toBe("DONE_PARTIAL");
  });

  it("stays unknown for ever where the venue has neither an expiry nor kept ids", async () => {
    const { bench, engine } = await booted({
      rules: { expiryMs: null, visibilityLagMs: 0, idempotentClientId: false },
    });
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "lost" });
    const record = await pending;
    await bench.clock.advance(24 * 3_600_000);
    expect(engine.rebalance.record(planIdOf(record)).orders.map((order) => order.state)).toEqual(["UNKNOWN"]);
    expect(bench.venue.arrived).toEqual([]);
  });

  it("leaves a leg that the venue refuses and says so in the report", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "1" }, { does: "reject", code: "INSUFFICIENT_FUNDS" });
    const record = await finished(bench, engine, await pending);
    expect(record.state).toBe("DONE_PARTIAL");
    expect(record.orders.map((order) => order.state)).toEqual(["FILLED", "REJECTED", "FILLED"]);
    expect(record.report?.legs[1]?.outcome).toContain("The venue refused it");
    expect(engine.risk.trading.state).toBe("active");
  });

  it("halts after three refusals in a row that are not about price, funds or rate", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    for (let index = 0; index < 3; index += 1) bench.venue.script.push({ does: "reject", code: "BAD_SIGNATURE" });
    const record = await finished(bench, engine, await pending);
    expect(engine.risk.trading).toMatchObject({ state: "halted", reason: { code: "BREAKER_REFUSALS" } });
    expect(record.state).toBe("ABORTED");
    const { record: next, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    const approval = { planHash: next.plan.planHash, nonce, saveTargets: false };
    await expect(engine.rebalance.approve(approval)).rejects.toMatchObject({ code: "PROFILE_HALTED" });
    await engine.risk.arm("checked the key");
    expect((await engine.rebalance.approve(approval)).state).toBe("APPROVED");
  });

  it("takes each fill once, however often it is told", async () => {
    const { bench, engine } = await booted();
    bench.venue.stutter = true;
    const record = await finished(bench, engine, await approved(bench, engine));
    expect(record.state).toBe("DONE");
    expectLedgersEqual(bench, engine);
  });

  it("waits for fills that become visible after the order does", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "1", hideFills: true });
    const record = await pending;
    await bench.clock.advance(10_000);
    expect(engine.rebalance.record(planIdOf(record)).orders.map((order) => order.state)).toEqual(["OPEN"]);
    bench.venue.reveal();
    const after = await finished(bench, engine, record);
    expect(after.state).toBe("DONE");
    expectLedgersEqual(bench, engine);
  });

  it("cancels a resting order after 45 s and keeps what was filled", async () => {
    const { bench, engine } = await booted({
      legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01", kind: "postOnly" }],
    });
    const pending = approved(bench, engine);
    for (let part = 0; part < 3; part += 1) bench.venue.script.push({ does: "accept", fill: part === 0 ? "0.5" : "0" });
    const record = await pending;
    await bench.clock.advance(44_000);
    expect(engine.rebalance.record(planIdOf(record)).orders.map((order) => order.state)).toEqual(["PARTIAL"]);
    const after = await finished(bench, engine, record);
    expect(after.orders[0]).toMatchObject({ state: "CANCELED", filledQuantity: "0.005", reason: "CANCELED_BY_US" });
    expect(after.state).toBe("DONE_PARTIAL");
    expectLedgersEqual(bench, engine);
  });

  it("looks a lost cancel up until its end is proven", async () => {
    const { bench, engine } = await booted({
      legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01", kind: "limit" }],
    });
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "0" });
    const record = await pending;
    await bench.clock.advance(2_000);
    bench.venue.cancelReply = "ignored";
    await engine.rebalance.cancelAll(planIdOf(record));
    await bench.clock.advance(5_000);
    expect(["CANCELING", "CANCEL_UNKNOWN"]).toContain(engine.rebalance.record(planIdOf(record)).orders[0]?.state);
    bench.venue.cancelReply = "accepted";
    const after = await finished(bench, engine, record);
    expect(after.orders[0]?.state).toBe("CANCELED");
    expect(after.state).toBe("ABORTED");
  });

  it("reopens an ended order by a late fill, and halts when more was filled than ordered", async () => {
    const { bench, engine } = await booted({ legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }] });
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "0.5" });
    const after = await finished(bench, engine, await pending);
    const id = after.orders[0]?.clientOrderId;
    if (id === undefined) throw new Error("no order");
    expect(after.orders[0]).toMatchObject({ state: "CANCELED", filledQuantity: "0.005" });
    bench.venue.fillMore(id, "0.0010");
    const states: string[] = [];
    engine.execution.orderChanges.subscribe((order) => states.push(order.state));
    await bench.clock.advance(70_000);
    expect(states).toEqual(["CANCELED", "UNKNOWN", "CANCELED"]);
    expectLedgersEqual(bench, engine);
    expect(engine.risk.trading.state).toBe("active");
    bench.venue.fillMore(id, "0.0050");
    await bench.clock.advance(70_000);
    expect(engine.risk.trading).toMatchObject({ state: "halted", reason: { code: "OVERFILL" } });
    expectLedgersEqual(bench, engine);
  });
});

describe("commands", () => {
  it("pauses between legs, resumes while the approval lives, and stops after a leg", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "lost" });
    const record = await pending;
    await bench.clock.advance(1_000);
    expect((await engine.rebalance.pause(planIdOf(record))).state).toBe("PAUSED");
    const paused = await finished(bench, engine, record);
    expect(paused.orders.map((order) => order.state)).toEqual(["NOT_PLACED"]);
    expect(bench.venue.arrived).toEqual([]);
    bench.venue.script.push({ does: "accept", fill: "1", reply: "lost" });
    expect((await engine.rebalance.resume(planIdOf(record))).state).toBe("EXECUTING");
    await bench.clock.advance(0);
    await engine.rebalance.stopAfterLeg(planIdOf(record));
    const after = await finished(bench, engine, record);
    expect(after.state).toBe("DONE_PARTIAL");
    expect(after.stopAfterLeg).toBe(true);
    expect(after.orders.map((order) => order.state)).toEqual(["NOT_PLACED", "FILLED"]);
    expect(after.report?.legs[1]?.outcome).toBe("Not sent: the plan was ended before it.");
  });

  it("refuses to resume when prices left what was approved, and a stop then ends it with a report", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "1" });
    const record = await pending;
    bench.mids["ETH/USD"] = "2510";
    const held = await finished(bench, engine, record);
    expect(held).toMatchObject({ state: "PAUSED", reason: { code: "PRICE_MOVED" } });
    await expect(engine.rebalance.resume(planIdOf(record))).rejects.toMatchObject({ code: "PLAN_STALE" });
    bench.mids["ETH/USD"] = "2500";
    await engine.rebalance.resume(planIdOf(record));
    expect((await finished(bench, engine, record)).state).toBe("DONE");
  });

  it("sends nothing more once everything is paused, even in the middle of a plan", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "1", reply: "lost" });
    const record = await pending;
    await bench.clock.advance(0);
    await engine.killSwitch.set(true, "enough");
    const held = await finished(bench, engine, record);
    expect(held).toMatchObject({ state: "PAUSED", reason: { code: "KILL_SWITCH_ON" } });
    expect(bench.venue.arrived).toHaveLength(1);
    await stopEngine(engine);
    const again = bench.boot();
    await runFor(bench.clock, startEngine(again));
    expect(again.killSwitch.state).toMatchObject({ on: true, reason: "enough" });
    await expect(again.rebalance.resume(planIdOf(record))).rejects.toMatchObject({ code: "SYSTEM_PAUSED" });
  });

  it("lets a command that comes during the recovery wait until the plan is held", async () => {
    const { bench, engine } = await booted();
    const pending = approved(bench, engine);
    bench.venue.script.push({ does: "accept", fill: "1", reply: "lost" });
    const record = await pending;
    await bench.clock.advance(0);
    await stopEngine(engine);
    const sent = bench.venue.arrived.length;
    const again = bench.boot();
    await again.killSwitch.start();
    await again.rebalance.replay();
    const seen: string[] = [];
    again.rebalance.changes.subscribe(({ state }) => {
      if (state !== seen.at(-1)) seen.push(state);
    });
    const recovering = again.rebalance.recover();
    const stopping = again.rebalance.stopAfterLeg(planIdOf(record));
    await runFor(bench.clock, Promise.all([recovering, stopping]));
    expect((await finished(bench, again, record)).state).toBe("DONE_PARTIAL");
    expect(seen.slice(seen.indexOf("PAUSED"))).toEqual(["PAUSED", "RECONCILING", "DONE_PARTIAL"]);
    expect(bench.venue.arrived).toHaveLength(sent);
    expectLedgersEqual(bench, again);
  });

  it("refuses commands that the plan's state does not allow", async () => {
    const { bench, engine } = await booted();
    const record = await finished(bench, engine, await approved(bench, engine));
    for (const command of ["pause", "resume", "stopAfterLeg", "cancelAll"] as const) {
      await expect(engine.rebalance[command](planIdOf(record))).rejects.toMatchObject({ code: "PLAN_STATE" });
    }
    await expect(engine.rebalance.pause(bench.ids.planId())).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
  });
});

describe("start", () => {
  it("does not enable trading while a venue does not answer, and enables it by itself when it does", async () => {
    const bench = new TradingBench();
    bench.venue.silent = true;
    const engine = bench.boot();
    await runFor(bench.clock, startEngine(engine));
    expect(engine.execution.ready.ok).toBe(false);
    expect(engine.execution.ready.reason).toContain("Bench could not be reconciled");
    bench.venue.silent = false;
    await bench.clock.advance(60_000);
    expect(engine.execution.ready.ok).toBe(true);
  });

  it("halts the plan when the journal can not be written, and sends nothing without it", async () => {
    const { bench, engine } = await booted();
    const record = await approved(bench, engine);
    bench.store.failWrites("STORE_FULL");
    await bench.clock.advance(120_000);
    expect(bench.venue.arrived.length).toBeLessThanOrEqual(1);
    const sent = bench.venue.arrived.length;
    bench.store.heal();
    await stopEngine(engine);
    const again = bench.boot();
    await runFor(bench.clock, startEngine(again));
    const recovered = again.rebalance.record(planIdOf(record));
    expect(["PAUSED", "DONE"]).toContain(recovered.state);
    expect(bench.venue.arrived).toHaveLength(sent);
    expectLedgersEqual(bench, again);
  });
});
