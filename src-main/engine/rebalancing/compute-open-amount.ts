// What of the amount that a person asked to raise or to invest is still open after a plan, so that the next one asks for the rest only?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { PlanLeg, RebalancePlan } from "#shared/domain/plan.ts";
import type { Policy } from "#shared/domain/policy.ts";
import { computeLegChanges } from "./compute-leg-changes.ts";

/** Once every leg has filled as planned. Undefined for a goal without an amount. */
export function computeOpenAmount(policy: Policy, legs: readonly PlanLeg[]): RebalancePlan["open"] {
  const asked = policy.goal === "raiseCash" ? policy.raise : policy.goal === "cashFlow" ? policy.invest : undefined;
  if (asked === undefined) return undefined;
  const change = computeLegChanges(legs).get(asked.asset) ?? Decimal.ZERO;
  const done = policy.goal === "raiseCash" ? change : change.neg();
  const open = decimal(asked.amount).sub(Decimal.max(Decimal.ZERO, done));
  return { asset: asked.asset, amount: Decimal.max(Decimal.ZERO, open).toString() };
}

/** The policy of the run that goes on where this plan ends: it asks for what is open, which may be nothing. */
export function carryOpenAmount(policy: Policy, open: RebalancePlan["open"]): Policy {
  if (open === undefined) return policy;
  if (policy.goal === "raiseCash") return { ...policy, raise: open };
  return policy.goal === "cashFlow" ? { ...policy, invest: open } : policy;
}
