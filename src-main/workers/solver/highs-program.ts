// How does HiGHS, compiled to WebAssembly, answer the planner's linear problems?
import loadHighs, { type Highs } from "highs";
import type {
  LinearOptions,
  LinearProblem,
  LinearProgram,
  LinearProgramFactory,
  LinearSolution,
} from "#engine/rebalancing/optimal/plan-linear-program.ts";

const NOTHING = new Float64Array(0);

/** Loads the solver once. Its problems must be disposed: nobody collects their memory. */
export async function loadHighsFactory(): Promise<LinearProgramFactory> {
  const highs = await loadHighs();
  return (problem, options) => new HighsProgram(highs, problem, options);
}

class HighsProgram implements LinearProgram {
  readonly #highs: Highs;
  readonly #model: ReturnType<Highs["createModel"]>;
  readonly #isInteger: boolean;
  #fresh = true;

  constructor(highs: Highs, problem: LinearProblem, options: LinearOptions) {
    this.#highs = highs;
    this.#isInteger = problem.integer.includes(1);
    this.#model = highs.createModel({
      numCols: problem.columnCount,
      numRows: problem.rowCount,
      colCost: problem.cost,
      colLower: problem.lower,
      colUpper: problem.upper,
      rowLower: problem.rowLower,
      rowUpper: problem.rowUpper,
      matrix: {
        format: "csc",
        numCols: problem.columnCount,
        numRows: problem.rowCount,
        starts: problem.starts,
        indices: problem.indices,
        values: problem.values,
      },
      ...(this.#isInteger ? { integrality: Int32Array.from(problem.integer) } : {}),
    });
    // No clock among the limits: what it cuts could not be had again. Small searches are slower with presolve than without.
    this.#model.options.set({
      output_flag: false,
      presolve: "off",
      mip_rel_gap: 0,
      mip_abs_gap: options.gap,
      mip_max_nodes: options.maxNodes,
    });
    if (options.start !== null) this.#model.setSolution({ colValue: options.start });
  }

  setColumnBounds(column: number, lower: number, upper: number): void {
    this.#model.changeColBounds(column, lower, upper);
  }

  setColumnCost(column: number, cost: number): void {
    this.#model.changeColCost(column, cost);
  }

  setRowBounds(row: number, lower: number, upper: number): void {
    this.#model.changeRowBounds(row, lower, upper);
  }

  solve(): LinearSolution {
    if (!this.#fresh) this.#model.zeroAllClocks();
    this.#fresh = false;
    this.#model.run();
    // Begun from where the last answer stood it now and then says "optimal" and has no values: then it begins anew.
    if (!this.#isInteger && this.#status() !== "infeasible" && !this.#isAnswered()) {
      this.#model.clearSolver();
      this.#model.run();
    }
    const hasValues = this.#hasValues();
    const status = this.#status() === "optimal" && !hasValues ? "failed" : this.#status();
    const objective = hasValues ? this.#model.getObjectiveValue() : Number.POSITIVE_INFINITY;
    return {
      status,
      values: hasValues ? this.#model.getSolution().colValue : NOTHING,
      objective,
      bound: this.#bound(status, objective),
      nodes: this.#isInteger ? Number(this.#model.info.get("mip_node_count")) : 0,
    };
  }

  #isAnswered(): boolean {
    return this.#status() === "optimal" && this.#hasValues();
  }

  #hasValues(): boolean {
    return this.#model.info.get("primal_solution_status") === 2;
  }

  dispose(): void {
    this.#model.dispose();
  }

  #bound(status: LinearSolution["status"], objective: number): number {
    if (this.#isInteger) {
      const bound = Number(this.#model.info.get("mip_dual_bound"));
      return Number.isFinite(bound) ? bound : Number.NEGATIVE_INFINITY;
    }
    return status === "optimal" ? objective : Number.NEGATIVE_INFINITY;
  }

  #status(): LinearSolution["status"] {
    const { modelStatus } = this.#highs.constants;
    switch (this.#model.getModelStatus()) {
      case modelStatus.optimal:
        return "optimal";
      case modelStatus.infeasible:
      case modelStatus.unboundedOrInfeasible:
        return "infeasible";
      case modelStatus.iterationLimit:
      case modelStatus.solutionLimit:
      case modelStatus.interrupted:
        return "limit";
      default:
        return "failed";
    }
  }
}
