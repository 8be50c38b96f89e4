import { describe, expect, it } from "vitest";
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
import { ENTROPY_CLOSES } from "./compute-entropy-rank.ts";

const ONE_LEG = [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }] as const;

async function previewed(options: BenchOptions, prepare: (bench: TradingBench) => void = () => undefined) {
  const bench = new TradingBench({ legs: ONE_LEG, ...options });
  prepare(bench);
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const { record, nonce, gates } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  if (bench.profile.mode === "paper") expect(gates.filter(({ ok }) => !ok)).toEqual([]);
  const approve = () => engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
  return { bench, engine, record, approve };
}

async function finished(bench: TradingBench, engine: BootedEngine, record: PlanRecord): Promise<PlanRecord> {
  await runFor(bench.clock, engine.rebalance.idle(record.plan.planId));
  return engine.rebalance.record(record.plan.planId);
}

describe("resting first", () => {
  const policy = { sending: "makerFirst" };

  it("rests at its own side for the approved time, then sends the rest at once inside the collar", async () => {
    const { bench, engine, record, approve } = await previewed({ policy });
    expect(record.plan.legs[0]?.makerWaitMs).toBe(30_000);
    bench.venue.script.push({ does: "accept", fill: "0.5" });
    await approve();
    const over = await finished(bench, engine, record);
    expect(over.state).toBe("DONE");
    const [first, second] = over.orders;
    expect([first?.kind, first?.state, first?.limitPrice, first?.restMs]).toEqual([
      "postOnly",
      "CANCELED",
      "50005",
      30_000,
    ]);
    expect([second?.kind, second?.state, second?.quantity, second?.limitPrice]).toEqual([
      "limitIoc",
      "FILLED",
      "0.005",
      record.plan.legs[0]?.limitPrice,
    ]);
    const restedMs = (second?.sentAt ?? 0) - (first?.sentAt ?? 0);
    expect(restedMs).toBeGreaterThanOrEqual(30_000);
    expect(restedMs).toBeLessThan(35_000);
  });

  it("sends at once what the venue does not let rest, and holds the plan when the price left the collar meanwhile", async () => {
    const refused = await previewed({ policy });
    refused.bench.venue.script.push({ does: "reject", code: "POST_ONLY_WOULD_CROSS" });
    await refused.approve();
    const over = await finished(refused.bench, refused.engine, refused.record);
    expect(over.orders.map(({ kind, state }) => [kind, state])).toEqual([
      ["postOnly", "REJECTED"],
      ["limitIoc", "FILLED"],
    ]);
    const moved = await previewed({ policy });
    moved.bench.venue.script.push({ does: "accept", fill: "0" });
    await moved.approve();
    await moved.bench.clock.advance(10_000);
    moved.bench.mids["BTC/USD"] = "49000";
    const held = await finished(moved.bench, moved.engine, moved.record);
    expect([held.state, held.reason?.code, held.orders.length]).toEqual(["PAUSED", "PRICE_MOVED", 1]);
  });
});

