// How does one linear problem, solved again and again with a few more bounds, lead to a plan that keeps every minimum?
import { amountsOf, type Candidate, holeOf, isClean, type Violations, violationsOf } from "./plan-amounts-of.ts";
import type { LinearSolution } from "./plan-linear-program.ts";
import type { PlanProblem } from "./plan-problem.ts";
import type { PlanProgram } from "./plan-program.ts";

/** At most this share of the legs below their minimum is settled by one solve. */
const BATCH_SHARE = 1 / 8;

/** From the root's solution to a candidate; null where the budget of solves ends first or nothing is feasible. */
export function dive(program: PlanProgram, root: LinearSolution, maxSolves: number): Candidate | null {
  const { problem } = program;
  const lifted = new Set<number>();
  const closed = new Set<number>();
  let solution = root;
  for (let solves = 0; solves < maxSolves; solves += 1) {
    const amounts = amountsOf(problem, solution.values);
    const violations = violationsOf(problem, solution.values, amounts);
    if (isClean(violations)) return { values: solution.values, amounts, objective: solution.objective };
    const flipped = violations.switches[0];
    if (flipped !== undefined) {
      const next = turnSwitch(program, flipped);
      if (next === null) return null;
      solution = next;
      continue;
    }
    const step = nextStep(problem, amounts, violations);
    for (const leg of step.close) {
      program.close(leg);
      closed.add(leg);
      lifted.delete(leg);
    }
    for (const leg of step.lift) {
      settle(program, leg, amounts[leg] ?? 0);
      lifted.add(leg);
    }
    let next = program.solve();
    if (next === null && step.lift.length > 0) {
      for (const leg of step.lift) {
        program.close(leg);
        closed.add(leg);
        lifted.delete(leg);
      }
      next = program.solve();
    }
    if (next === null) {
      // What was lifted before does not go with what is closed now; without any leg there is always a solution.
      for (const leg of lifted) {
        program.close(leg);
        closed.add(leg);
      }
      lifted.clear();
      next = program.solve();
    }
    if (next === null) return null;
    solution = next;
  }
  return null;
}

/** Up to the smallest order; of what takes several orders, down to what the largest ones come to. */
function settle(program: PlanProgram, leg: number, amount: number): void {
  const own = program.problem.legs[leg];
  const hole = own === undefined ? null : holeOf(own, amount);
  if (own === undefined || hole === null) return;
  if (hole.below > 0) program.bound(leg, 0, hole.below);
  else program.bound(leg, hole.above, own.cap);
}

/** On or off, whichever is better. */
function turnSwitch(program: PlanProgram, index: number): LinearSolution | null {
  program.turn(index, 0, 0);
  const off = program.solve();
  program.turn(index, 1, 1);
  const on = program.solve();
  if (on !== null && (off === null || on.objective < off.objective)) return on;
  program.turn(index, 0, 0);
  return program.solve();
}

interface Step {
  readonly close: readonly number[];
  readonly lift: readonly number[];
}

/** A leg below its minimum beside a larger one of the same asset is closed, the others take it over; one that is alone is lifted to its minimum. */
function nextStep({ legs }: PlanProblem, amounts: Float64Array, violations: Violations): Step {
  const close: number[] = [];
  for (const key of violations.washes) {
    const sums = { buy: 0, sell: 0 };
    legs.forEach((leg, index) => {
      if (leg.washKey === key) sums[leg.side] += amounts[index] ?? 0;
    });
    const smaller = sums.buy < sums.sell ? "buy" : "sell";
    legs.forEach((leg, index) => {
      if (leg.washKey === key && leg.side === smaller) close.push(index);
    });
  }
  if (close.length > 0) return { close, lift: [] };
  const largest = new Map<string, number>();
  const ratio = (index: number) => (amounts[index] ?? 0) / (legs[index]?.minimum ?? 1);
  const keyOf = (index: number) => `${legs[index]?.market.base} ${legs[index]?.side}`;
  legs.forEach((_, index) => {
    if ((amounts[index] ?? 0) === 0) return;
    const best = largest.get(keyOf(index));
    if (best === undefined || ratio(index) > ratio(best)) largest.set(keyOf(index), index);
  });
  const sole: number[] = [];
  for (const index of violations.small) {
    if (largest.get(keyOf(index)) === index) sole.push(index);
    else close.push(index);
  }
  sole.sort((left, right) => ratio(right) - ratio(left) || left - right);
  return { close, lift: close.length > 0 ? [] : sole.slice(0, Math.ceil(sole.length * BATCH_SHARE)) };
}
