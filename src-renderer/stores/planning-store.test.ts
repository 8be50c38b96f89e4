import { beforeEach, expect, test, vi } from "vitest";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import type { Preview } from "#shared/contract/views.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, planIdSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { depositSchema } from "#shared/domain/plan.ts";
import { targetsSchema } from "#shared/domain/policy.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { NO_EDITS, setSkipped } from "./leg-edits.ts";
import {
  adoptSuggestion,
  editDeposits,
  editLegs,
  editPolicy,
  editTargets,
  forgetKept,
  isOutOfDate,
  isUntried,
  planFor,
  planNow,
  planningStore,
  putAway,
  undoEdits,
} from "./planning-store.ts";

const profile = profileSchema.parse({
  id: "core",
  name: "Core",
  priority: 1,
  mode: "paper",
  source: "simulated",
  currency: "USD",
  cashAssets: ["USD"],
  accounts: [],
  targets: { BTC: "0.5", USD: "0.5" },
  policy: {},
  limits: {},
  createdAt: 0,
  seed: "1",
});

function samplePreview(plan: Readonly<Record<string, unknown>> = {}): Preview {
  const planId = "11111111-1111-4111-8111-111111111111";
  // Only what the store reads of a preview is there.
  return { record: { plan: { planId, targets: profile.targets, ...plan } }, nonce: "n" } as unknown as Preview;
}

beforeEach(() => {
  sessionStorage.clear();
  planFor(profileIdSchema.parse("another"));
  planFor(profile.id);
});

test.each([
  [{ BTC: "0.50", USD: "0.5" }, false],
  [{ BTC: "0.4", USD: "0.6" }, true],
  [{ BTC: "0.5", USD: "0.5", ADA: "0" }, true],
])("targets %j are an edit: %s", (targets, edited) => {
  editTargets(targetsSchema.parse(targets), profile);
  expect(planningStore.getState().targets !== null).toBe(edited);
});

test("what is edited is sent, without assets that say nothing; undoing goes back to the profile's own", async () => {
  const preview = vi.fn(async (_input: unknown) => Promise.reject(new Error("no engine")));
  // Only what is called is there.
  const client = { rebalancing: { preview } } as unknown as SchwabotClient;
  editTargets(targetsSchema.parse({ BTC: "0.4", USD: "0.6", ADA: "0" }), profile);
  editPolicy({ goal: "bandEdge" }, profile);
  await planNow(client, profile);
  expect(preview.mock.calls[0]?.[0]).toEqual({
    profileId: "core",
    targets: { BTC: "0.4", USD: "0.6" },
    policy: { goal: "bandEdge" },
  });
  expect(planningStore.getState().error?.code).toBe("CONNECTION_LOST");
  undoEdits();
  await planNow(client, profile);
  expect(preview.mock.calls[1]?.[0]).toEqual({ profileId: "core", policy: { goal: "target" } });
});

test("a profile that comes on screen starts afresh; the same one keeps its edits", () => {
  editTargets(targetsSchema.parse({ BTC: "1" }), profile);
  planFor(profile.id);
  expect(planningStore.getState().targets).not.toBeNull();
  planFor(profileIdSchema.parse("another"));
  expect(planningStore.getState().targets).toBeNull();
});

test("without a preview nothing is out of date", () => {
  const draft = { targets: targetsSchema.parse({ BTC: "1" }), policy: {}, deposits: [] };
  expect(isOutOfDate({ ...draft, preview: null, asked: null }, profile)).toBe(false);
});

test("a rule set back to the profile's own is no change; an amount is sent with its own goal only", async () => {
  const BTC = assetSchema.parse("BTC");
  editPolicy({ neverSell: [BTC] }, profile);
  editPolicy({ neverSell: [] }, profile);
  expect(planningStore.getState().policy).toEqual({});
  const raise = { asset: assetSchema.parse("USD"), amount: decimalString("100") };
  editPolicy({ goal: "raiseCash", raise, neverBuy: [BTC] }, profile);
  const preview = vi.fn(async (_input: unknown) => samplePreview());
  const client = { rebalancing: { preview } } as unknown as SchwabotClient;
  await planNow(client, profile);
  expect(preview.mock.calls[0]?.[0]).toMatchObject({ policy: { goal: "raiseCash", raise, neverBuy: ["BTC"] } });
  editPolicy({ goal: "target" }, profile);
  await planNow(client, profile);
  expect(preview.mock.calls[1]?.[0]).toEqual({ profileId: "core", policy: { goal: "target", neverBuy: ["BTC"] } });
});

