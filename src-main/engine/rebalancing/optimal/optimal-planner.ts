// Which plan does a person get? The optimal one; where the solver has no answer the greedy one, and the plan says so.
import type { PlanSolver } from "#engine/ports/plan-solver.ts";
import type { Planner } from "#engine/ports/planner.ts";
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import { validatePlannerInput } from "#engine/rebalancing/validate-planner-input.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";

/** Raised whenever the rules change what the same inputs give; part of the plan hash. */
const OPTIMAL_PLANNER_VERSION = 2;

export class OptimalPlanner implements Planner {
  readonly version = OPTIMAL_PLANNER_VERSION;
  readonly #solver: PlanSolver;
  readonly #fallback: Planner = new GreedyPlanner();

  constructor(solver: PlanSolver) {
    this.#solver = solver;
  }

  async plan(input: PlannerInput, options: { readonly signal?: AbortSignal } = {}): Promise<PlannerResult> {
    options.signal?.throwIfAborted();
    const valid = validatePlannerInput(input);
    const answer = await this.#solver.solve(valid, options);
    if (answer.kind === "planned") return answer.result;
    const plan = await this.#fallback.plan(valid, options);
    return { ...plan, warnings: [...plan.warnings, `${answer.why} This is the greedy plan.`] };
  }
}
