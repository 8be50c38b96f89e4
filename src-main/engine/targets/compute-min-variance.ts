// Which weights inside their limits have the least variance?
import { type Cholesky, computeCholesky, solveCholesky } from "./compute-cholesky.ts";
import { type Covariance, computeProduct, entryOf } from "./compute-covariance.ts";
import { computeWithinLimits, type Limits } from "./compute-within-limits.ts";

/** In units of the mean variance, as all of the search. */
const TOLERANCE = 1e-12;
/** Added to the diagonal of a singular matrix: of all weights of least variance the most even ones are then the answer. */
const RIDGE = 1e-9;
/** How far the conditions of the optimum may be missed, relative to the mean variance. */
const ACCURACY = 1e-9;

/** The search: every weight is either free or stands at one of its limits. */
interface Search {
  readonly matrix: Covariance;
  readonly limits: Limits;
  readonly weights: Float64Array;
  readonly free: boolean[];
}

/**
 * Minimum of `w' S w` with weights that sum to 1 inside their limits: a primal active-set method (Nocedal and Wright, Numerical
 * Optimization, 2006, section 16.5) over the bounds. Null for a matrix that is not positive semidefinite, or where the optimum's
 * conditions are not met to 1e-9 in the end.
 * @param limits floors that sum to 1 at most, caps that sum to 1 at least
 */
export function computeMinVariance(covariance: Covariance, limits: Limits): Float64Array | null {
  const { size } = covariance;
  const matrix = toSolvable(covariance);
  if (matrix === null) return null;
  const weights = computeWithinLimits(new Float64Array(size).fill(1), limits);
  const search: Search = {
    matrix,
    limits,
    weights,
    free: [...weights.keys()].map((index) => isInside(weights, limits, index)),
  };
  for (let step = 0; step < 100 + 20 * size; step += 1) {
    if (!moveToMinimum(search)) continue;
    if (!release(search)) break;
  }
  return computeOptimalityGap(matrix, weights, limits) <= ACCURACY ? weights : null;
}

/**
 * How far weights are from the least variance: what moving a little from one asset to another could still gain, at most. With g = S w
 * the Karush-Kuhn-Tucker conditions say that no weight that may fall has a greater g than one that may rise.
 */
export function computeOptimalityGap(covariance: Covariance, weights: Float64Array, { floors, caps }: Limits): number {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, value] of computeProduct(covariance, weights).entries()) {
    const weight = weights[index] ?? 0;
    if (weight < (caps[index] ?? 1)) lowest = Math.min(lowest, value);
    if (weight > (floors[index] ?? 0)) highest = Math.max(highest, value);
  }
  return Math.max(0, highest - lowest);
}

/** In units of the mean variance; null for a matrix by which some weights would have a variance below zero. */
function toSolvable({ size, values }: Covariance): Covariance | null {
  let trace = 0;
  for (let index = 0; index < size; index += 1) trace += values[index * (size + 1)] ?? 0;
  const scaled = {
    size,
    values: trace > 0 ? values.map((value) => (value * size) / trace) : Float64Array.from(values),
  };
  if (computeCholesky(scaled) !== null) return scaled;
  for (let index = 0; index < size; index += 1) {
    scaled.values[index * (size + 1)] = entryOf(scaled, index, index) + RIDGE;
  }
  return computeCholesky(scaled) === null ? null : scaled;
}

function isInside(weights: Float64Array, { floors, caps }: Limits, index: number): boolean {
  const weight = weights[index] ?? 0;
  return weight > (floors[index] ?? 0) && weight < (caps[index] ?? 1);
}

/** Goes to the minimum over the free weights, or as far as a limit allows, which then holds; false in that case. */
function moveToMinimum({ matrix, limits, weights, free }: Search): boolean {
  const indices = [...weights.keys()].filter((index) => free[index]);
  if (indices.length === 0) return true;
  const wanted = minimumOver(matrix, weights, indices);
  if (wanted === null) return true;
  let length = 1;
  let blocking = -1;
  let limit = 0;
  for (const [at, index] of indices.entries()) {
    const from = weights[index] ?? 0;
    const change = (wanted[at] ?? 0) - from;
    const bound = change < 0 ? (limits.floors[index] ?? 0) : (limits.caps[index] ?? 1);
    const reach = change === 0 ? 1 : (bound - from) / change;
    if (reach < length) [length, blocking, limit] = [Math.max(0, reach), index, bound];
  }
  for (const [at, index] of indices.entries()) {
    const from = weights[index] ?? 0;
    weights[index] = length === 1 ? (wanted[at] ?? 0) : from + length * ((wanted[at] ?? 0) - from);
  }
  if (blocking === -1) return true;
  weights[blocking] = limit;
  free[blocking] = false;
  return false;
}

/** Free weights of least variance, the others staying: `S_FF w_F + S_FB w_B = level`, with the level at which all sum to 1. */
function minimumOver(matrix: Covariance, weights: Float64Array, indices: readonly number[]): Float64Array | null {
  const factor = factorOf(matrix, indices);
  if (factor === null) return null;
  const isFree = new Set(indices);
  const held = weights.map((weight, index) => (isFree.has(index) ? 0 : weight));
  let rest = 1;
  for (const weight of held) rest -= weight;
  const pull = computeProduct(matrix, held);
  const even = solveCholesky(factor, new Float64Array(indices.length).fill(1));
  const pulled = solveCholesky(
    factor,
    Float64Array.from(indices, (index) => pull[index] ?? 0),
  );
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const level = (rest + sum(pulled)) / sum(even);
  return even.map((value, at) => level * value - (pulled[at] ?? 0));
}

function factorOf(matrix: Covariance, indices: readonly number[]): Cholesky | null {
  const size = indices.length;
  const values = new Float64Array(size * size);
  for (const [row, first] of indices.entries())
    for (const [column, second] of indices.entries()) values[row * size + column] = entryOf(matrix, first, second);
  return computeCholesky({ size, values });
}

/** Frees what would gain most by leaving its limit; false when nothing would. */
function release({ matrix, limits, weights, free }: Search): boolean {
  const gradient = computeProduct(matrix, weights);
  const at = (index: number): number => gradient[index] ?? 0;
  const held = [...weights.keys()].filter(
    (index) => !free[index] && (limits.floors[index] ?? 0) < (limits.caps[index] ?? 1),
  );
  const canRise = (index: number): boolean => (weights[index] ?? 0) < (limits.caps[index] ?? 1);
  const rising = held.filter(canRise).toSorted((first, second) => at(first) - at(second))[0];
  const falling = held.filter((index) => !canRise(index)).toSorted((first, second) => at(second) - at(first))[0];
  const moving = [...weights.keys()].filter((index) => free[index]);
  if (moving.length === 0) {
    if (rising === undefined || falling === undefined || at(falling) - at(rising) <= TOLERANCE) return false;
    free[rising] = true;
    free[falling] = true;
    return true;
  }
  const level = moving.reduce((sum, index) => sum + at(index), 0) / moving.length;
  const rise = rising === undefined ? 0 : level - at(rising);
  const fall = falling === undefined ? 0 : at(falling) - level;
  if (Math.max(rise, fall) <= TOLERANCE) return false;
  const chosen = rise >= fall ? rising : falling;
  if (chosen !== undefined) free[chosen] = true;
  return true;
}
