import { expect, it } from "vitest";
import { EXECUTION_POLICIES, scalePolicies } from "#engine/core/policies.ts";
import { profileOperationSchema } from "#shared/domain/profile-operation.ts";
import { computeProfilePolicies } from "./compute-profile-policies.ts";

const ofSeconds = (orderTimeoutS?: number) => ({
  operation: profileOperationSchema.parse(orderTimeoutS === undefined ? {} : { orderTimeoutS }),
});

it("a resting order waits as long as the profile says, in proportion where all times are divided", () => {
  expect(computeProfilePolicies({ policies: EXECUTION_POLICIES, profile: ofSeconds() })).toEqual(EXECUTION_POLICIES);
  expect(computeProfilePolicies({ policies: EXECUTION_POLICIES, profile: ofSeconds(120) })).toEqual({
    ...EXECUTION_POLICIES,
    orderTimeoutMs: 120_000,
  });
  const scaled = scalePolicies(EXECUTION_POLICIES, 10);
  expect(computeProfilePolicies({ policies: scaled, profile: ofSeconds(90) }).orderTimeoutMs).toBe(9_000);
});
