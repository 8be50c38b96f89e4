// Does anything reach a venue by a command that nobody meant: forged, replayed, edited, another profile's, or at the wrong time?

import { safe } from "@orpc/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { OrderDesk } from "#engine/execution/order-desk-service.ts";
import { computePlanHash } from "#engine/rebalancing/compute-plan-hash.ts";
import type { Preview } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, clientOrderIdSchema, nonceSchema, planHashSchema } from "#shared/domain/ids.ts";
import { KNOWN_PROFILE } from "#testing/fake-api-context.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { type BootedEngine, runFor, startEngine, stopEngine, TradingBench } from "#testing/trading-bench.ts";
import { TRANSPORTS, type Wire } from "./test-support/transports.ts";

const FORGED = planHashSchema.parse("f".repeat(64));
const OTHER_NONCE = nonceSchema.parse("n".repeat(32));
const NOBODY = clientOrderIdSchema.parse("11111111-2222-4333-8444-555555555555");
const SECOND_MS = 1_000;

interface World {
  readonly bench: TradingBench;
  readonly engine: BootedEngine;
  readonly desk: OrderDesk;
  readonly shown: Preview;
}

/** A profile's whole engine with a plan of one order that was shown. */
async function world(quantity = "0.01"): Promise<World> {
  const bench = new TradingBench({
    legs: [{ side: "sell", symbol: "BTC/USD", quantity }],
    rules: { expiryMs: null, visibilityLagMs: 1_000, idempotentClientId: false },
  });
  const engine = bench.boot();
  const desk = new OrderDesk({
    ...engine,
    entries: bench.store.journal,
    plans: {
      record: (planId) => engine.rebalance.record(planId),
      underWay: () => engine.rebalance.plans().open,
      pause: (planId) => engine.rebalance.pause(planId),
    },
    expiryMs: () => null,
    currency: () => assetSchema.parse("USD"),
    clock: bench.clock,
    policies: EXECUTION_POLICIES,
    logger: silentLogger,
  });
  await runFor(bench.clock, startEngine(engine));
  return { bench, engine, desk, shown: await runFor(bench.clock, engine.rebalance.preview({}, {})) };
}

interface Approval {
  readonly planHash: Preview["record"]["plan"]["planHash"];
  readonly nonce: Preview["nonce"];
}

const right = ({ shown }: World): Approval => ({ planHash: shown.record.plan.planHash, nonce: shown.nonce });

/** Somebody changed the shown plan and made its hash anew. */
function edited({ shown }: World): Approval {
  const { planHash: _, ...plan } = shown.record.plan;
  const legs = plan.legs.map((leg) => ({ ...leg, quantity: decimalString("0.05") }));
  return { planHash: computePlanHash({ ...plan, legs }), nonce: shown.nonce };
}

type Case = readonly [string, (mine: World, other: World) => Promise<Approval> | Approval, string];

const CASES: readonly Case[] = [
  ["a forged hash", ({ shown }) => ({ planHash: FORGED, nonce: shown.nonce }), "PLAN_HASH_MISMATCH"],
  ["a forged one-time value", (mine) => ({ ...right(mine), nonce: OTHER_NONCE }), "PLAN_NONCE_USED"],
  ["an edited plan under its new hash", edited, "PLAN_HASH_MISMATCH"],
  ["another profile's approval", (_, other) => right(other), "PLAN_HASH_MISMATCH"],
  [
    "an approval that comes too late",
    async (mine) => {
      await mine.bench.clock.advance(61 * SECOND_MS);
      return right(mine);
    },
    "PLAN_EXPIRED",
  ],
  [
    "an approval while everything is paused",
    async (mine) => {
      await mine.engine.killSwitch.set(true, "test");
      return right(mine);
    },
    "SYSTEM_PAUSED",
  ],
  [
    "an approval while the profile is halted",
    async (mine) => {
      await mine.engine.risk.halt({ code: "TEST", message: "test" });
      return right(mine);
    },
    "PROFILE_HALTED",
  ],
];

