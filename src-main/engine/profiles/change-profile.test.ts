import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import { unixMs } from "#shared/domain/time.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { changedFields, changeProfile } from "./change-profile.ts";

const profile = sampleProfile(profileIdSchema.parse("core"), 1);
// The schema would brand keys and values; the tests write plain text.
const targets = (weights: Record<string, string>) => weights as Targets;

test("only what is named changes, and its fields are told", () => {
  const changed = changeProfile(profile, { name: "Long run", policy: { minTradeValue: profile.policy.minTradeValue } });
  expect(changed).toEqual({ ...profile, name: "Long run" });
  expect(changedFields(profile, changed)).toEqual(["name"]);
  expect(changedFields(profile, changeProfile(profile, {}))).toEqual([]);
});

test("a key of the policy leaves the others as they are", () => {
  const changed = changeProfile(profile, { policy: { goal: "bandEdge" } });
  expect(changed.policy).toEqual({ ...profile.policy, goal: "bandEdge" });
});

test.each([
  [{ BTC: "0.5", USD: "0.4" }, "0.9"],
  [{ BTC: "0.5", USD: "0.500000002" }, "1.000000002"],
  [{}, "0"],
])("targets %j are refused: they sum to %s", (weights, sum) => {
  expect(() => changeProfile(profile, { targets: targets(weights) })).toThrow(
    `The targets sum to ${sum}; they must sum to 1.`,
  );
});

test("any split of a whole is accepted as it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (part) => {
      const share = (value: number) => (value / 10_000).toFixed(4);
      const wanted = targets({ BTC: share(part), USD: share(10_000 - part) });
      expect(changeProfile(profile, { targets: wanted }).targets).toEqual(wanted);
    }),
  );
});

test("other targets than those in force make the method fixed; its settings stay, and the same targets change nothing", () => {
  const targetMethod = { ...profile.targetMethod, method: "equal" as const, cashShare: decimalString("0.4") };
  const computed = {
    ...profile,
    targetMethod,
    computedTargets: { at: unixMs(1), lines: [], targets: profile.targets, period: null },
  };
  const same = targets({ USD: "0.40", BTC: "0.6", ETH: "0" });
  expect(changeProfile(computed, { targets: same }).targetMethod).toEqual(targetMethod);
  const other = changeProfile(computed, { targets: targets({ BTC: "0.5", USD: "0.5" }) });
  expect(other.targetMethod).toEqual({ ...targetMethod, method: "fixed" });
  expect(other.computedTargets).toBeUndefined();
});
