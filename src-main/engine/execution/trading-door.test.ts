import { describe, expect, it } from "vitest";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { BENCH_ACCOUNT, type BootedEngine, runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";
import { TradingDoor } from "./trading-door.ts";

/** A door whose reconciling ends when the test says so. */
function held() {
  const clock = new ManualClock();
  const bench = new TradingBench();
  const waiting: { readonly done: () => void; readonly fail: () => void; readonly isStart: boolean }[] = [];
  const stop = new AbortController();
  const door = new TradingDoor({
    clients: new Map([[BENCH_ACCOUNT.id, bench.venue]]),
    reconciler: {
      reconcile: (_client, _onBroken, isStart) =>
        new Promise((resolve, reject) => {
          waiting.push({ done: () => resolve(), fail: () => reject(new Error("no answer")), isStart });
        }),
    },
    ...{ clock, policies: EXECUTION_POLICIES, logger: silentLogger, signal: stop.signal },
    onBroken: async () => undefined,
  });
  return { clock, door, waiting };
}

describe("the door", () => {
  it("is closed at first, opens when all is read, and closes again at once", async () => {
    const { clock, door, waiting } = held();
    expect(door.ready.ok).toBe(false);
    const opened = door.close("start");
    waiting[0]?.done();
    expect((await opened).ok).toBe(true);
    expect(waiting[0]?.isStart).toBe(true);
    const again = door.close("sleep");
    expect(door.ready).toEqual({ ok: false, reason: "sleep" });
    await clock.advance(0);
    expect(waiting[1]?.isStart).toBe(false);
    waiting[1]?.done();
    expect((await again).ok).toBe(true);
  });

  it("reads once more when it was closed while reading", async () => {
    const { clock, door, waiting } = held();
    const first = door.close("start");
    const second = door.close("sleep");
    waiting[0]?.done();
    await clock.advance(0);
    expect(door.ready.ok).toBe(false);
    expect(waiting).toHaveLength(2);
    waiting[1]?.done();
    expect([(await first).ok, (await second).ok]).toEqual([true, true]);
  });

  it("stays closed with the reason while a venue does not answer, and tries again by itself", async () => {
    const { clock, door, waiting } = held();
    const first = door.close("start");
    waiting[0]?.fail();
    expect(await first).toEqual({ ok: false, reason: "Bench could not be reconciled: no answer" });
    await clock.advance(EXECUTION_POLICIES.lookupFirstMs);
    expect(waiting).toHaveLength(2);
    waiting[1]?.done();
    await clock.advance(0);
    expect(door.ready.ok).toBe(true);
  });

  it("pauses one account until a reading that began after the last trouble", async () => {
    const { clock, door, waiting } = held();
    const opened = door.close("start");
    waiting[0]?.done();
    await opened;
    door.pause(BENCH_ACCOUNT.id, "HTTP 503");
    expect(door.ready.ok).toBe(true);
    expect(door.pausedBecause(BENCH_ACCOUNT.id)).toContain("HTTP 503");
    await clock.advance(EXECUTION_POLICIES.lookupFirstMs);
    door.pause(BENCH_ACCOUNT.id, "HTTP 504");
    waiting[1]?.done();
    await clock.advance(0);
    expect(door.pausedBecause(BENCH_ACCOUNT.id)).toContain("HTTP 504");
    await clock.advance(2 * EXECUTION_POLICIES.lookupFirstMs);
    waiting[2]?.done();
    await clock.advance(0);
    expect(door.pausedBecause(BENCH_ACCOUNT.id)).toBeNull();
    await clock.advance(60_000);
    expect(waiting).toHaveLength(3);
  });
});

describe("a plan whose account closes", () => {
  async function approved(): Promise<{ bench: TradingBench; engine: BootedEngine; record: PlanRecord }> {
    const bench = new TradingBench({
      policy: { sending: "slices" },
      legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }],
    });
    const engine = bench.boot();
    await runFor(bench.clock, startEngine(engine));
    const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
    await bench.clock.advance(500);
    expect(bench.venue.arrived).toHaveLength(1);
    return { bench, engine, record };
  }

  it("waits after a clock step until its venue was read again, then goes on by itself", async () => {
    const { bench, engine, record } = await approved();
    bench.venue.silent = true;
    bench.clock.stepWall(2_000);
    await bench.clock.advance(60_000);
    expect(engine.execution.ready).toMatchObject({
      ok: false,
      reason: expect.stringContaining("could not be reconciled"),
    });
    expect(bench.venue.arrived).toHaveLength(1);
    expect(engine.rebalance.record(record.plan.planId).state).toBe("EXECUTING");
    bench.venue.silent = false;
    await runFor(bench.clock, engine.rebalance.idle(record.plan.planId));
    expect(engine.rebalance.record(record.plan.planId).state).toBe("DONE");
    expect(bench.venue.arrived).toHaveLength(3);
  });

  it("is held once the approval is too old, as after a night's sleep", async () => {
    const { bench, engine, record } = await approved();
    bench.clock.stepWall(28_800_000);
    await runFor(bench.clock, engine.rebalance.idle(record.plan.planId));
    const held = engine.rebalance.record(record.plan.planId);
    expect([held.state, held.reason?.code]).toEqual(["PAUSED", "APPROVAL_TOO_OLD"]);
    expect(engine.execution.ready.ok).toBe(true);
    expect(bench.venue.arrived).toHaveLength(1);
  });

  it("waits where the venue had enough of us, and goes on after it was read", async () => {
    const { bench, engine, record } = await approved();
    bench.venue.script.push({ does: "reject", code: "RATE_LIMITED" });
    await runFor(bench.clock, engine.rebalance.idle(record.plan.planId));
    const over = engine.rebalance.record(record.plan.planId);
    expect(over.state).toBe("DONE");
    expect(over.orders.map(({ state }) => state)).toEqual(["FILLED", "REJECTED", "FILLED"]);
    const [, second, third] = over.orders;
    const waitedMs = (third?.sentAt ?? 0) - (second?.sentAt ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(EXECUTION_POLICIES.lookupFirstMs);
  });
});
