// How much better than a plan could any other be, by what the solver can prove?
import { toNumber } from "./compute-problem-legs.ts";
import { branchSearch } from "./plan-branch-search.ts";
import type { ExactPlan } from "./plan-execution.ts";
import type { LinearSolution } from "./plan-linear-program.ts";
import { type PlanProblem, PROVEN_GAP } from "./plan-problem.ts";
import type { PlanProgram } from "./plan-program.ts";

/** Columns and rows up to which a proof by parts is tried: another aim costs a large problem as much as all that went before. */
const MOST_BY_PARTS = 2_000;
/** In units: what a solver's arithmetic may add to a distance. */
const DISTANCE_NOISE = 1e-6;
/** What loss weighs where distance alone is asked for: enough to choose between equals. */
const LOSS_SHARE = 1e-4;

export interface BoundsRequest {
  readonly program: PlanProgram;
  /** Solution of the relaxation. */
  readonly root: LinearSolution;
  /** No plan has a smaller weighted sum of distance and loss. */
  readonly bound: number;
  /** Of each part of a proof by parts. */
  readonly budget: { readonly maxSolves: number; readonly gap: number };
}

/** In units. */
export interface Bounds {
  /** Most that distance and loss together could be less, in any plan that is better. */
  readonly gap: number;
  /** No plan comes nearer to the goal. */
  readonly distance: number;
}

/**
 * By the weighted sum of distance and loss, whose bound the search knows; it makes much of the little distance that whole lots
 * leave. Where that is not near enough, by parts as well: no plan has less distance than so much, and none with as little
 * distance as this one loses less than so much.
 */
export function computeBounds(request: BoundsRequest, plan: ExactPlan): Bounds {
  const { program, root, bound } = request;
  const { problem } = program;
  const distance = toNumber(plan.distance) * problem.scale;
  const loss = toNumber(plan.loss) * problem.scale;
  const mostLoss = problem.linear.rowUpper[problem.costRow] ?? 0;
  const known = { distance: Math.max(0, (bound - mostLoss) / problem.weight), loss: mostGain(problem) };
  const gapBy = (least: { readonly distance: number; readonly loss: number }) => {
    // Of all pairs with at least that weighted sum and no more distance than this plan, the one with the smallest plain sum.
    const otherLoss = Math.max(least.loss, bound - problem.weight * distance);
    const otherDistance = Math.max(least.distance, Math.min(distance, (bound - otherLoss) / problem.weight));
    return Math.max(0, distance + loss - otherDistance - otherLoss);
  };
  const gap = gapBy(known);
  const { columnCount, rowCount } = problem.linear;
  if (gap <= PROVEN_GAP / 2 || columnCount + rowCount > MOST_BY_PARTS) return { gap, distance: known.distance };
  const atRoot = problem.distances.reduce((sum, column) => sum + (root.values[column] ?? 0), 0);
  const isThere = atRoot <= DISTANCE_NOISE && distance <= PROVEN_GAP / 2;
  const least = isThere ? known.distance : Math.max(known.distance, leastDistance(request, distance, mostLoss));
  const leastLost = Math.max(known.loss, leastLoss(request, distance, loss));
  return { gap: gapBy({ distance: least, loss: leastLost }), distance: least };
}

/** No plan loses less than this: below zero where markets pay above the consensus. */
function mostGain({ linear }: PlanProblem): number {
  let sum = 0;
  linear.cost.forEach((cost, column) => {
    if (cost < 0) sum += cost * (linear.upper[column] ?? 0);
  });
  return sum;
}

export function objectiveOf({ scale, weight }: PlanProblem, { distance, loss }: ExactPlan): number {
  return (toNumber(distance) * weight + toNumber(loss)) * scale;
}

function leastDistance({ program, budget }: BoundsRequest, distance: number, mostLoss: number): number {
  program.aim(1, LOSS_SHARE);
  const cutoff = distance + LOSS_SHARE * mostLoss;
  return Math.max(0, provenBound(program, cutoff, budget) - LOSS_SHARE * mostLoss - DISTANCE_NOISE);
}

function leastLoss({ program, budget }: BoundsRequest, distance: number, loss: number): number {
  program.aim(0, 1, distance + DISTANCE_NOISE);
  return provenBound(program, loss, budget);
}

function provenBound(program: PlanProgram, cutoff: number, budget: BoundsRequest["budget"]): number {
  const root = program.solve();
  if (root === null) return Number.NEGATIVE_INFINITY;
  return branchSearch(program, root, null, cutoff, { ...budget, inspect: null }).bound;
}
