// How is a covariance of few returns made steadier? It is drawn toward a matrix without correlations, as far as the data ask for.
import {
  type Covariance,
  computeCentred,
  computeCrossProducts,
  periodsOf,
  type ReturnColumns,
} from "./compute-covariance.ts";

export interface ShrunkCovariance {
  readonly covariance: Covariance;
  /** Part of the target in it, 0 to 1. */
  readonly shrinkage: number;
}

/**
 * Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", Journal of Multivariate Analysis 88 (2004):
 * `(1 - d) S + d m I`. S is the covariance divided by n (not n - 1), m the mean of its diagonal, I the identity; d is the least-loss
 * intensity of the paper's lemma 3.3. The same figures as `LedoitWolf` of scikit-learn gives with its defaults.
 * @throws RangeError for fewer than two periods, or series of different lengths.
 */
export function computeLedoitWolf(columns: ReturnColumns): ShrunkCovariance {
  const periods = periodsOf(columns);
  const sample = computeCrossProducts(columns, periods);
  const { size, values } = sample;
  let trace = 0;
  for (let index = 0; index < size; index += 1) trace += values[index * (size + 1)] ?? 0;
  const mean = trace / size;
  let squared = 0;
  for (const value of values) squared += value * value;
  // The paper's d^2 and b^2, both times the size: distance to the target, and how uncertain the entries are.
  const distance = squared - mean * mean * size;
  const spread = (sumOfFourths(columns) / periods - squared) / periods;
  const shrinkage = distance > 0 ? Math.min(Math.max(spread, 0), distance) / distance : 0;
  const shrunk = values.map((value) => (1 - shrinkage) * value);
  for (let index = 0; index < size; index += 1) {
    const at = index * (size + 1);
    shrunk[at] = (shrunk[at] ?? 0) + shrinkage * mean;
  }
  return { covariance: { size, values: shrunk }, shrinkage };
}

/** Sum over the periods of the squared length of each, squared. */
function sumOfFourths(columns: ReturnColumns): number {
  const lengths = new Float64Array(columns[0]?.length ?? 0);
  for (const series of columns.map(computeCentred)) {
    for (const [index, value] of series.entries()) lengths[index] = (lengths[index] ?? 0) + value * value;
  }
  let sum = 0;
  for (const length of lengths) sum += length * length;
  return sum;
}
