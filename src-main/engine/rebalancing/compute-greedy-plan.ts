// Which plan does the greedy pass give, and is it worth doing?
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { computeIdleResult, emptyPlan, isWorthIt, planNotes } from "./compute-plan-adoption.ts";
import { computePlanModel } from "./compute-plan-model.ts";
import { computePlanResult } from "./compute-plan-result.ts";
import { planGreedy } from "./plan-greedy.ts";
import { planWithinOrders } from "./plan-order-count.ts";

/** Plan of valid inputs (see `validatePlannerInput`). */
export function computeGreedyPlan(input: PlannerInput): PlannerResult {
  const model = computePlanModel(input);
  const idle = computeIdleResult(model);
  if (idle !== null) return idle;
  const { plan, note } = planWithinOrders(model, planGreedy(model));
  const notes = [...planNotes(model, plan), ...(note === null ? [] : [note])];
  if (isWorthIt(model, plan)) return computePlanResult(model, plan, notes);
  return computePlanResult(model, { ...emptyPlan(model), reasons: plan.reasons, cutBy: plan.cutBy }, notes);
}
