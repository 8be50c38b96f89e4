// What of a problem may change while the solver holds it, and how often was it asked?
import type { LinearProgram, LinearSolution } from "./plan-linear-program.ts";
import type { PlanProblem } from "./plan-problem.ts";

/** A problem in the solver's hands, with the count of what it was asked. */
export class PlanProgram {
  readonly problem: PlanProblem;
  readonly #program: LinearProgram;
  readonly #narrowed = new Set<number>();
  #distanceLimit = Number.POSITIVE_INFINITY;
  #solves = 0;
  #doubts = 0;

  constructor(problem: PlanProblem, program: LinearProgram) {
    this.problem = problem;
    this.#program = program;
  }

  get solves(): number {
    return this.#solves;
  }

  /** How often the solver gave neither an answer nor said that there is none: what rests on its word is then no proof. */
  get doubts(): number {
    return this.#doubts;
  }

  solve(): LinearSolution | null {
    this.#solves += 1;
    const solution = this.#program.solve();
    const { status, values } = solution;
    if (status === "optimal" && values.length > 0 && values.every(Number.isFinite)) return solution;
    if (status !== "infeasible") this.#doubts += 1;
    return null;
  }

  /** As the problem was at first; what is aimed at and the limit of distance stay. */
  reset(): void {
    const { legs, switches, linear, bands, balances, costRow, turnoverRow, distanceRow } = this.problem;
    legs.forEach((_, leg) => {
      this.open(leg);
    });
    for (const column of this.#narrowed)
      this.#program.setColumnBounds(column, linear.lower[column] ?? 0, linear.upper[column] ?? 0);
    this.#narrowed.clear();
    switches.forEach((_, index) => {
      this.turn(index, 0, 1);
    });
    const rows = [...bands.flatMap(({ above, below }) => [above, below]), ...balances.values(), costRow];
    if (turnoverRow !== null) rows.push(turnoverRow);
    for (const row of rows) this.setRow(row, linear.rowLower[row] ?? 0, linear.rowUpper[row] ?? 0);
    this.setRow(distanceRow, Number.NEGATIVE_INFINITY, this.#distanceLimit);
  }

  /** Bounds of what a leg trades, in units. */
  bound(leg: number, lower: number, upper: number): void {
    const row = this.problem.legs[leg]?.row;
    if (row !== undefined) this.#program.setRowBounds(row, lower, upper);
  }

  close(leg: number): void {
    this.bound(leg, 0, 0);
  }

  open(leg: number): void {
    this.bound(leg, 0, this.problem.legs[leg]?.cap ?? 0);
  }

  turn(index: number, lower: number, upper: number): void {
    const column = this.problem.switches[index]?.column;
    if (column !== undefined) this.#program.setColumnBounds(column, lower, upper);
  }

  /** What may be taken of one portion of a book. */
  setColumn(column: number, lower: number, upper: number): void {
    this.#narrowed.add(column);
    this.#program.setColumnBounds(column, lower, upper);
  }

  setRow(row: number, lower: number, upper: number): void {
    this.#program.setRowBounds(row, lower, upper);
  }

  /** What distance and loss weigh from now on, and the most distance that is allowed. */
  aim(distance: number, loss: number, limit = Number.POSITIVE_INFINITY): void {
    const { linear, distances } = this.problem;
    const counted = new Set(distances);
    linear.cost.forEach((cost, column) => {
      this.#program.setColumnCost(column, counted.has(column) ? distance : cost * loss);
    });
    this.#distanceLimit = limit;
    this.reset();
  }
}
