import { describe, expect, it } from "vitest";
import { ensure } from "#shared/domain/assert.ts";
import type { Order } from "#shared/domain/order.ts";
import type { SendStep } from "#testing/scripted-exchange-client.ts";
import { type BootedEngine, runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";

/** A venue that gives back the order it has under an id, and whose orders never expire. */
const KEEPS_IDS = { expiryMs: null, visibilityLagMs: 1_000, idempotentClientId: true };
/** One that proves no absence and keeps no ids. */
const PROVES_NOTHING = { ...KEEPS_IDS, idempotentClientId: false };

interface Begun {
  readonly bench: TradingBench;
  readonly engine: BootedEngine;
  readonly order: () => Order;
}

/** A plan of one order whose sends go as scripted, up to the moment at which the first has left. */
async function begun(rules: typeof KEEPS_IDS, ...script: readonly SendStep[]): Promise<Begun> {
  const bench = new TradingBench({ legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }], rules });
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const { record, nonce } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  bench.venue.script.push(...script);
  await engine.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
  const order = () => ensure(engine.execution.orders()[0], "the order");
  for (let tries = 0; engine.execution.orders().length === 0 && tries < 400; tries += 1) await bench.clock.advance(25);
  await bench.clock.advance(1_000);
  expect(order().state).toBe("UNKNOWN");
  return { bench, engine, order };
}

const LOST = { does: "lost" } as const;

describe("sending the same order again", () => {
  it("is done under the same id once the venue had time to show it, and ends it", async () => {
    const { bench, order } = await begun(KEEPS_IDS, LOST);
    const { clientOrderId } = order();
    await bench.clock.advance(20_000);
    expect(order()).toMatchObject({ clientOrderId, state: "FILLED", attempt: 2 });
    expect(bench.venue.arrived.map((request) => request.clientOrderId)).toEqual([clientOrderId]);
  });

  it("makes no second order where the first had arrived unseen", async () => {
    const { bench, order } = await begun(KEEPS_IDS, { does: "late", fill: "1", afterMs: 6_000 });
    await bench.clock.advance(30_000);
    expect(order().state).toBe("FILLED");
    expect(bench.venue.arrived).toHaveLength(1);
    expect(bench.venue.allFills).toHaveLength(1);
  });

  it("stops a minute after the first send; the order then stays unknown", async () => {
    const { bench, order } = await begun(KEEPS_IDS, ...Array.from({ length: 30 }, () => LOST));
    await bench.clock.advance(65_000);
    const { attempt } = order();
    expect(attempt).toBeGreaterThan(2);
    bench.venue.script.length = 0;
    await bench.clock.advance(300_000);
    expect(order()).toMatchObject({ state: "UNKNOWN", attempt });
    expect(bench.venue.arrived).toEqual([]);
  });

  it("is never done where the venue does not keep ids", async () => {
    const { bench, order } = await begun(PROVES_NOTHING, LOST);
    await bench.clock.advance(120_000);
    expect(order()).toMatchObject({ state: "UNKNOWN", attempt: 1 });
    expect(bench.venue.arrived).toEqual([]);
  });

  it("proves nothing by a refusal: the first one may still arrive", async () => {
    const { bench, order } = await begun(KEEPS_IDS, LOST, { does: "reject", code: "INSUFFICIENT_FUNDS" });
    await bench.clock.advance(8_000);
    expect(order()).toMatchObject({ attempt: 2, state: "UNKNOWN", reason: "REFUSED_AGAIN INSUFFICIENT_FUNDS" });
  });

  const stops: readonly (readonly [string, (begun: Begun) => unknown])[] = [
    ["everything is paused", ({ engine }) => engine.killSwitch.set(true, "test")],
    ["the profile is halted", ({ engine }) => engine.risk.halt({ code: "TEST", message: "test" })],
    [
      "it was halted and armed again in between",
      async ({ engine }) => {
        await engine.risk.halt({ code: "TEST", message: "test" });
        await engine.risk.arm("test");
      },
    ],
    [
      "the price is stale",
      ({ bench }) => {
        bench.quoteState = "stale";
      },
    ],
    ["the clock was set in between", ({ bench }) => bench.clock.stepWall(2_000)],
  ];
  it.each(stops)("is not done once %s", async (_name, stop) => {
    const started = await begun(KEEPS_IDS, LOST);
    await stop(started);
    await started.bench.clock.advance(90_000);
    expect(started.order().attempt).toBe(1);
    expect(started.bench.venue.arrived).toEqual([]);
  });

  it("is not done after a restart: only look-ups are", async () => {
    const { bench } = await begun(KEEPS_IDS, LOST);
    const again = bench.boot();
    await runFor(bench.clock, startEngine(again));
    expect(again.execution.orders()[0]?.attempt).toBe(1);
  });
});

