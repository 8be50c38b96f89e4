// Every single kill, before and after every journal write and venue call of a small plan, under several fates of its orders.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { isTerminal } from "#shared/domain/order.ts";
import { isPlanOver, type PlanRecord } from "#shared/domain/plan.ts";
import { PowerCut } from "#testing/power-cut.ts";
import type { SendStep } from "#testing/scripted-exchange-client.ts";
import {
  type BenchOptions,
  type BootedEngine,
  runFor,
  startEngine,
  stopEngine,
  TradingBench,
} from "#testing/trading-bench.ts";

/** Long enough for everything that settles without a person to have settled. */
const SETTLE_MS = 90_000;

async function runPlan(bench: TradingBench, engine: BootedEngine, steps: readonly SendStep[]): Promise<void> {
  await engine.killSwitch.start();
  await engine.rebalance.start();
  const { record, nonce } = await engine.rebalance.preview({}, {});
  bench.venue.script.push(...steps);
  await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
  await engine.rebalance.idle(record.plan.planId);
}

/** Moves time until the work is over or the power is cut and nothing moves any more. */
async function runUntilCut(bench: TradingBench, cut: PowerCut, work: Promise<void>): Promise<void> {
  let over = false;
  work.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  await bench.clock.advance(0);
  for (let steps = 0; !over && !cut.dead && steps < 2_000; steps += 1) await bench.clock.advance(250);
}

function filledOf(bench: TradingBench, record: PlanRecord, legIndex: number): Decimal {
  const ids = new Set(
    record.orders.filter((order) => order.legIndex === legIndex).map((order) => String(order.clientOrderId)),
  );
  const fills = bench.venue.allFills.filter((fill) => ids.has(fill.clientOrderId));
  return Decimal.sum(fills.map((fill) => Decimal.parse(fill.quantity)));
}

function expectSound(bench: TradingBench, engine: BootedEngine): void {
  // No order twice, none that the journal does not know.
  const arrived = bench.venue.arrived.map((request) => request.clientOrderId);
  expect(new Set(arrived).size).toBe(arrived.length);
  const known = new Set(engine.execution.orders().map((order) => order.clientOrderId));
  for (const id of arrived) expect(known.has(id)).toBe(true);
  // No more per leg than was approved, nothing spent that was not there.
  for (const record of engine.rebalance.plans().latest) {
    for (const [legIndex, leg] of record.plan.legs.entries()) {
      expect(filledOf(bench, record, legIndex).lte(Decimal.parse(leg.quantity))).toBe(true);
    }
  }
  for (const asset of ["USD", "BTC", "ETH", "SOL"]) expect(bench.venue.free(asset).isNegative).toBe(false);
}

function expectNothingLost(bench: TradingBench, engine: BootedEngine): void {
  const journaled = engine.execution.fills().map(({ fill }) => fill.tradeId);
  expect(journaled.sort()).toEqual(bench.venue.allFills.map((fill) => fill.tradeId).sort());
}

/** Ids of orders whose intent was on disk when the power was cut. */
async function sentIds(bench: TradingBench): Promise<readonly string[]> {
  const entries = await bench.store.journal.read({ after: 0, limit: 10_000, kinds: ["order.planned"] });
  return entries.flatMap(({ event }) => (event.kind === "order.planned" ? [event.order.clientOrderId] : []));
}

