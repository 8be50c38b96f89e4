// Is there a better plan than the dive's, and how far from the best is it at most? Minimums enter the search only where an answer breaks them.

import { computeMinimumProblem } from "./compute-minimum-problem.ts";
import { amountsOf, isClean, violationsOf } from "./plan-amounts-of.ts";
import type { Candidate } from "./plan-dive.ts";
import type { LinearProgramFactory, LinearSolution } from "./plan-linear-program.ts";
import type { PlanProblem } from "./plan-problem.ts";

export interface SearchBudget {
  readonly maxNodes: number;
  readonly maxRounds: number;
  /** How near to the bound is near enough, in units of the objective. */
  readonly gap: number;
}

export interface SearchResult {
  readonly best: Candidate | null;
  /** No plan's objective is smaller. */
  readonly bound: number;
  readonly rounds: number;
  readonly nodes: number;
}

/** `root`: the relaxation's solution; `known`: the best plan so far. Each round is a relaxation still, so its bound holds. */
export function lazySearch(
  problem: PlanProblem,
  factory: LinearProgramFactory,
  root: LinearSolution,
  known: Candidate | null,
  budget: SearchBudget,
): SearchResult {
  const first = violationsOf(problem, root.values, amountsOf(problem, root.values));
  const minimums = new Set(first.small);
  const directions = new Set(first.washes);
  let best = known;
  let bound = root.objective;
  let nodes = 0;
  let rounds = 0;
  while (rounds < budget.maxRounds && nodes < budget.maxNodes) {
    if (best !== null && best.objective - bound <= budget.gap) break;
    rounds += 1;
    const extended = computeMinimumProblem(problem, { minimums, directions });
    const start = best === null ? null : extended.extend(best.values, best.amounts);
    const program = factory(extended.linear, { maxNodes: budget.maxNodes - nodes, gap: budget.gap / 2, start });
    let solution: LinearSolution;
    try {
      solution = program.solve();
    } finally {
      program.dispose();
    }
    nodes += Math.max(1, solution.nodes);
    if (solution.status === "infeasible" || solution.status === "failed") break;
    bound = Math.max(bound, solution.bound);
    if (solution.values.length === 0) break;
    const amounts = amountsOf(problem, solution.values);
    const violations = violationsOf(problem, solution.values, amounts);
    if (isClean(violations)) {
      const found = {
        values: solution.values.slice(0, problem.linear.columnCount),
        amounts,
        objective: solution.objective,
      };
      if (best === null || found.objective < best.objective) best = found;
    }
    if (solution.status === "limit") break;
    const before = minimums.size + directions.size;
    for (const leg of violations.small) minimums.add(leg);
    for (const key of violations.washes) directions.add(key);
    if (minimums.size + directions.size === before) break;
  }
  return { best, bound, rounds, nodes };
}