describe("a person's word", () => {
  const EVIDENCE = "the venue's order page shows nothing";

  it("ends an order that no look-up can prove absent, once the program had its time", async () => {
    const { bench, engine, order } = await begun(PROVES_NOTHING, LOST);
    const { clientOrderId, planId } = order();
    await expect(engine.execution.attest(clientOrderId, EVIDENCE)).rejects.toMatchObject({ code: "ORDER_STATE" });
    await bench.clock.advance(120_000);
    expect(await engine.execution.attest(clientOrderId, EVIDENCE)).toMatchObject({ state: "ATTESTED" });
    await runFor(bench.clock, engine.rebalance.idle(planId));
    expect(engine.rebalance.record(planId).report?.legs[0]?.outcome).toBe("Settled by your word.");
    const told = await bench.store.journal.read({ after: 0, limit: 1_000, kinds: ["order.state"] });
    expect(told.at(-1)?.event).toMatchObject({ to: "ATTESTED", evidence: { evidence: EVIDENCE } });
  });

  it("waits as long after the last time that it may have been sent, where it was sent again", async () => {
    const { bench, engine, order } = await begun(KEEPS_IDS, ...Array.from({ length: 30 }, () => LOST));
    const sentAt = ensure(order().sentAt, "the first send");
    const attest = () => engine.execution.attest(order().clientOrderId, EVIDENCE);
    await bench.clock.advance(sentAt + 179_000 - bench.clock.now());
    expect(order().attempt).toBeGreaterThan(1);
    await expect(attest()).rejects.toMatchObject({ code: "ORDER_STATE" });
    await bench.clock.advance(1_000);
    expect(await attest()).toMatchObject({ state: "ATTESTED" });
  });

  it("is not taken where proof is only a matter of waiting, before the alarm", async () => {
    const { bench, engine, order } = await begun({ ...KEEPS_IDS, expiryMs: 5_000 } as never, LOST);
    bench.venue.silent = true;
    await bench.clock.advance(300_000);
    await expect(engine.execution.attest(order().clientOrderId, EVIDENCE)).rejects.toMatchObject({
      code: "ORDER_STATE",
    });
    await bench.clock.advance(900_000);
    expect(await engine.execution.attest(order().clientOrderId, EVIDENCE)).toMatchObject({ state: "ATTESTED" });
  });

  it("ends nothing that is known, and no order that there is not", async () => {
    const { bench, engine, order } = await begun(KEEPS_IDS, LOST);
    await bench.clock.advance(20_000);
    const { clientOrderId } = order();
    await expect(engine.execution.attest(clientOrderId, EVIDENCE)).rejects.toMatchObject({ code: "ORDER_STATE" });
    await expect(
      engine.execution.attest("00000000-0000-4000-8000-000000000000" as never, EVIDENCE),
    ).rejects.toMatchObject({
      code: "ORDER_NOT_FOUND",
    });
  });

  it("is overruled by a fill that is told later", async () => {
    const { bench, engine, order } = await begun(PROVES_NOTHING, { does: "late", fill: "1", afterMs: 200_000 });
    await bench.clock.advance(130_000);
    await engine.execution.attest(order().clientOrderId, EVIDENCE);
    await bench.clock.advance(200_000);
    expect(order().state).toBe("FILLED");
  });
});
