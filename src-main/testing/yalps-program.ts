// What does another solver say of the planner's problems? YALPS, which shares no code with the one the program uses.
import { type Coefficients, type Constraint, type Model, solve } from "yalps";
import type { LinearProblem } from "#engine/rebalancing/optimal/plan-linear-program.ts";
import { PORTFOLIO_UNITS } from "#engine/rebalancing/optimal/plan-problem.ts";

/** Branches it may look at: a count, so that it never depends on the clock. */
const MAX_BRANCHES = 300;

export interface SecondAnswer {
  readonly objective: number;
  /** By column of the problem. */
  readonly values: Float64Array;
}

/** The least objective of the problem; null where it gave up. Throws where it says that there is no solution. */
export function solveWithYalps(problem: LinearProblem): SecondAnswer | null {
  // It knows one tolerance for everything, so amounts are counted in portfolios and each row in its largest factor.
  const columnScale = Array.from(problem.integer, (whole) => (whole === 1 ? 1 : PORTFOLIO_UNITS));
  const rowScale = new Float64Array(problem.rowCount);
  const eachEntry = (visit: (row: number, column: number, factor: number) => void) => {
    for (let column = 0; column < problem.columnCount; column += 1)
      for (let at = problem.starts[column] ?? 0; at < (problem.starts[column + 1] ?? 0); at += 1)
        visit(problem.indices[at] ?? 0, column, (problem.values[at] ?? 0) * (columnScale[column] ?? 1));
  };
  eachEntry((row, _, factor) => {
    rowScale[row] = Math.max(rowScale[row] ?? 0, Math.abs(factor));
  });
  const constraints = new Map<number, Constraint>();
  for (let row = 0; row < problem.rowCount; row += 1) {
    const scale = rowScale[row] || 1;
    constraints.set(row, bounds((problem.rowLower[row] ?? 0) / scale, (problem.rowUpper[row] ?? 0) / scale));
  }
  // Each column has a row of its own for its bounds, after the others; the last row is the objective.
  const objective = problem.rowCount + problem.columnCount;
  const variables = columnScale.map((scale, column): [number, number][] => {
    const [lower = 0, upper = Number.POSITIVE_INFINITY] = [problem.lower[column], problem.upper[column]];
    // Its variables are never below zero; none of a plan's may be.
    if (lower < 0) throw new Error(`column ${column} may be ${lower}`);
    if (lower > 0 || upper < Number.POSITIVE_INFINITY)
      constraints.set(problem.rowCount + column, bounds(lower / scale, upper / scale));
    return [
      [problem.rowCount + column, 1],
      [objective, (problem.cost[column] ?? 0) * scale],
    ];
  });
  eachEntry((row, column, factor) => {
    variables[column]?.push([row, factor / (rowScale[row] || 1)]);
  });
  const model: Model<number, number> = {
    direction: "minimize",
    objective,
    constraints,
    variables: variables.map((entries, column): [number, Coefficients<number>] => [column, entries]),
    integers: new Set([...problem.integer.keys()].filter((column) => problem.integer[column] === 1)),
  };
  const limits = { maxIterations: MAX_BRANCHES, tolerance: 0, timeout: Number.POSITIVE_INFINITY };
  const { status, result, variables: found } = solve(model, limits);
  if (status === "optimal") {
    const values = new Float64Array(problem.columnCount);
    for (const [column, value] of found) values[column] = value * (columnScale[column] ?? 1);
    return { objective: result, values };
  }
  if (status === "timedout" || status === "cycled") return null;
  throw new Error(`the second solver says ${status}`);
}

function bounds(lower: number, upper: number): Constraint {
  if (lower === upper) return { equal: lower };
  return {
    ...(lower > Number.NEGATIVE_INFINITY ? { min: lower } : {}),
    ...(upper < Number.POSITIVE_INFINITY ? { max: upper } : {}),
  };
}
