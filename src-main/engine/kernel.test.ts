// Does the whole engine hold together: demo, suggestion, plan, approval, fills, report, and all of it after a restart?
import { expect, test } from "vitest";
import { AccountClients } from "#engine/accounts/account-clients.ts";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { isPlanOver, type PlanRecord } from "#shared/domain/plan.ts";
import { openMarkets, paperLatency } from "#shells/market-sources.ts";
import { emptyDisk, MemorySecretStore, RecordingGuard } from "#testing/account-fakes.ts";
import { FakeVenues } from "#testing/fake-venues.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed } from "#testing/scripted-feed.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { Kernel } from "./kernel.ts";

const METRICS = { memoryBytes: () => 1, eventLoopDelayMs: () => 0 };

async function startKernel(store: MemoryStore, clock: ManualClock, ids: SeededIds): Promise<Kernel> {
  const { feeds, source } = await openMarkets({
    choice: { kind: "simulated" },
    gaps: "none",
    clock,
    logger: silentLogger,
    repository: store.repositories.paperExchange,
    latency: paperLatency(SeededRng.of(7)),
    connectReal: () => {
      throw new Error("The demo has no account at a real venue");
    },
  });
  const venues = new FakeVenues(clock);
  const secrets = new MemorySecretStore(emptyDisk());
  return Kernel.start({
    version: "test",
    shell: "headless",
    store,
    feeds,
    source,
    real: {
      venues,
      clients: new AccountClients({ venues, secrets, guard: new RecordingGuard(), clock }),
      openFeed: (venue) => new ScriptedFeed(venue, []),
    },
    secrets,
    guard: { scrub: (text) => text },
    environment: {},
    planner: new GreedyPlanner(),
    policies: EXECUTION_POLICIES,
    clock,
    ids,
    rng: SeededRng.of(1),
    metrics: METRICS,
    logger: silentLogger,
  });
}

/** Advances the clock in small steps until the condition holds; fails after `limitMs` of virtual time. */
async function until(clock: ManualClock, limitMs: number, condition: () => boolean, what: string): Promise<void> {
  for (let passed = 0; passed < limitMs; passed += 250) {
    if (condition()) return;
    await clock.advance(250);
  }
  throw new Error(`Not within ${limitMs} ms: ${what}`);
}

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

/** A promise that needs the clock to move: venues have latency. */
async function settled<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  let over = false;
  promise.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  await until(clock, 60_000, () => over, "the answer");
  return promise;
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
