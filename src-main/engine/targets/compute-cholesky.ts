// How is a positive definite system of equations solved?
import { type Covariance, entryOf } from "./compute-covariance.ts";

/** Lower triangle by rows. */
export interface Cholesky {
  readonly size: number;
  readonly lower: Float64Array;
}

/** A pivot this small, against the largest entry of the diagonal, means that the matrix is singular as far as doubles can tell. */
const SINGULAR = 1e-12;

/** `L L' = matrix`; null where the matrix is not positive definite. */
export function computeCholesky(matrix: Covariance): Cholesky | null {
  const { size } = matrix;
  const lower = new Float64Array(size * size);
  let largest = 0;
  for (let index = 0; index < size; index += 1) largest = Math.max(largest, entryOf(matrix, index, index));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = entryOf(matrix, row, column);
      for (let k = 0; k < column; k += 1) sum -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
      if (row === column) {
        if (!(sum > SINGULAR * largest)) return null;
        lower[row * size + row] = Math.sqrt(sum);
      } else {
        lower[row * size + column] = sum / (lower[column * size + column] ?? 1);
      }
    }
  }
  return { size, lower };
}

/** Solves `matrix x = right`. */
export function solveCholesky({ size, lower }: Cholesky, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = x[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (lower[row * size + k] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (lower[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = x[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= (lower[k * size + row] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (lower[row * size + row] ?? 1);
  }
  return x;
}
