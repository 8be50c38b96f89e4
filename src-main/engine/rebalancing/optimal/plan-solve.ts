// How is a plan's problem solved: relaxation, dive, search, whole lots and repair? And how far is the answer from the best at most?

import type { LegDrafts } from "#engine/rebalancing/plan-leg-drafts.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { comparePlans } from "./compute-plan-score.ts";
import { toNumber } from "./compute-problem-legs.ts";
import { branchSearch } from "./plan-branch-search.ts";
import { dive } from "./plan-dive.ts";
import { type ExactPlan, executeAmounts } from "./plan-execution.ts";
import type { LinearProgramFactory, LinearSolution } from "./plan-linear-program.ts";
import type { PlanProblem } from "./plan-problem.ts";
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
  searchWork: 200_000,
};

/** In units: a twentieth of a basis point of the portfolio counts as proven. */
export const PROVEN_GAP = 0.05;
/** Whole lots are exact, so what they come to is compared exactly. */
const COARSE_GAP = 1e-5;
const GAP_PLACES = 8;
/** A distance that a solver's arithmetic may add to the one that is given, in units. */
const DISTANCE_NOISE = 1e-6;

export interface SolveRequest {
  readonly problem: PlanProblem;
  readonly factory: LinearProgramFactory;
  readonly drafts: LegDrafts;
  /** Plans from elsewhere; the best of all is taken. */
  readonly rivals: readonly ExactPlan[];
  /** What becomes of the best one: itself, or the plan to do nothing. */
  readonly choose: (best: ExactPlan) => ExactPlan;
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
  const { problem, factory, drafts, rivals, choose, budget = SOLVE_BUDGET } = request;
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
    const cutoff = Math.min(...rivals.map((rival) => objectiveOf(problem, rival)));
    const plans = rivals.filter((plan) => isWithinBudgets(problem.model, plan));
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
    const best = plans.sort(comparePlans)[0];
    if (best === undefined) return null;
    const plan = choose(best);
    return { ...bounded(program, root, search.bound, plan), plan, solves: program.solves };
  } finally {
    held.dispose();
  }
}

/**
 * Two bounds, and the nearer one counts: what the search knows of distance and loss together, and what the relaxation knows of
 * each by itself (no plan has less distance; none with as little distance loses less).
 */
function bounded(
  program: PlanProgram,
  root: LinearSolution,
  bound: number,
  plan: ExactPlan,
): Pick<SolvedPlan, "gap" | "distanceBound"> {
  const { problem } = program;
  const distance = toNumber(plan.distance) * problem.scale;
  const loss = toNumber(plan.loss) * problem.scale;
  const together = Math.max(0, objectiveOf(problem, plan) - bound);
  const budget = problem.linear.rowUpper[problem.costRow] ?? 0;
  const least = Math.max(leastDistance(program, root), (bound - budget) / problem.weight, 0);
  let gap = together;
  if (together > PROVEN_GAP / 2) {
    const lossBound = leastLoss(program, distance);
    if (lossBound !== null) gap = Math.min(gap, Math.max(0, distance - least) + Math.max(0, loss - lossBound));
  }
  const toMoney = (units: number) => Decimal.parse((units / problem.scale).toFixed(GAP_PLACES));
  return { gap: toMoney(gap + problem.blur), distanceBound: toMoney(Math.max(0, least - problem.blur)) };
}

function objectiveOf({ scale, weight }: PlanProblem, { distance, loss }: ExactPlan): number {
  return (toNumber(distance) * weight + toNumber(loss)) * scale;
}

function leastDistance(program: PlanProgram, root: LinearSolution): number {
  const { problem } = program;
  const atRoot = problem.distances.reduce((sum, column) => sum + (root.values[column] ?? 0), 0);
  if (atRoot <= DISTANCE_NOISE) return 0;
  program.reset();
  const counted = new Set(problem.distances);
  for (let column = 0; column < problem.linear.columnCount; column += 1)
    program.setCost(column, counted.has(column) ? 1 : 0);
  const solution = program.solve();
  return solution === null ? 0 : Math.max(0, solution.objective - DISTANCE_NOISE);
}

function leastLoss(program: PlanProgram, distance: number): number | null {
  const { problem } = program;
  program.reset();
  problem.linear.cost.forEach((cost, column) => {
    program.setCost(column, cost);
  });
  for (const column of problem.distances) program.setCost(column, 0);
  program.setRow(problem.distanceRow, Number.NEGATIVE_INFINITY, distance + DISTANCE_NOISE);
  return program.solve()?.objective ?? null;
}
