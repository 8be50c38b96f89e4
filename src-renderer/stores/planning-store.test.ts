import { beforeEach, expect, test, vi } from "vitest";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { planIdSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { targetsSchema } from "#shared/domain/policy.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import {
  chooseGoal,
  editTargets,
  isOutOfDate,
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
  chooseGoal("bandEdge", profile);
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
  expect(isOutOfDate({ preview: null, targets: targetsSchema.parse({ BTC: "1" }), goal: null }, profile)).toBe(false);
});

test("a report that was put away is remembered for this tab", () => {
  const id = planIdSchema.parse("11111111-1111-4111-8111-111111111111");
  putAway(id);
  expect(planningStore.getState().seen.has(id)).toBe(true);
  expect(sessionStorage.getItem("schwabot.seenReports")).toContain(id);
});
