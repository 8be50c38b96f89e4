import { describe, expect, it } from "vitest";
import { EXECUTION_POLICIES, type ExecutionPolicies, scaleOrderRules, scalePolicies } from "./policies.ts";

/** Every number by its path. */
function numbersOf(policies: object, path = ""): readonly (readonly [string, number])[] {
  return Object.entries(policies).flatMap(([name, value]) =>
    typeof value === "number" ? [[`${path}${name}`, value] as const] : numbersOf(value, `${path}${name}.`),
  );
}

/** Paths whose numbers a division leaves alone: counts, and what waits for a person or a real machine. */
const KEPT = ["proofAnswers", "ordersPerLeg", "readMs", "previewMs", "approvalMs"];

describe("scalePolicies", () => {
  it("leaves what ordinary use goes by exactly as it stands", () => {
    expect(scalePolicies(EXECUTION_POLICIES, 1)).toEqual(EXECUTION_POLICIES);
  });

  it("divides every wait by one number, and no count", () => {
    const before = new Map(numbersOf(EXECUTION_POLICIES));
    const after = numbersOf(scalePolicies(EXECUTION_POLICIES, 20));
    expect(after.map(([path]) => path)).toEqual([...before.keys()]);
    for (const [path, value] of after) {
      const was = before.get(path) ?? Number.NaN;
      expect([path, value]).toEqual([path, KEPT.includes(path) ? was : Math.round(was / 20)]);
    }
  });

  it("makes a proof of absence twenty times as short at twenty", () => {
    const proofMs = ({ callMs, visibilityLagMs, proofMarginMs }: ExecutionPolicies) =>
      callMs + visibilityLagMs + proofMarginMs;
    const scaled = scalePolicies(EXECUTION_POLICIES, 20);
    const rules = scaleOrderRules({ expiryMs: 5_000, visibilityLagMs: 5_000, idempotentClientId: false }, 20);
    // 5 s expiry, 10 s call, 5 s lag, 5 s margin: execution-safety 2.4, divided by 20.
    expect(proofMs(EXECUTION_POLICIES) + 5_000).toBe(25_000);
    expect(proofMs(scaled) + (rules.expiryMs ?? 0)).toBe(1_250);
  });

  it("never divides a wait down to none", () => {
    for (const [, value] of numbersOf(scalePolicies(EXECUTION_POLICIES, 1_000_000))) expect(value).toBeGreaterThan(0);
  });
});

describe("scaleOrderRules", () => {
  it("keeps that a venue has no expiry, and what it does with ids", () => {
    const rules = { expiryMs: null, visibilityLagMs: 5_000, idempotentClientId: true };
    expect(scaleOrderRules(rules, 20)).toEqual({ expiryMs: null, visibilityLagMs: 250, idempotentClientId: true });
  });
});
