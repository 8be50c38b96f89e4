// Is there anything to do, and is what the greedy pass found worth doing?
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { computeDistance } from "./compute-plan-amounts.ts";
import { computePlanModel } from "./compute-plan-model.ts";
import { computePlanResult, groupValues } from "./compute-plan-result.ts";
import { type GreedyPlan, planGreedy } from "./plan-greedy.ts";
import type { PlanModel } from "./plan-model.ts";

/** Plan of valid inputs (see `validatePlannerInput`). */
export function computeGreedyPlan(input: PlannerInput): PlannerResult {
  const model = computePlanModel(input);
  const nothing: GreedyPlan = { legs: [], after: model.owned, reasons: new Map(), cutBy: null };
  const notes: string[] = [];
  if (!model.totalValue.isPositive) {
    notes.push("Nothing that counts has a value, so there is nothing to plan.");
    return computePlanResult(model, nothing, notes);
  }
  const { goal } = model.policy;
  const byBand = goal === "target" || goal === "bandEdge";
  const before = computeDistance(model.groups, groupValues(model, model.owned), model.totalValue);
  if (byBand && before.isZero) return computePlanResult(model, nothing, notes);
  const plan = planGreedy(model);
  if (plan.cutBy === "turnover") notes.push("The turnover limit cut the plan short.");
  if (plan.cutBy === "cost") notes.push("The cost limit cut the plan short.");
  if (goal === "raiseCash") notes.push(...raisedNote(model, plan));
  if (goal === "raiseCash" || goal === "liquidate") return computePlanResult(model, plan, notes);
  const afterValues = groupValues(model, plan.after);
  const after = computeDistance(model.groups, afterValues, Decimal.sum(afterValues));
  // A plan that brings the weights nearer by less than the smallest trade is not worth a trade.
  const worthIt = plan.legs.length > 0 && before.sub(after).gte(model.minTrade) && after.lt(before);
  if (worthIt) return computePlanResult(model, plan, notes);
  return computePlanResult(model, { ...nothing, reasons: plan.reasons, cutBy: plan.cutBy }, notes);
}

function raisedNote(model: PlanModel, plan: GreedyPlan): readonly string[] {
  const { raise } = model.policy;
  if (raise === undefined) return [];
  const raised = (plan.after.get(raise.asset) ?? Decimal.ZERO).sub(model.owned.get(raise.asset) ?? Decimal.ZERO);
  const missing = Decimal.parse(raise.amount).sub(raised);
  return missing.isPositive ? [`Of ${raise.amount} ${raise.asset} asked for, ${missing} cannot be raised.`] : [];
}
