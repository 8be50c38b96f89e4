// How do returns vary together? The sample covariance, and what is read off such a matrix.

/** A symmetric matrix by rows: `values[row * size + column]`. Of returns: per period squared, not annualised. */
export interface Covariance {
  readonly size: number;
  readonly values: Float64Array;
}

/** Returns of the same periods, one series per asset, none of them missing. */
export type ReturnColumns = readonly Float64Array[];

/** The entry of row and column. */
export const entryOf = ({ size, values }: Covariance, row: number, column: number): number =>
  values[row * size + column] ?? Number.NaN;

/** Builds a matrix from rows. Throws `RangeError` for one that is not square. */
export function toCovariance(rows: readonly (readonly number[])[]): Covariance {
  if (rows.some(({ length }) => length !== rows.length)) throw new RangeError("The matrix is not square.");
  return { size: rows.length, values: Float64Array.from(rows.flat()) };
}

/**
 * Unbiased sample covariance: products of deviations from the mean, divided by n - 1.
 * @throws RangeError for fewer than two periods, or series of different lengths.
 */
export function computeSampleCovariance(columns: ReturnColumns): Covariance {
  return computeCrossProducts(columns, periodsOf(columns) - 1);
}

/** Sums of products of deviations from the mean, divided by `divisor`. */
export function computeCrossProducts(columns: ReturnColumns, divisor: number): Covariance {
  const centred = columns.map(computeCentred);
  const size = columns.length;
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = row; column < size; column += 1) {
      const value = dot(centred[row] ?? EMPTY, centred[column] ?? EMPTY) / divisor;
      values[row * size + column] = value;
      values[column * size + row] = value;
    }
  }
  return { size, values };
}

/** How many periods the series have. Throws `RangeError` as {@link computeSampleCovariance}. */
export function periodsOf(columns: ReturnColumns): number {
  const periods = columns[0]?.length ?? 0;
  if (columns.some(({ length }) => length !== periods)) throw new RangeError("The series have different lengths.");
  if (periods < 2) throw new RangeError(`A covariance needs two returns or more; there are ${periods}.`);
  return periods;
}

const EMPTY = new Float64Array();

/** Deviations from the mean. */
export function computeCentred(series: Float64Array): Float64Array {
  let sum = 0;
  for (const value of series) sum += value;
  const mean = sum / series.length;
  return series.map((value) => value - mean);
}

function dot(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < first.length; index += 1) sum += (first[index] ?? 0) * (second[index] ?? 0);
  return sum;
}

/** `matrix x vector`. */
export function computeProduct({ size, values }: Covariance, vector: Float64Array): Float64Array {
  const product = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    let sum = 0;
    for (let column = 0; column < size; column += 1) sum += (values[row * size + column] ?? 0) * (vector[column] ?? 0);
    product[row] = sum;
  }
  return product;
}

/** `vector' x matrix x vector`: the variance of a portfolio with these weights. */
export function computeQuadratic(matrix: Covariance, vector: Float64Array): number {
  return dot(vector, computeProduct(matrix, vector));
}

/** Standard deviations: the roots of the diagonal. */
export function computeDeviations(matrix: Covariance): Float64Array {
  return Float64Array.from({ length: matrix.size }, (_, index) => Math.sqrt(entryOf(matrix, index, index)));
}
