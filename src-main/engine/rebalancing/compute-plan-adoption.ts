// Is there anything to do, and is what a planner found worth doing? The same for every planner.
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannerResult } from "#shared/domain/plan.ts";
import { computeDistance } from "./compute-plan-amounts.ts";
import { computePlanResult, groupValues } from "./compute-plan-result.ts";
import type { GreedyPlan } from "./plan-greedy.ts";
import type { PlanModel } from "./plan-model.ts";

/** The result without any planning, where the exact numbers say that there is nothing to do; null where there is. */
export function computeIdleResult(model: PlanModel): PlannerResult | null {
  const nothing = emptyPlan(model);
  if (!model.totalValue.isPositive)
    return computePlanResult(model, nothing, ["Nothing that counts has a value, so there is nothing to plan."]);
  const { goal } = model.policy;
  const byBand = goal === "target" || goal === "bandEdge";
  return byBand && distanceBefore(model).isZero ? computePlanResult(model, nothing, []) : null;
}

export function emptyPlan(model: PlanModel): GreedyPlan {
  return { legs: [], after: model.owned, reasons: new Map(), cutBy: null };
}

export function distanceBefore(model: PlanModel): Decimal {
  return computeDistance(model.groups, groupValues(model, model.owned), model.totalValue);
}

/** A plan that brings the weights nearer by less than the smallest trade is not worth a trade; what is asked for by amount always is. */
export function isWorthIt(model: PlanModel, plan: Pick<GreedyPlan, "legs" | "after">): boolean {
  if (model.policy.goal === "raiseCash" || model.policy.goal === "liquidate") return true;
  const before = distanceBefore(model);
  const values = groupValues(model, plan.after);
  const after = computeDistance(model.groups, values, Decimal.sum(values));
  return plan.legs.length > 0 && before.sub(after).gte(model.minTrade) && after.lt(before);
}

/** What a person should know of the plan beside its legs. */
export function planNotes(model: PlanModel, plan: GreedyPlan): readonly string[] {
  const notes: string[] = [];
  if (plan.cutBy === "turnover") notes.push("The turnover limit cut the plan short.");
  if (plan.cutBy === "cost") notes.push("The cost limit cut the plan short.");
  const { goal, raise } = model.policy;
  if (goal !== "raiseCash" || raise === undefined) return notes;
  const raised = (plan.after.get(raise.asset) ?? Decimal.ZERO).sub(model.owned.get(raise.asset) ?? Decimal.ZERO);
  const missing = Decimal.parse(raise.amount).sub(raised);
  if (missing.isPositive) notes.push(`Of ${raise.amount} ${raise.asset} asked for, ${missing} cannot be raised.`);
  return notes;
}
