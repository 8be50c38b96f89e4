// How long does a start take to find out what became of a thousand orders that a kill left open? Round trips apart: here they take no time.
import { expect, it, vi } from "vitest";
import { ensure } from "#shared/domain/assert.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { Order } from "#shared/domain/order.ts";
import { runFor, startEngine, stopEngine, TradingBench } from "#testing/trading-bench.ts";

const ORDERS = 1_000;
const MOST_MS = 3_000;

type OfOrder = Extract<JournalEvent, { readonly order: Order }>;

/** A journal and a venue with so many orders, each sent and unanswered when the program was killed. */
async function killedWith(orders: number): Promise<TradingBench> {
  const bench = new TradingBench({ legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }] });
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  bench.venue.script.push({ does: "accept", fill: "0", reply: "hang" });
  await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
  for (let tries = 0; bench.venue.arrived.length === 0 && tries < 400; tries += 1) await bench.clock.advance(25);
  await stopEngine(engine);
  const one = await bench.store.journal.read({ after: 0, limit: 100, kinds: ["order.planned", "order.state"] });
  const request = ensure(bench.venue.arrived[0], "the request that arrived");
  for (let count = 0; count < orders; count += 1) {
    const clientOrderId = bench.ids.clientOrderId();
    bench.venue.script.push({ does: "accept", fill: "0" });
    await bench.venue.submitOrder({ ...request, kind: "limit", clientOrderId });
    const events = one.slice(0, 2).map(({ event }) => {
      // Only kinds that carry an order were read.
      const { order, ...rest } = event as OfOrder;
      const named = "clientOrderId" in rest ? { ...rest, clientOrderId } : rest;
      return { ...named, order: { ...order, kind: "limit", clientOrderId } } as JournalEvent;
    });
    await bench.store.journal.append(bench.clock.now(), bench.profile.id, events);
  }
  return bench;
}

it(`knows ${ORDERS} orders that a kill left open within ${MOST_MS} ms, and places none again`, async () => {
  const bench = await killedWith(ORDERS);
  const arrived = bench.venue.arrived.length;
  // Longer than the venue takes to show an order.
  await bench.clock.advance(2_000);
  const calls = (["findOrder", "fetchOpenOrders", "fetchFills", "fetchBalances", "fetchTime"] as const).map((name) =>
    vi.spyOn(bench.venue, name),
  );
  const engine = bench.boot();
  const startedAt = bench.clock.now();
  await runFor(bench.clock, startEngine(engine), MOST_MS, 1);
  expect(bench.clock.now() - startedAt).toBeLessThanOrEqual(MOST_MS);
  const states = engine.execution.orders().map(({ state }) => state);
  expect(states.filter((state) => state === "OPEN")).toHaveLength(ORDERS);
  expect(engine.execution.ready.ok).toBe(true);
  // The lists settle all but one, which is in neither: it was canceled unfilled, which only its own look-up tells.
  expect(calls.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1, 1, 1]);
  expect(bench.venue.arrived).toHaveLength(arrived);
  await stopEngine(engine);
}, 60_000);
