// Does an order that never arrived come to its end, with few calls, although every other reconciliation of its account runs out of them?
import { expect, it, vi } from "vitest";
import { runFor, startEngine, stopEngine, TradingBench } from "#testing/trading-bench.ts";

/** The first reading of the fills fails, and each second one after it. */
const FILLS_READ = 2;

it("is proven by the look-ups of those that do not, each with one reading of each list", async () => {
  const bench = new TradingBench({ legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }] });
  const before = bench.boot();
  await runFor(bench.clock, startEngine(before));
  const { record, nonce } = await runFor(bench.clock, before.rebalance.preview({}, {}));
  bench.venue.script.push({ does: "lost" });
  await before.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
  for (let tries = 0; before.execution.orders()[0]?.state !== "UNKNOWN" && tries < 400; tries += 1) {
    await bench.clock.advance(100);
  }
  await stopEngine(before);
  const read = bench.venue.fetchFills.bind(bench.venue);
  let reads = 0;
  vi.spyOn(bench.venue, "fetchFills").mockImplementation(async (query) => {
    reads += 1;
    if (reads % FILLS_READ === 1) throw new Error("rate limited");
    return await read(query);
  });
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  expect(engine.execution.orders()[0]?.state).toBe("UNKNOWN");
  expect(engine.execution.ready.ok).toBe(false);
  for (let waits = 0; engine.execution.orders()[0]?.state === "UNKNOWN" && waits < 60; waits += 1) {
    await bench.clock.advance(1_000);
  }
  expect(engine.execution.orders()[0]?.state).toBe("NOT_PLACED");
  await stopEngine(engine);
});
