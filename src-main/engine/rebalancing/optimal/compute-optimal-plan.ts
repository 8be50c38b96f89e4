// Which plan reaches the goal at the least cost? The solver's answer, in whole lots and checked exactly, or the greedy one where that is better.

import {
  computeIdleResult,
  distanceBefore,
  emptyPlan,
  isWorthIt,
  planNotes,
} from "#engine/rebalancing/compute-plan-adoption.ts";
import { computePlanModel } from "#engine/rebalancing/compute-plan-model.ts";
import { computePlanResult } from "#engine/rebalancing/compute-plan-result.ts";
import { type GreedyPlan, planGreedy } from "#engine/rebalancing/plan-greedy.ts";
import { LegDrafts } from "#engine/rebalancing/plan-leg-drafts.ts";
import type { PlanModel } from "#engine/rebalancing/plan-model.ts";
import { planWithinOrders } from "#engine/rebalancing/plan-order-count.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { computePlanProblem } from "./compute-plan-problem.ts";
import { computePlanReasons } from "./compute-plan-reasons.ts";
import { checkPlan } from "./plan-check.ts";
import { type ExactPlan, toExactPlan } from "./plan-execution.ts";
import type { LinearProgramFactory } from "./plan-linear-program.ts";
import { PORTFOLIO_UNITS, PROVEN_GAP } from "./plan-problem.ts";
import { type SolvedPlan, solveProblem } from "./plan-solve.ts";

/** Problems with more columns than this take the solver longer than a person waits; the greedy plan is given. */
const MAX_COLUMNS = 20_000;

const PROVEN = { solver: "proven", gap: Decimal.ZERO.toString() } as const;

/** Plan of valid inputs (see `validatePlannerInput`). Pure: the factory's problems are solved within budgets that are counted, not timed. */
export function computeOptimalPlan(input: PlannerInput, factory: LinearProgramFactory): PlannerResult {
  const model = computePlanModel(input);
  const idle = computeIdleResult(model);
  if (idle !== null) return { ...idle, ...PROVEN };
  const idlePlan = toExactPlan(model, [], model.owned);
  // An amount that is there already asks for nothing, whatever the bands would like.
  if (isByAmount(model) && idlePlan.distance.isZero)
    return { ...computePlanResult(model, emptyPlan(model), []), ...PROVEN };
  const greedy = planGreedy(model);
  const problem = computePlanProblem(model);
  if (problem.linear.columnCount > MAX_COLUMNS)
    return greedyResult(model, greedy, "Too many markets for the optimal planner: this is the greedy plan.");
  const solved = solveProblem({
    problem,
    factory,
    drafts: new LegDrafts(model),
    rivals: [toExactPlan(model, greedy.legs, greedy.after), idlePlan],
    isWorthy: (plan) => plan === idlePlan || (isWorthIt(model, plan) && !isOnlyLoss(model, plan)),
  });
  if (solved === null)
    return greedyResult(model, greedy, "The solver gave no answer for this portfolio: this is the greedy plan.");
  const broken = checkPlan(model, solved.plan.legs);
  if (broken !== null)
    return greedyResult(
      model,
      greedy,
      `The solver's plan failed the exact check (${broken}): this is the greedy plan.`,
    );
  const { reasons, cutBy } = computePlanReasons(problem, solved.plan, greedy);
  const whole: GreedyPlan = { legs: solved.plan.legs, after: solved.plan.after, reasons, cutBy };
  const { plan, note } = planWithinOrders(model, whole);
  // Which orders to leave out is no part of the problem that was solved.
  if (note !== null) return computePlanResult(model, plan, [...planNotes(model, plan), note]);
  return { ...computePlanResult(model, plan, planNotes(model, plan)), ...proofOf(model, solved) };
}

/**
 * Whether a plan comes nearer only by what it loses. Value that is lost makes the total smaller and with it what lies above a band
 * and what is missing below one: twice the loss at most. Moving value between targets brings far more than that.
 */
function isOnlyLoss(model: PlanModel, plan: ExactPlan): boolean {
  if (isByAmount(model)) return false;
  return distanceBefore(model).sub(plan.distance).lte(plan.cost.add(plan.cost));
}

function isByAmount({ policy }: PlanModel): boolean {
  return policy.goal === "raiseCash" || policy.goal === "liquidate";
}

function greedyResult(model: PlanModel, found: GreedyPlan, note: string): PlannerResult {
  const { plan, note: left } = planWithinOrders(model, found);
  const chosen = isWorthIt(model, plan) ? plan : { ...emptyPlan(model), reasons: plan.reasons, cutBy: plan.cutBy };
  return computePlanResult(model, chosen, [...planNotes(model, plan), ...(left === null ? [] : [left]), note]);
}

function proofOf(model: PlanModel, { plan, gap, distanceBound }: SolvedPlan): Pick<PlannerResult, "solver" | "gap"> {
  // Doing nothing is right where no plan comes nearer by as much as the smallest trade.
  const idle = plan.legs.length === 0 && distanceBefore(model).sub(distanceBound).lt(model.minTrade);
  const shown = idle ? Decimal.ZERO : gap;
  const near = Decimal.parse(String(PROVEN_GAP)).mul(model.totalValue);
  const proven = shown.mul(Decimal.fromInteger(PORTFOLIO_UNITS)).lte(near);
  return { solver: proven ? "proven" : "bounded", gap: shown.toString() };
}