describe("parts over a while", () => {
  const policy = { sending: "slices" };
  const wild = (bench: TradingBench) => {
    bench.closes = Array.from({ length: ENTROPY_CLOSES }, (_, at) =>
      String(at < ENTROPY_CLOSES - 70 ? 100 + (at % 3) : 100 + ((at * at * 7_919) % 97)),
    );
  };

  it("sends the numbered parts as approved, no sooner than approved, what one leaves with the next", async () => {
    const { bench, engine, record, approve } = await previewed({ policy }, wild);
    const slices = record.plan.legs[0]?.slices ?? [];
    expect(slices).toHaveLength(5);
    bench.venue.script.push({ does: "accept", fill: "1" }, { does: "accept", fill: "0.5" });
    await approve();
    const over = await finished(bench, engine, record);
    expect(over.state).toBe("DONE");
    expect(over.orders).toHaveLength(5);
    const sums = over.orders.map((_, at) =>
      Decimal.sum(over.orders.slice(0, at + 1).map((o) => Decimal.parse(o.filledQuantity))),
    );
    expect(sums.at(-1)?.toString()).toBe("0.01");
    for (const [at, order] of over.orders.entries()) {
      const slice = slices[at];
      if (at !== 2) expect(order.quantity).toBe(slice?.quantity);
      else expect(Decimal.parse(order.quantity).gt(Decimal.parse(slice?.quantity ?? "0"))).toBe(true);
      const before = over.orders[at - 1];
      if (before !== undefined)
        expect((order.sentAt ?? 0) - (before.sentAt ?? 0)).toBeGreaterThanOrEqual(slice?.waitMs ?? 0);
    }
  });

  it("sends nothing of the parts that are left once it is paused, and goes on with them when it is resumed", async () => {
    const { bench, engine, record, approve } = await previewed({ policy }, wild);
    const { planId } = record.plan;
    await approve();
    await bench.clock.advance(1_000);
    await engine.rebalance.pause(planId);
    const held = await finished(bench, engine, record);
    expect([held.state, held.orders.length]).toEqual(["PAUSED", 1]);
    await bench.clock.advance(60_000);
    expect(bench.venue.arrived).toHaveLength(1);
    await runFor(bench.clock, engine.rebalance.resume(planId));
    expect((await finished(bench, engine, record)).state).toBe("DONE");
    expect(bench.venue.arrived).toHaveLength(5);
  });

  it("takes an unknown market for a middling one, and says so", async () => {
    const { record } = await previewed({ policy });
    expect(record.plan.legs[0]?.slices).toHaveLength(3);
    expect(record.plan.warnings).toEqual(["How disordered BTC/USD is at sim-alpha is not known: taken as middling."]);
  });
});

it("sends at once, and says why, where waiting with each order would outlast the approval", async () => {
  const legs = Array.from({ length: 31 }, () => ONE_LEG[0]);
  for (const sending of ["makerFirst", "slices"]) {
    const bench = new TradingBench({ legs, policy: { sending }, balances: { BTC: "5", USD: "0" } });
    const engine = bench.boot();
    await runFor(bench.clock, startEngine(engine));
    const { record } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
    expect(record.plan.warnings).toEqual(["31 orders are too many to wait with each: they are sent at once."]);
    expect(record.plan.legs.some((leg) => leg.makerWaitMs !== undefined || leg.slices !== undefined)).toBe(false);
  }
});

/** Two live profiles at one venue. */
function besideAnother(made: TradingBench): void {
  const live = {
    ...made.profile,
    mode: "live" as const,
    live: { unlockedAt: made.clock.now(), ramp: "none" as const },
  };
  Object.assign(made.profile, live);
  made.profiles = [live, { ...live, id: "other" as typeof live.id }];
}

it("puts off the start by a time that is shown before the approval", async () => {
  const { bench, engine, record, approve } = await previewed({}, besideAnother);
  const { startDelayMs } = record.plan;
  expect(startDelayMs).toBeGreaterThan(1_000);
  expect(startDelayMs).toBeLessThanOrEqual(60_000);
  await approve();
  await bench.clock.advance(startDelayMs - 1);
  const state = () => engine.rebalance.record(record.plan.planId).state;
  expect(state()).toBe("APPROVED");
  await bench.clock.advance(1);
  expect(state()).not.toBe("APPROVED");
});

it("begins no sooner where it was held before its start and is let go on after a restart", async () => {
  const { bench, engine, record, approve } = await previewed({}, besideAnother);
  const { planId, startDelayMs } = record.plan;
  const approvedMs = bench.clock.monotonicMs();
  await approve();
  await stopEngine(engine);
  const again = bench.boot();
  await runFor(bench.clock, startEngine(again));
  expect(again.rebalance.record(planId).state).toBe("PAUSED");
  await again.rebalance.resume(planId);
  await bench.clock.advance(startDelayMs - (bench.clock.monotonicMs() - approvedMs) - 1);
  expect(again.execution.orders()).toEqual([]);
  await runFor(bench.clock, again.rebalance.idle(planId));
  expect(again.execution.orders().length).toBeGreaterThan(0);
  await stopEngine(again);
});