test("a rule, a goal or a made-up deposit that changed after the plan makes it out of date, and back again does not", async () => {
  const BTC = assetSchema.parse("BTC");
  const preview = samplePreview({ targets: { BTC: "0.5", USD: "0.5" } });
  // Only what is called is there.
  const client = { rebalancing: { preview: async () => preview } } as unknown as SchwabotClient;
  const outOfDate = () => isOutOfDate(planningStore.getState(), profile);
  await planNow(client, profile);
  expect(outOfDate()).toBe(false);
  editPolicy({ bandsByAsset: { [BTC]: decimalString("0.02") } }, profile);
  expect(outOfDate()).toBe(true);
  editPolicy({ bandsByAsset: {} }, profile);
  expect(outOfDate()).toBe(false);
  editDeposits([depositSchema.parse({ accountId: "core-alpha", asset: "USD", amount: "5" })]);
  expect(outOfDate()).toBe(true);
});

test("targets that a signal or a stop made others of are still those that were asked for", async () => {
  const preview = samplePreview({
    targets: targetsSchema.parse({ BTC: "0.55", USD: "0.45" }),
    wanted: { BTC: "0.5", USD: "0.5" },
  });
  const client = { rebalancing: { preview: async () => preview } } as unknown as SchwabotClient;
  await planNow(client, profile);
  expect(isOutOfDate(planningStore.getState(), profile)).toBe(false);
});

test("what a suggestion proposes to plan stands on the screen in the place of what was chosen before", () => {
  editPolicy({ goal: "bandEdge" }, profile);
  adoptSuggestion({ plan: null }, profile);
  expect(planningStore.getState().policy).toEqual({ goal: "bandEdge" });
  const invest = { asset: assetSchema.parse("USD"), amount: decimalString("500") };
  const targets = targetsSchema.parse({ BTC: "0.6", USD: "0.4" });
  adoptSuggestion({ plan: { policy: { goal: "cashFlow", invest }, targets } }, profile);
  expect(planningStore.getState()).toMatchObject({ policy: { goal: "cashFlow", invest }, targets });
});

test("a draft that was tried is not tried again by itself, until it is changed", async () => {
  const preview = vi.fn(async (_input: unknown) => samplePreview({ targets: { BTC: "0.5", USD: "0.5" } }));
  // Only what is called is there.
  const client = { rebalancing: { preview } } as unknown as SchwabotClient;
  const untried = () => isUntried(planningStore.getState(), profile);
  await planNow(client, profile);
  editTargets(targetsSchema.parse({ BTC: "0.4", USD: "0.6" }), profile);
  expect(untried()).toBe(true);
  preview.mockRejectedValueOnce(new Error("no engine"));
  const planning = planNow(client, profile);
  expect(untried()).toBe(false);
  await planning;
  expect(untried()).toBe(false);
  editTargets(targetsSchema.parse({ BTC: "0.3", USD: "0.7" }), profile);
  expect(untried()).toBe(true);
});

test("what is kept for the profile is no change of the plan any more; the goal still is", () => {
  editTargets(targetsSchema.parse({ BTC: "0.4", USD: "0.6" }), profile);
  editPolicy({ goal: "bandEdge", tolerance: decimalString("0.02") }, profile);
  forgetKept();
  expect(planningStore.getState()).toMatchObject({ targets: null, policy: { goal: "bandEdge" } });
});

test("changed legs make a plan of their own; one that cannot be leaves the plan, and none at all the first one", async () => {
  const first = samplePreview();
  const second = samplePreview({ planId: "33333333-3333-4333-8333-333333333333" });
  const preview = vi.fn(async (_input: unknown) => first);
  // Only what is called is there.
  const client = { rebalancing: { preview } } as unknown as SchwabotClient;
  await planNow(client, profile);
  preview.mockResolvedValueOnce(second);
  await editLegs(client, profile, setSkipped(NO_EDITS, 1, true));
  expect(preview.mock.calls[1]?.[0]).toEqual({
    profileId: "core",
    edits: { planId: first.record.plan.planId, legs: [{ leg: 1, skip: true }] },
  });
  expect(planningStore.getState()).toMatchObject({ preview: second, base: first });

  preview.mockRejectedValueOnce(Object.assign(new Error("Order 1: no."), { code: "INPUT_INVALID", data: {} }));
  await editLegs(client, profile, setSkipped(planningStore.getState().edits, 0, true));
  expect(planningStore.getState()).toMatchObject({ preview: second, edits: { skipped: [1] } });
  expect(planningStore.getState().editError?.message).toBe("Order 1: no.");

  await editLegs(client, profile, NO_EDITS);
  expect(preview).toHaveBeenCalledTimes(3);
  expect(planningStore.getState()).toMatchObject({ preview: first, editError: null });
});

test("a report that was put away is remembered for this tab", () => {
  const id = planIdSchema.parse("11111111-1111-4111-8111-111111111111");
  putAway(id);
  expect(planningStore.getState().seen.has(id)).toBe(true);
  expect(sessionStorage.getItem("schwabot.seenReports")).toContain(id);
});
