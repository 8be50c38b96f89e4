// How do minimums, directions, switches and coarse lots become whole numbers of a problem? Written out for another solver to judge the search by.
import { LEAST_AMOUNT } from "./plan-amounts-of.ts";
import type { LinearProblem } from "./plan-linear-program.ts";
import { PlanMatrix } from "./plan-matrix.ts";
import type { PlanProblem, ProblemLeg } from "./plan-problem.ts";

/** Which of the rules are in the problem. Coarse lots always are. */
export interface MinimumRules {
  /** Positions of legs that keep their minimum. */
  readonly minimums: ReadonlySet<number>;
  /** Account and base asset that go one way only. */
  readonly directions: ReadonlySet<string>;
}

export interface MinimumProblem {
  readonly linear: LinearProblem;
}

/** How many orders an amount takes. */
function ordersOf({ most }: ProblemLeg, amount: number): number {
  return amount > 0 ? Math.max(1, Math.ceil(amount / most - LEAST_AMOUNT)) : 0;
}

/** The relaxation with these rules. Every factor that switches a sum on is at most the portfolio: larger ones make solvers lie. */
export function computeMinimumProblem(problem: PlanProblem, rules: MinimumRules): MinimumProblem {
  const matrix = PlanMatrix.from(problem.linear);
  const sumInto = (row: number, leg: ProblemLeg, factor: number) => {
    for (let column = leg.firstColumn; column < leg.firstColumn + leg.columnCount; column += 1)
      matrix.add(row, column, factor);
  };
  problem.legs.forEach((leg, index) => {
    if (leg.coarse) {
      const most = Math.floor(leg.cap / leg.lot + LEAST_AMOUNT);
      const lots = matrix.addColumn(0, 0, most, true);
      const row = matrix.addRow(0, 0);
      sumInto(row, leg, 1 / leg.lot);
      matrix.add(row, lots, -1);
      const least = Math.round(leg.minimum / leg.lot);
      if ((least <= 1 && leg.most >= leg.cap) || !rules.minimums.has(index)) return;
      const on = matrix.addColumn(0, 0, ordersOf(leg, leg.cap), true);
      const floor = matrix.addRow(0, Number.POSITIVE_INFINITY);
      matrix.add(floor, lots, 1);
      matrix.add(floor, on, -least);
      const ceiling = matrix.addRow(Number.NEGATIVE_INFINITY, 0);
      matrix.add(ceiling, lots, 1);
      matrix.add(ceiling, on, -Math.min(most, Math.round(leg.most / leg.lot)));
      return;
    }
    if (!rules.minimums.has(index)) return;
    const on = matrix.addColumn(0, 0, ordersOf(leg, leg.cap), true);
    const floor = matrix.addRow(0, Number.POSITIVE_INFINITY);
    sumInto(floor, leg, 1);
    matrix.add(floor, on, -leg.minimum);
    const ceiling = matrix.addRow(Number.NEGATIVE_INFINITY, 0);
    sumInto(ceiling, leg, 1);
    matrix.add(ceiling, on, -Math.min(leg.cap, leg.most));
  });
  for (const key of [...rules.directions].sort()) {
    const legs = problem.legs.map((leg, index) => ({ leg, index })).filter(({ leg }) => leg.washKey === key);
    const buys = matrix.addColumn(0, 0, 1, true);
    for (const { leg } of legs) {
      const row = matrix.addRow(Number.NEGATIVE_INFINITY, leg.side === "buy" ? 0 : leg.cap);
      sumInto(row, leg, 1);
      matrix.add(row, buys, leg.side === "buy" ? -leg.cap : leg.cap);
    }
  }
  const linear = matrix.toProblem();
  for (const { column } of problem.switches) linear.integer[column] = 1;
  return { linear };
}
