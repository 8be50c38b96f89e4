// With which weights does each asset bring the same part of the risk?
import { computeCholesky, solveCholesky } from "./compute-cholesky.ts";
import { type Covariance, computeDeviations, computeProduct, entryOf } from "./compute-covariance.ts";

/** Largest difference of a risk contribution from its equal part, relative to that part. */
const ACCURACY = 1e-10;
/** Going on to here costs a step or two, for convergence is quadratic. */
const AIM = 1e-14;
const MAX_STEPS = 200;
/** Newton decrement below which full steps converge: Spinu (2013), theorem 3.4, from Nesterov's theory of self-concordant functions. */
const FULL_STEPS_BELOW = 0.95 * ((3 - Math.sqrt(5)) / 2);

/**
 * Weights w with `w_i (S w)_i` the same for all (Maillard, Roncalli, Teiletche 2010), long only; without limits. They are y / sigma,
 * scaled to sum to 1, with y the minimum of `y' C y / 2 - sum ln y` over the correlation matrix C, found by the damped Newton steps of
 * Spinu, "An algorithm for computing risk parity weights" (2013), whose convergence is proven from any start. Null where there is
 * no such portfolio or it is not found to 1e-10: the assets' risks cancel each other out.
 * @param covariance with a diagonal above 0
 */
export function computeEqualRisk(covariance: Covariance): Float64Array | null {
  const deviations = computeDeviations(covariance);
  const correlation = toCorrelation(covariance, deviations);
  let y = computeStart(correlation);
  let best = y;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MAX_STEPS && least > AIM; step += 1) {
    const product = computeProduct(correlation, y);
    const error = errorOf(product, y);
    if (error < least) [least, best] = [error, y];
    else if (least <= ACCURACY) break;
    const next = computeStep(correlation, product, y);
    if (next === null) break;
    y = next;
  }
  return least <= ACCURACY ? scaled(best, deviations) : null;
}

function toCorrelation({ size, values }: Covariance, deviations: Float64Array): Covariance {
  const scale = (at: number): number => deviations[at] ?? Number.NaN;
  const correlations = values.map((value, at) => value / (scale(Math.floor(at / size)) * scale(at % size)));
  for (let index = 0; index < size; index += 1) correlations[index * (size + 1)] = 1;
  return { size, values: correlations };
}

/** Equal parts, as large as makes their whole risk right. Without correlation this is the answer. */
function computeStart(correlation: Covariance): Float64Array {
  let sum = 0;
  for (const value of correlation.values) sum += value;
  const { size } = correlation;
  return new Float64Array(size).fill(sum > 0 ? Math.sqrt(size / sum) : 1);
}

/** At the minimum `y_i (C y)_i = 1` for each. */
function errorOf(product: Float64Array, y: Float64Array): number {
  let worst = 0;
  for (const [index, value] of y.entries()) worst = Math.max(worst, Math.abs(value * (product[index] ?? 0) - 1));
  return worst;
}

function computeStep(correlation: Covariance, product: Float64Array, y: Float64Array): Float64Array | null {
  const { size } = correlation;
  const gradient = product.map((value, index) => value - 1 / (y[index] ?? 1));
  const hessian = Float64Array.from(correlation.values);
  for (let index = 0; index < size; index += 1) {
    hessian[index * (size + 1)] = entryOf(correlation, index, index) + 1 / (y[index] ?? 1) ** 2;
  }
  const factor = computeCholesky({ size, values: hessian });
  if (factor === null) return null;
  const direction = solveCholesky(factor, gradient);
  let squared = 0;
  for (const [index, value] of direction.entries()) squared += value * (gradient[index] ?? 0);
  const decrement = Math.sqrt(Math.max(0, squared));
  const length = decrement > FULL_STEPS_BELOW ? 1 / (1 + decrement) : 1;
  const next = y.map((value, index) => value - length * (direction[index] ?? 0));
  return next.every((value) => value > 0 && Number.isFinite(value)) ? next : null;
}

function scaled(y: Float64Array, deviations: Float64Array): Float64Array {
  const weights = y.map((value, index) => value / (deviations[index] ?? 1));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => weight / sum);
}
