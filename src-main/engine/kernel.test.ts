// Does the whole engine hold together: demo, suggestion, plan, approval, fills, report, and all of it after a restart?
import { expect, test } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { isPlanOver, type PlanRecord } from "#shared/domain/plan.ts";
import { targetMethodSchema } from "#shared/domain/target-method.ts";
import { settled, startKernel, until } from "#shells/test-support/demo-kernel.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import type { Kernel } from "./kernel.ts";

async function rebalance(kernel: Kernel, clock: ManualClock): Promise<PlanRecord> {
  const [runtime] = kernel.registry.runtimes();
  if (runtime === undefined) throw new Error("No profile");
  // Trading opens once the venues have been reconciled, a few answers after the start.
  await clock.advance(5_000);
  const preview = await settled(clock, runtime.rebalance.preview({}, {}));
  expect(preview.gates.filter(({ ok }) => !ok)).toEqual([]);
  await settled(
    clock,
    runtime.rebalance.approve({
      planHash: preview.record.plan.planHash,
      nonce: preview.nonce,
      saveTargets: false,
    }),
  );
  const latest = () => runtime.rebalance.plans().latest[0];
  await until(clock, 120_000, () => isPlanOver(latest()?.state ?? "DRAFT"), "the plan's end");
  const record = latest();
  if (record === undefined) throw new Error("No plan");
  return record;
}

test("from the demo to a report within a point of every target, and a restart loses nothing", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const store = new MemoryStore();
  const ids = new SeededIds();
  const kernel = await startKernel(store, clock, ids);
  expect(kernel.registry.summaries()).toEqual([]);

  const created = await settled(clock, kernel.registry.createDemo());
  expect(created.map(({ id }) => id)).toEqual(["demo-a", "demo-b"]);
  await expect(kernel.registry.createDemo()).rejects.toMatchObject({ code: "PROFILE_EXISTS" });
  const [runtime] = kernel.registry.runtimes();
  if (runtime === undefined) throw new Error("No profile");
  await until(clock, 10_000, () => runtime.suggestions.read().open.length > 0, "a suggestion");
  expect(runtime.suggestions.read().open).toContainEqual(expect.objectContaining({ type: "threshold", asset: "SOL" }));
  const history = await runtime.portfolio.equity("1m");
  expect(history.points.length).toBeGreaterThan(300);

  const record = await rebalance(kernel, clock);
  expect(record.state).toBe("DONE");
  const worst = record.report?.worstError;
  expect(Decimal.parse(worst ?? "1").lte(Decimal.parse("0.01"))).toBe(true);
  await until(
    clock,
    10_000,
    () => runtime.suggestions.read().open.every(({ type }) => type !== "threshold"),
    "the suggestion's end",
  );
  const before = runtime.portfolio.read();
  const entries = (await store.journal.read({ after: 0, limit: 10_000 })).length;
  await kernel.dispose();

  const again = await startKernel(store, clock, ids);
  const [restarted] = again.registry.runtimes();
  if (restarted === undefined) throw new Error("No profile");
  await until(clock, 10_000, () => restarted.portfolio.read().totalValue !== null, "a value");
  const after = restarted.portfolio.read();
  const quantities = (positions: typeof after.positions) =>
    positions.map(({ asset, quantity, cost }) => [asset, quantity, cost]);
  expect(quantities(after.positions)).toEqual(quantities(before.positions));
  expect(restarted.rebalance.plans().latest[0]).toMatchObject({ state: "DONE", report: { worstError: worst } });
  expect(restarted.rebalance.plans().open).toBeNull();
  expect((await store.journal.verify()).ok).toBe(true);
  // Started, stopped, started: the restart itself sent nothing and changed nothing else.
  expect((await store.journal.read({ after: entries, limit: 100 })).map(({ event }) => event.kind)).toEqual([
    "system.stopped",
    "system.started",
  ]);
  await again.dispose();
});

test("paused everything: nothing is sent, and a restart stays paused", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const store = new MemoryStore();
  const ids = new SeededIds();
  const kernel = await startKernel(store, clock, ids);
  await settled(clock, kernel.registry.createDemo());
  const [runtime] = kernel.registry.runtimes();
  if (runtime === undefined) throw new Error("No profile");
  await until(clock, 10_000, () => runtime.portfolio.read().totalValue !== null, "a value");
  const preview = await settled(clock, runtime.rebalance.preview({}, {}));
  await kernel.killSwitch.set(true, "lunch");
  const approval = { planHash: preview.record.plan.planHash, nonce: preview.nonce, saveTargets: false };
  await expect(runtime.rebalance.approve(approval)).rejects.toMatchObject({ code: "SYSTEM_PAUSED" });
  expect(kernel.health.read()).toMatchObject({ state: "attention", headline: "Everything is paused", detail: "lunch" });
  await kernel.dispose();
  const again = await startKernel(store, clock, ids);
  expect(again.killSwitch.state).toMatchObject({ on: true, reason: "lunch" });
  await again.dispose();
});

