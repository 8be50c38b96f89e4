// Does a connected account hold together in the whole engine: prices, holdings, targets, paper, live, and a restart?
import { afterEach, expect, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { isPlanOver } from "#shared/domain/plan.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { connect, type Machine, machine, startConnected } from "#shells/test-support/connected-kernel.ts";
import { settled, until } from "#shells/test-support/demo-kernel.ts";
import type { ManualClock } from "#testing/manual-clock.ts";
import type { Kernel } from "./kernel.ts";

const running: Kernel[] = [];
afterEach(async () => {
  for (const kernel of running.splice(0)) await kernel.dispose();
});

async function start(parts: Machine): Promise<Kernel> {
  const kernel = await startConnected(parts);
  running.push(kernel);
  return kernel;
}

// The schema would brand keys and values; the tests write plain text.
const targets = (weights: Record<string, string>) => weights as Targets;

async function rebalance(kernel: Kernel, clock: ManualClock, profileId: ProfileId) {
  const { rebalance: service } = kernel.registry.runtime(profileId);
  const preview = await settled(clock, service.preview({}, {}));
  return { preview, service };
}

test("a connected account is valued by its venue's prices, and its holdings become its targets", async () => {
  const parts = machine();
  parts.venues.accept("key-1", { balances: { BTC: "0.5", USD: "25000" } });
  const kernel = await start(parts);
  const profileId = await connect(kernel);
  await parts.clock.advance(15_000);
  const { profile, portfolio } = kernel.registry.runtime(profileId);
  expect(portfolio.read()).toMatchObject({ state: "live", totalValue: "50002.5", totalPnl: "0" });
  expect(profile).toMatchObject({ mode: "paper", source: "real", targets: { BTC: "0.5", USD: "0.5" } });
  expect(parts.venues.calls.some((call) => call.includes("submitOrder"))).toBe(false);
});

test("on paper it trades at the venue's book and sends nothing; a restart keeps its paper holdings", async () => {
  const parts = machine();
  parts.venues.accept("key-1", { balances: { BTC: "0.5", USD: "25000" } });
  let kernel = await start(parts);
  const profileId = await connect(kernel);
  await parts.clock.advance(15_000);
  await kernel.registry.update(profileId, {
    targets: targets({ BTC: "0.45", ETH: "0.05", USD: "0.5" }),
    policy: { tolerance: decimalString("0.001") },
  });
  await parts.clock.advance(10_000);
  const { preview, service } = await rebalance(kernel, parts.clock, profileId);
  expect(preview.gates.filter(({ ok }) => !ok)).toEqual([]);
  const { planHash } = preview.record.plan;
  await settled(parts.clock, service.approve({ planHash, nonce: preview.nonce, saveTargets: false }));
  await until(parts.clock, 120_000, () => isPlanOver(service.plans().latest[0]?.state ?? "DRAFT"), "the plan's end");
  expect(service.plans().latest[0]?.state).toBe("DONE");
  await parts.clock.advance(65_000);
  const held = (kernelNow: Kernel) =>
    kernelNow.registry
      .runtime(profileId)
      .portfolio.read()
      .positions.map(({ asset, quantity }) => `${asset} ${quantity}`);
  const after = held(kernel);
  expect(after.find((line) => line.startsWith("ETH"))).toBeDefined();
  expect(parts.venues.calls.some((call) => call.includes("submitOrder"))).toBe(false);

  await kernel.dispose();
  running.length = 0;
  kernel = await start(parts);
  await parts.clock.advance(15_000);
  expect(held(kernel)).toEqual(after);
});

test("live is another mode of the same profile: books follow the venue, listeners stay, and an order leaves by the key", async () => {
  const parts = machine();
  parts.venues.accept("key-1", { balances: { BTC: "0.5", USD: "25000" } });
  const kernel = await start(parts);
  const profileId = await connect(kernel);
  await parts.clock.advance(15_000);
  await kernel.registry.update(profileId, { targets: targets({ BTC: "0.45", ETH: "0.05", USD: "0.5" }) });
  const seen: Portfolio[] = [];
  const following = kernel.registry.follow(profileId, (runtime) =>
    runtime.portfolio.changes.subscribe((portfolio) => seen.push(portfolio)),
  );
  const { lines } = await kernel.live.checklist(profileId);
  const open = lines.filter(({ state }) => state === "open").map(({ id }) => id);
  expect(lines.filter(({ state }) => state === "failed")).toEqual([]);
  await expect(kernel.live.unlock(profileId, { typedName: "Savings", acceptedOpen: [] })).rejects.toMatchObject({
    code: "LIVE_CHECKLIST",
  });
  await settled(parts.clock, kernel.live.unlock(profileId, { typedName: "Savings", acceptedOpen: open }));
  seen.length = 0;
  await parts.clock.advance(15_000);
  const { profile, portfolio } = kernel.registry.runtime(profileId);
  expect(profile).toMatchObject({ mode: "live", live: { ramp: "0.02" }, modeSince: expect.any(Number) });
  expect(portfolio.read()).toMatchObject({ totalValue: "50002.5", totalPnl: "0" });
  expect(seen.length).toBeGreaterThan(0);
  await following.dispose();

  // Over all live profiles: too much of one coin denies what would buy more of any coin above it.
  await kernel.settings.update({ largestAssetShare: decimalString("0.005") });
  expect(kernel.overall.read()).toMatchObject({
    profiles: [profile.name],
    value: "50002.5",
    largest: { asset: "BTC" },
  });
  const limited = await rebalance(kernel, parts.clock, profileId);
  expect(limited.preview.gates.flatMap(({ code }) => code ?? [])).toEqual(["ASSET_OVERALL"]);
  await kernel.settings.update({ largestAssetShare: null });

  const { preview, service } = await rebalance(kernel, parts.clock, profileId);
  // The ramp: two percent of the value, known to the planner.
  expect(Number(preview.record.plan.turnover)).toBeLessThanOrEqual(50_002.5 * 0.02);
  const { planHash, planId } = preview.record.plan;
  await settled(parts.clock, service.approve({ planHash, nonce: preview.nonce, saveTargets: false }));
  expect(service.record(planId).checks.map(({ state }) => state)).toEqual(preview.record.plan.legs.map(() => "ok"));
  await until(
    parts.clock,
    120_000,
    () => parts.venues.calls.some((call) => call === "kraken submitOrder key-1"),
    "the send",
  );

  await kernel.settings.update({ totalDailyLossFraction: decimalString("0") });
  await parts.clock.advance(1_000);
  expect(kernel.registry.runtime(profileId).risk.trading).toMatchObject({
    state: "halted",
    reason: { code: "TOTAL_DAY_LOSS" },
  });
});

test("a key that may not trade: live is refused by its checklist, and the gate names the right", async () => {
  const parts = machine();
  const key = parts.venues.accept("key-1", { balances: { BTC: "0.5", USD: "25000" } });
  const kernel = await start(parts);
  const profileId = await connect(kernel);
  await parts.clock.advance(15_000);
  if (key.permissions === null) throw new Error("This venue tells rights");
  key.permissions = {
    ...key.permissions,
    rights: key.permissions.rights.map((right) => (right.need === "trading" ? { ...right, granted: "no" } : right)),
  };
  const { account } = kernel.accounts.views.read()[0] ?? {};
  if (account === undefined) throw new Error("No account");
  await settled(parts.clock, kernel.accounts.recheck({ profileId, accountId: account.id }, {}));
  const lines = (await kernel.live.checklist(profileId)).lines;
  expect(lines.find(({ id }) => id === "rights")).toMatchObject({ state: "failed" });
  const open = lines.filter(({ state }) => state === "open").map(({ id }) => id);
  await expect(kernel.live.unlock(profileId, { typedName: "Savings", acceptedOpen: open })).rejects.toMatchObject({
    code: "LIVE_CHECKLIST",
  });
});

test("without any connected account no venue is ever called", async () => {
  const parts = machine();
  const kernel = await start(parts);
  await settled(parts.clock, kernel.registry.createDemo());
  await parts.clock.advance(60_000);
  expect(parts.venues.calls).toEqual([]);
});