/** Kills at one point, restarts, and checks that all is known, nothing was sent by itself, and a person can end it. */
async function killAt(
  point: number,
  options: BenchOptions,
  steps: readonly SendStep[],
  silentMs = 0,
): Promise<boolean> {
  const bench = new TradingBench(options);
  const cut = new PowerCut(point);
  const doomed = bench.boot({ journal: cut.journal(bench.store.journal), client: cut.client(bench.venue) });
  await runUntilCut(bench, cut, runPlan(bench, doomed, steps));
  await stopEngine(doomed);
  bench.venue.script.length = 0;
  // What is still on its way arrives; after that nothing may.
  bench.venue.silent = silentMs > 0;
  bench.clock.after(silentMs, () => {
    bench.venue.silent = false;
  });
  const known = new Set((await sentIds(bench)).map(String));

  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  await bench.clock.advance(SETTLE_MS);
  for (const request of bench.venue.arrived) expect(known.has(request.clientOrderId)).toBe(true);
  expectNothingLost(bench, engine);
  expectSound(bench, engine);
  expect(engine.execution.orders().filter((order) => !isTerminal(order.state))).toEqual([]);
  expect(engine.execution.ready.ok).toBe(true);

  const open = engine.rebalance.plans().open;
  if (open !== null) {
    expect(open.state).toBe("PAUSED");
    expect(open.reason?.code).toBe("RECOVERED");
    expect(open.reason?.message).toContain("Nothing is sent until you decide");
    if (point % 2 === 0) await engine.rebalance.resume(open.plan.planId);
    else await engine.rebalance.cancelAll(open.plan.planId);
    await runFor(bench.clock, engine.rebalance.idle(open.plan.planId));
    const ended = engine.rebalance.record(open.plan.planId);
    expect(isPlanOver(ended.state)).toBe(true);
    expect(ended.report).not.toBeNull();
    expectNothingLost(bench, engine);
    expectSound(bench, engine);
  }

  // What memory holds is exactly what the journal tells.
  const replayed = bench.boot();
  await replayed.journal.replay();
  expect(replayed.execution.orders()).toEqual(engine.execution.orders());
  expect(replayed.rebalance.plans()).toEqual(engine.rebalance.plans());
  expect((await bench.store.journal.verify()).ok).toBe(true);
  await stopEngine(engine);
  return cut.dead;
}

const FATES: readonly (readonly [string, BenchOptions, readonly SendStep[]])[] = [
  ["every order fills at once", {}, []],
  ["the first reply is lost", {}, [{ does: "accept", fill: "1", reply: "lost" }]],
  ["the first request is lost", {}, [{ does: "lost" }]],
  ["the first request arrives late", {}, [{ does: "late", fill: "1", afterMs: 4_900 }]],
  [
    "orders fill in part",
    {},
    [
      { does: "accept", fill: "0.3" },
      { does: "accept", fill: "0.7", reply: "lost" },
    ],
  ],
  [
    "an order rests and is canceled",
    { legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01", kind: "limit" }] },
    [
      { does: "accept", fill: "0.5" },
      { does: "accept", fill: "1" },
    ],
  ],
];

describe("kill at every point", () => {
  it.each(FATES)(
    "when %s",
    async (_name, options, steps) => {
      let kills = 0;
      while (await killAt(kills, options, steps)) kills += 1;
      // Each order alone is a write before, a send, a write after.
      expect(kills).toBeGreaterThan(20);
    },
    60_000,
  );
});

describe("random plans under random fates, killed anywhere", () => {
  const leg = fc.record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    symbol: fc.constantFrom("BTC/USD", "ETH/USD", "SOL/USD"),
    quantity: fc.integer({ min: 20, max: 600 }).map((lots) => Decimal.of(BigInt(lots), 4).toString() as string),
    kind: fc.constantFrom("limitIoc" as const, "postOnly" as const),
  });
  const share = fc.constantFrom("0", "0.25", "0.5", "0.9", "1");
  const step: fc.Arbitrary<SendStep> = fc.oneof(
    fc.record({ does: fc.constant("accept" as const), fill: share }),
    fc.record({
      does: fc.constant("accept" as const),
      fill: share,
      reply: fc.constantFrom("lost" as const, "hang" as const),
    }),
    fc.record({ does: fc.constant("reject" as const), code: fc.constantFrom("INSUFFICIENT_FUNDS", "PRICE_TICK") }),
    fc.record({ does: fc.constant("late" as const), fill: share, afterMs: fc.integer({ min: 1, max: 4_900 }) }),
    fc.constant({ does: "lost" as const }),
  );

  it("keeps the ledger equal to the journal's fills and never spends what is not there", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(leg, { minLength: 1, maxLength: 4 }),
        fc.array(step, { maxLength: 8 }),
        fc.integer({ min: 0, max: 160 }),
        fc.constantFrom(0, 0, 3_000, 20_000),
        async (legs, steps, point, silentMs) => {
          await killAt(point, { legs }, steps, silentMs);
        },
      ),
      { numRuns: 300, seed: 20_260_105 },
    );
  }, 60_000);
});