test("targets that do not sum to 1 are refused and nothing changes", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const store = new MemoryStore();
  const kernel = await startKernel(store, clock, new SeededIds());
  const [profile] = await settled(clock, kernel.registry.createDemo());
  if (profile === undefined) throw new Error("No profile");
  const targets = { ...profile.targets, ...{ BTC: "0.9" } } as typeof profile.targets;
  await expect(kernel.registry.update(profile.id, { targets })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    data: { path: "changes.targets" },
  });
  expect(kernel.registry.runtime(profile.id).profile).toEqual(profile);
  const renamed = await kernel.registry.update(profile.id, { name: "Long run" });
  expect(renamed).toEqual({ ...profile, name: "Long run" });
  expect(await store.repositories.profiles.list()).toContainEqual(renamed);
  await kernel.dispose();
});

test("targets that a method computes from stored candles are those of allocation, suggestions and plans, after a restart too", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const store = new MemoryStore();
  const ids = new SeededIds();
  const kernel = await startKernel(store, clock, ids);
  await settled(clock, kernel.registry.createDemo());
  const [runtime] = kernel.registry.runtimes();
  if (runtime === undefined) throw new Error("No profile");
  await until(clock, 10_000, () => runtime.portfolio.read().totalValue !== null, "a value");
  const method = targetMethodSchema.parse({
    ...{ method: "equalRisk", assets: ["BTC", "ETH", "SOL"], cashShare: "0.1", caps: { BTC: "0.25" } },
  });
  const view = await settled(clock, runtime.targets.setMethod(method));
  expect(view).toMatchObject({ state: "current", reason: null, computed: { period: { returns: 90, missing: 0 } } });
  const { targets } = view;
  expect(Object.keys(targets)).toHaveLength(4);
  expect(view.computed?.lines).toContainEqual(expect.objectContaining({ asset: "BTC", result: "0.25", limit: "cap" }));
  expect(runtime.profile.targets).toEqual(targets);
  for (const { asset, target } of runtime.portfolio.read().positions) {
    if (Object.hasOwn(targets, asset)) expect(target).toBe(targets[asset]);
  }
  const preview = await settled(clock, runtime.rebalance.preview({}, {}));
  expect(preview.record.plan.targets).toEqual(targets);
  await kernel.dispose();

  const nextDay = new ManualClock(Date.UTC(2026, 10, 21, 0, 30));
  const again = await startKernel(store, nextDay, ids);
  const [restarted] = again.registry.runtimes();
  if (restarted === undefined) throw new Error("No profile");
  expect(restarted.targets.view()).toEqual({ ...view, state: "stale", reason: "They are being computed." });
  await until(nextDay, 10_000, () => restarted.targets.view().state === "current", "the day's targets");
  expect(restarted.targets.view().computed?.at).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 21, 0, 30));
  await again.dispose();
});

test("a network that comes back closes trading until the venues were read again", async () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const kernel = await startKernel(new MemoryStore(), clock, new SeededIds());
  await settled(clock, kernel.registry.createDemo());
  const [runtime] = kernel.registry.runtimes();
  const venue = runtime?.profile.accounts[0]?.venue;
  if (runtime === undefined || venue === undefined) throw new Error("No profile");
  await until(clock, 10_000, () => runtime.summary().readOnlyReason === null, "open trading");
  const told: (string | null)[] = [];
  kernel.registry.changes.subscribe(() => told.push(runtime.summary().readOnlyReason));
  const status = (state: "down" | "live") =>
    kernel.markets.of(runtime.profile.source).status.publish({ venue, state, detail: null, since: clock.now() });
  status("live");
  expect(runtime.summary().readOnlyReason).toBeNull();
  status("down");
  status("live");
  expect(runtime.summary().readOnlyReason).toContain(`The network to ${venue} is back.`);
  await until(clock, 10_000, () => runtime.summary().readOnlyReason === null, "open trading");
  expect(told[0]).toContain("is back");
  expect(told.at(-1)).toBeNull();
  await kernel.dispose();
});
