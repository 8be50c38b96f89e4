import { expect, test } from "vitest";
import { riskLimitsSchema } from "#shared/domain/policy.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeEffectiveLimits } from "./compute-effective-limits.ts";

const unlockedAt = unixMs(0);

test.each([
  ["live", "0.02", "2", "0.02"],
  ["live", "0.1", "2", "0.1"],
  ["live", "0.1", "0.05", "0.05"],
  ["live", "none", "2", "2"],
  ["sandbox", "0.02", "2", "2"],
  ["paper", "0.02", "2", "2"],
] as const)("in %s mode with ramp %s and a limit of %s a plan may turn over %s", (mode, ramp, own, expected) => {
  const limits = riskLimitsSchema.parse({ maxPlanTurnoverFraction: own });
  expect(computeEffectiveLimits({ mode, live: { unlockedAt, ramp }, limits })).toEqual({
    ...limits,
    maxPlanTurnoverFraction: expected,
  });
});

test("without an unlock the limits are the person's own", () => {
  const limits = riskLimitsSchema.parse({});
  expect(computeEffectiveLimits({ mode: "paper", limits })).toBe(limits);
});
