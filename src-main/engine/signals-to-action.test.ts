// Do tilts and exits go through plan and approval like everything else, outlive a restart and end when their signal does?
import { afterEach, expect, test } from "vitest";
import type { SignalDraft } from "#engine/signals/compute-strategy-signals.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import type { DecisionRecord } from "#shared/domain/decision.ts";
import { isPlanOver } from "#shared/domain/plan.ts";
import { MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { settled, startKernel, until } from "#shells/test-support/demo-kernel.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import type { Kernel } from "./kernel.ts";

let kernel: Kernel | null = null;
afterEach(async () => {
  await kernel?.dispose();
  kernel = null;
});

const SOL = asset("SOL");
const LIFE_MS = 10 * MINUTE_MS;

const buy = (now: UnixMs): SignalDraft => ({
  ...{ ts: now, asset: SOL, action: "buy", quantity: null, price: null, source: "strategy" },
  ...{ confidence: decimalString("0.9"), strength: decimalString("0.8"), summary: "Buy SOL/USD", rationale: [] },
  ...{ expiresAt: unixMs(now + LIFE_MS), rule: "mapper (ensemble), version 1", decisionHash: "0".repeat(64) as never },
});

async function booted(store: MemoryStore, clock: ManualClock, ids: SeededIds) {
  kernel = await startKernel(store, clock, ids);
  if (kernel.registry.runtimes().length === 0) await settled(clock, kernel.registry.createDemo());
  const runtime = kernel.registry.runtime(kernel.registry.runtimes()[0]?.profile.id as never);
  await until(clock, 20_000, () => runtime.portfolio.read().state === "live", "a value");
  await clock.advance(5_000);
  return { kernel, runtime };
}

type Runtime = Awaited<ReturnType<typeof booted>>["runtime"];

const targetOf = (runtime: Runtime) => runtime.portfolio.read().positions.find((one) => one.asset === SOL)?.target;

async function traded(clock: ManualClock, runtime: Runtime) {
  const { record, nonce, gates } = await settled(clock, runtime.rebalance.preview({}, {}));
  expect(gates.filter(({ ok }) => !ok)).toEqual([]);
  const { planHash, planId } = record.plan;
  await settled(clock, runtime.rebalance.approve({ planHash, nonce, saveTargets: false }));
  await until(clock, 120_000, () => isPlanOver(runtime.rebalance.record(planId).state), "the plan's end");
  return record.plan;
}

test("off at first; on, the next plan shows the tilt; approved, it is spent; over, the targets are as they were set", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const store = new MemoryStore();
  const ids = new SeededIds();
  const first = await booted(store, clock, ids);
  const { id, targets } = first.runtime.profile;
  const set = Decimal.parse(targets[SOL] ?? "0");
  await first.runtime.signals.take([buy(clock.now())], {} as DecisionRecord);
  expect(targetOf(first.runtime)).toBe(set.toString());
  expect(first.runtime.tilts.view()).toMatchObject({ lines: [], budget: "0", used: "0", turnoverSpent: "0" });

  await first.kernel.registry.update(id, { strategies: { tiltBudget: decimalString("0.1") } });
  await clock.advance(1_000);
  // Its bound of 5 points times its strength.
  const tilted = set.add(Decimal.parse("0.04")).toString();
  expect(targetOf(first.runtime)).toBe(tilted);
  expect(first.runtime.profile.targets).toEqual(targets);
  expect(first.runtime.tilts.view()).toMatchObject({ used: "0.04", turnoverSpent: "0" });

  const plan = await traded(clock, first.runtime);
  expect(plan.wanted).toEqual(targets);
  expect(plan.targets[SOL]).toBe(tilted);
  expect(plan.tilts?.[0]).toMatchObject({ asset: SOL, from: set.toString(), to: tilted });
  expect(first.runtime.tilts.view()).toMatchObject({ used: "0.04", turnoverSpent: "0.04" });

  await first.kernel.dispose();
  const { runtime } = await booted(store, clock, ids);
  expect(runtime.tilts.view()).toMatchObject({ used: "0.04", turnoverSpent: "0.04" });
  expect(targetOf(runtime)).toBe(tilted);

  // One that is over ends the one before it.
  await runtime.signals.take([{ ...buy(clock.now()), expiresAt: clock.now() }], {} as DecisionRecord);
  await until(clock, 20_000, () => targetOf(runtime) === set.toString(), "the tilt's end");
  expect(runtime.tilts.view()).toMatchObject({ lines: [], used: "0", turnoverSpent: "0.04" });
});

test("a stop that is reached is a suggestion; sold by itself where profile and standing approval allow it, and then parked", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const { kernel: started, runtime } = await booted(new MemoryStore(), clock, new SeededIds());
  const { id, accounts, cashAssets } = runtime.profile;
  const now = clock.now();
  await runtime.signals.take([buy(now)], {} as DecisionRecord);
  const signalId = runtime.signals.list(500).find(({ source }) => source === "strategy")?.id;
  const { record, nonce } = await settled(clock, runtime.positions.plan(signalId as never, {}));
  await settled(clock, runtime.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false }));
  await until(clock, 120_000, () => isPlanOver(runtime.rebalance.record(record.plan.planId).state), "the entry");
  // No distance at all: the middle of the spread is under what was paid.
  const positions = { stopLoss: decimalString("0"), protectiveExits: true };
  await started.registry.update(id, { positions });
  const exit = () => runtime.suggestions.read().open.find(({ type }) => type === "positionExit");
  await until(clock, 120_000, () => exit() !== undefined, "a suggestion");
  expect(exit()).toMatchObject({ title: "Stop-loss of SOL", asset: SOL, plan: { exit: SOL } });
  expect(runtime.signals.list(500).filter(({ rule }) => rule.startsWith("exit"))).toEqual([]);

  const share = { kind: "share", share: "1" } as never;
  const limits = { perPlan: share, perDay: share };
  const { approval, nonce: once } = runtime.standing.propose({
    ...{ accounts: accounts.map((account) => account.id), triggers: ["positionExit"], assets: [SOL, ...cashAssets] },
    ...{ turnover: limits, cost: limits, endsAt: unixMs(clock.now() + 60 * MINUTE_MS) },
  });
  await runtime.standing.create({ approvalId: approval.approvalId, nonce: once, typedName: null });
  await until(clock, 120_000, () => runtime.positions.view().open.length === 0, "the exit");
  const sold = runtime.rebalance.plans().latest[0];
  expect(sold).toMatchObject({ standing: { approvalId: approval.approvalId, trigger: "positionExit" } });
  expect(sold?.plan.legs.every(({ side, base }) => side === "sell" && base === SOL)).toBe(true);
  await until(clock, 20_000, () => runtime.profile.parked?.includes(SOL) === true, "the park");
  expect(targetOf(runtime)).toBe("0");
  // It goes on: what it was given for has not changed.
  expect(runtime.standing.live()?.approval.approvalId).toBe(approval.approvalId);
});
