// How does the planner speak to a solver of linear programmes, whichever it is?

/** Minimise cost x values, every row's sum and every column between its bounds. Plain numbers: the solver's, never money. */
export interface LinearProblem {
  readonly columnCount: number;
  readonly rowCount: number;
  /** By column; bounds may be infinite. */
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 where a column takes whole numbers only. */
  readonly integer: Uint8Array;
  /** By row; bounds may be infinite. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** The matrix by columns: entries of column c lie from `starts[c]` up to `starts[c + 1]`. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

export interface LinearSolution {
  /** `limit`: the budget ended first; `values` hold the best found, or nothing. A status is a claim to be checked, not a proof. */
  readonly status: "optimal" | "limit" | "infeasible" | "failed";
  /** By column; empty where nothing feasible was found. */
  readonly values: Float64Array;
  readonly objective: number;
  /** No solution has a smaller objective; -Infinity where nothing is known. */
  readonly bound: number;
  readonly nodes: number;
}

/** A problem that is held by the solver: bounds and costs may change between solves, which start from the last answer. */
export interface LinearProgram {
  setColumnBounds(column: number, lower: number, upper: number): void;
  setColumnCost(column: number, cost: number): void;
  setRowBounds(row: number, lower: number, upper: number): void;
  solve(): LinearSolution;
  /** Must be called: the solver's memory is not collected. */
  dispose(): void;
}

export interface LinearOptions {
  /** Most nodes of a search over whole numbers; a count, so that the same problem gives the same answer. */
  readonly maxNodes: number;
  /** Search ends when the best found lies so near to the bound. */
  readonly gap: number;
  /** A feasible solution to begin with; null for none. */
  readonly start: Float64Array | null;
}

export type LinearProgramFactory = (problem: LinearProblem, options: LinearOptions) => LinearProgram;
