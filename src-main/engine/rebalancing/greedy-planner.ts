// Which plan does the greedy planner give? Checks the inputs, tests whether anything needs to be done, plans, and keeps a
// plan only if it is worth its name.
import type { Planner } from "#engine/ports/planner.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

/** Raised whenever the rules change what the same inputs give; part of the plan hash. */
export const GREEDY_PLANNER_VERSION = 1;

export class GreedyPlanner implements Planner {
  readonly version = GREEDY_PLANNER_VERSION;

  async plan(input: PlannerInput, options: { readonly signal?: AbortSignal } = {}): Promise<PlannerResult> {
    options.signal?.throwIfAborted();
    return computeGreedyPlan(validatePlannerInput(input));
  }
}
