// How does a linear problem grow, column by column and row by row, before the solver gets it?
import type { LinearProblem } from "./plan-linear-program.ts";

/** Coefficients smaller than this are dropped by solvers without a word, so they are not given to one. */
const LEAST_COEFFICIENT = 1e-9;

export class PlanMatrix {
  readonly #cost: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #integer: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #entries: Map<number, number>[] = [];

  /** A matrix that begins with what this problem holds. */
  static from(problem: LinearProblem): PlanMatrix {
    const matrix = new PlanMatrix();
    problem.rowLower.forEach((lower, row) => {
      matrix.addRow(lower, problem.rowUpper[row] ?? lower);
    });
    problem.cost.forEach((cost, column) => {
      matrix.addColumn(cost, problem.lower[column] ?? 0, problem.upper[column] ?? 0, problem.integer[column] === 1);
      for (let at = problem.starts[column] ?? 0; at < (problem.starts[column + 1] ?? 0); at += 1)
        matrix.add(problem.indices[at] ?? 0, column, problem.values[at] ?? 0);
    });
    return matrix;
  }

  get columnCount(): number {
    return this.#cost.length;
  }

  addColumn(cost: number, lower: number, upper: number, integer = false): number {
    for (const number of [cost, lower, upper])
      if (Number.isNaN(number)) throw new Error("A column of the linear problem is not a number");
    this.#cost.push(cost);
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#integer.push(integer ? 1 : 0);
    this.#entries.push(new Map());
    return this.#cost.length - 1;
  }

  addRow(lower: number, upper: number): number {
    if (Number.isNaN(lower) || Number.isNaN(upper)) throw new Error("A row of the linear problem is not a number");
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
    return this.#rowLower.length - 1;
  }

  /** Adds to what stands there. */
  add(row: number, column: number, value: number): void {
    if (!Number.isFinite(value)) throw new Error("An entry of the linear problem is not a finite number");
    const entries = this.#entries[column];
    entries?.set(row, (entries.get(row) ?? 0) + value);
  }

  toProblem(): LinearProblem {
    const starts = new Int32Array(this.#cost.length + 1);
    const indices: number[] = [];
    const values: number[] = [];
    this.#entries.forEach((entries, column) => {
      for (const [row, value] of [...entries].sort(([left], [right]) => left - right)) {
        if (Math.abs(value) < LEAST_COEFFICIENT) continue;
        indices.push(row);
        values.push(value);
      }
      starts[column + 1] = indices.length;
    });
    return {
      columnCount: this.#cost.length,
      rowCount: this.#rowLower.length,
      cost: Float64Array.from(this.#cost),
      lower: Float64Array.from(this.#lower),
      upper: Float64Array.from(this.#upper),
      integer: Uint8Array.from(this.#integer),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      starts,
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    };
  }
}