describe.each(TRANSPORTS)("commands over $name", ({ open }) => {
  let wire: Wire;
  let mine: World;
  beforeEach(async () => {
    wire = await open();
    mine = await world();
    const { rebalancing, orders } = wire.api.context;
    vi.spyOn(rebalancing, "approve").mockImplementation((_, approval) => mine.engine.rebalance.approve(approval));
    vi.spyOn(orders, "cancel").mockImplementation((_, id) => mine.desk.cancel(id));
    vi.spyOn(orders, "attest").mockImplementation((_, id, evidence) => mine.desk.attest(id, evidence));
  });
  afterEach(async () => {
    await mine.desk.dispose();
    await stopEngine(mine.engine);
    await wire.dispose();
  });

  const approve = (approval: Approval) =>
    safe(
      wire.client.rebalancing.approve({
        ...{ profileId: KNOWN_PROFILE, planHash: approval.planHash, saveTargets: false },
        nonce: ensure(approval.nonce, "one-time value of a plan that may be approved"),
      }),
    );

  it.each(CASES)("refuse %s, write the refusal down and send nothing", async (_name, forge, code) => {
    const other = await world("0.02");
    const { error } = await approve(await forge(mine, other));
    expect(error).toMatchObject({ code, defined: true });
    await mine.bench.clock.advance(60 * SECOND_MS);
    expect(mine.bench.venue.arrived).toEqual([]);
    expect(mine.engine.execution.orders()).toEqual([]);
    const [refused] = await mine.bench.store.journal.readLatest({ limit: 1, kinds: ["plan.approvalRefused"] });
    expect(refused?.event).toMatchObject({ reason: { code } });
    await stopEngine(other.engine);
    await other.desk.dispose();
  });

  it("send one plan once, however often its approval is replayed", async () => {
    expect((await approve(right(mine))).error).toBeNull();
    await runFor(mine.bench.clock, mine.engine.rebalance.idle(mine.shown.record.plan.planId));
    for (let replay = 0; replay < 3; replay += 1) {
      expect((await approve(right(mine))).error).toMatchObject({ code: "PLAN_NONCE_USED" });
    }
    await mine.bench.clock.advance(60 * SECOND_MS);
    expect(mine.bench.venue.arrived).toHaveLength(1);
  });

  it("refuse what is no order, and a word on an order that needs none or comes too early", async () => {
    const of = { profileId: KNOWN_PROFILE };
    const evidence = "Not among the open orders nor in the history";
    const cancel = await safe(wire.client.orders.cancel({ ...of, clientOrderId: NOBODY }));
    expect(cancel.error).toMatchObject({ code: "ORDER_NOT_FOUND", defined: true });
    const attest = await safe(wire.client.orders.attest({ ...of, clientOrderId: NOBODY, evidence }));
    expect(attest.error).toMatchObject({ code: "ORDER_NOT_FOUND", defined: true });
    const empty = await safe(wire.client.orders.attest({ ...of, clientOrderId: NOBODY, evidence: "         gone" }));
    expect(empty.error).toMatchObject({ code: "INPUT_INVALID", data: { path: "evidence" } });

    mine.bench.venue.script.push({ does: "lost" });
    expect((await approve(right(mine))).error).toBeNull();
    await mine.bench.clock.advance(5 * SECOND_MS);
    const [order] = mine.engine.execution.orders();
    expect(order?.state).toBe("UNKNOWN");
    const clientOrderId = order?.clientOrderId ?? NOBODY;
    const early = await safe(wire.client.orders.attest({ ...of, clientOrderId, evidence }));
    expect(early.error).toMatchObject({ code: "ORDER_STATE", defined: true });
    expect(mine.engine.execution.orders()[0]?.state).toBe("UNKNOWN");
  });
});
