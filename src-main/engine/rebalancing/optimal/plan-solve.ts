// How is a plan's problem solved: relaxation, dive, search, whole lots and repair? And how far is the answer from the best at most?

import type { LegDrafts } from "#engine/rebalancing/plan-leg-drafts.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { comparePlans } from "./compute-plan-score.ts";
import { computeBounds, objectiveOf } from "./plan-bounds.ts";
import { branchSearch } from "./plan-branch-search.ts";
import { dive } from "./plan-dive.ts";
import { type ExactPlan, executeAmounts } from "./plan-execution.ts";
import type { LinearProgramFactory } from "./plan-linear-program.ts";
import { type PlanProblem, PROVEN_GAP } from "./plan-problem.ts";
import { PlanProgram } from "./plan-program.ts";
import { isSound, isWithinBudgets, repairPlan } from "./plan-repair.ts";

/** Counts, never clocks: the same problem gives the same plan on every machine. */
export interface SolveBudget {
  readonly maxDiveSolves: number;
  /** Most solves of the search; fewer where the problem is large, by `searchWork`. */
  readonly maxSearchSolves: number;
  /** Solves times columns and rows that the search may take. */
  readonly searchWork: number;
}

const SOLVE_BUDGET: SolveBudget = {
  maxDiveSolves: 80,
  maxSearchSolves: 1_000,
  searchWork: 60_000,
};

/** Whole lots are exact, so what they come to is compared exactly. */
const COARSE_GAP = 1e-5;
const GAP_PLACES = 8;
/** Each part of a proof by parts may take this share of the search's solves. */
const PROOF_SHARE = 3;

export interface SolveRequest {
  readonly problem: PlanProblem;
  readonly factory: LinearProgramFactory;
  readonly drafts: LegDrafts;
  /** Plans from elsewhere, the one to do nothing among them. */
  readonly rivals: readonly ExactPlan[];
  /** The best of those that are worth it is taken. */
  readonly isWorthy: (plan: ExactPlan) => boolean;
  readonly budget?: SolveBudget;
}

export interface SolvedPlan {
  readonly plan: ExactPlan;
  /** Most that any plan could be better by, distance and loss together, in valuation money. */
  readonly gap: Decimal;
  /** No plan comes nearer to the goal, in valuation money. */
  readonly distanceBound: Decimal;
  /** How often the solver was asked. */
  readonly solves: number;
}

/** Null where the solver gave nothing to build on. */
export function solveProblem(request: SolveRequest): SolvedPlan | null {
  const { problem, factory, drafts, rivals, isWorthy, budget = SOLVE_BUDGET } = request;
  const held = factory(problem.linear, { maxNodes: 0, gap: 0, start: null });
  try {
    const program = new PlanProgram(problem, held);
    const root = program.solve();
    if (root === null) return null;
    const dived = dive(program, root, budget.maxDiveSolves);
    const coarse = problem.legs.some((leg) => leg.coarse);
    const gap = coarse ? COARSE_GAP : PROVEN_GAP / 2;
    const { columnCount, rowCount } = problem.linear;
    const maxSolves = Math.min(budget.maxSearchSolves, Math.floor(budget.searchWork / (columnCount + rowCount)));
    const plans = rivals.filter((plan) => isWithinBudgets(problem.model, plan));
    const cutoff = Math.min(...plans.map((plan) => objectiveOf(problem, plan)));
    const inspect = (amounts: Float64Array) => {
      const plan = executeAmounts(problem, drafts, amounts);
      if (!isSound(problem.model, plan)) return Number.POSITIVE_INFINITY;
      plans.push(plan);
      return objectiveOf(problem, plan);
    };
    const search = branchSearch(program, root, coarse ? null : dived, cutoff, {
      maxSolves,
      gap,
      inspect: coarse ? inspect : null,
    });
    for (const candidate of new Set([search.best, dived]))
      if (candidate !== null)
        plans.push(...repairPlan(program, drafts, candidate).filter((plan) => isSound(problem.model, plan)));
    const plan = plans.sort(comparePlans).find(isWorthy);
    if (plan === undefined) return null;
    const bounds = computeBounds(
      { program, root, bound: search.bound, budget: { maxSolves: maxSolves / PROOF_SHARE, gap } },
      plan,
    );
    const toMoney = (units: number) => Decimal.parse((units / problem.scale).toFixed(GAP_PLACES));
    return {
      plan,
      gap: toMoney(bounds.gap + problem.blur),
      distanceBound: toMoney(Math.max(0, bounds.distance - problem.blur)),
      solves: program.solves,
    };
  } finally {
    held.dispose();
  }
}
