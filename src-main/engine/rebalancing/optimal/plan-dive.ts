// How does one linear problem, solved again and again with a few more bounds, lead to a plan that keeps every minimum?
import { amountsOf, type Candidate, holeOf, isClean, type Violations, violationsOf } from "./plan-amounts-of.ts";
import type { LinearSolution } from "./plan-linear-program.ts";
import type { PlanProblem } from "./plan-problem.ts";
import type { PlanProgram } from "./plan-program.ts";

/** At most this share of the legs below their minimum is settled by one solve. */
const BATCH_SHARE = 1 / 8;
const CLOSING_ROUNDS = 10;
/** A step that raises the objective by more, in units or as a share, is not taken without a look at the other way. */
const DEAR = 0.25;
const DEAR_SHARE = 0.02;

/** From the root's solution to a candidate; null where the budget of solves ends first or nothing is feasible. */
export function dive(program: PlanProgram, root: LinearSolution, maxSolves: number): Candidate | null {
  const { problem } = program;
  const start = program.solves;
  const settled = new Set<number>();
  let solution = root;
  while (program.solves - start < maxSolves) {
    const amounts = amountsOf(problem, solution.values);
    const violations = violationsOf(problem, solution.values, amounts);
    if (isClean(violations)) return { values: solution.values, amounts, objective: solution.objective };
    const flipped = violations.switches[0];
    const next =
      flipped === undefined
        ? takeStep(program, solution, amounts, nextStep(problem, amounts, violations), settled)
        : turnSwitch(program, flipped);
    solution = next ?? closeAll(program, settled) ?? root;
    if (solution === root) return null;
  }
  return closeSmall(program, solution);
}

/** What is left when the budget ends: everything that is too small is left out. */
function closeSmall(program: PlanProgram, from: LinearSolution): Candidate | null {
  const { problem } = program;
  let solution: LinearSolution | null = from;
  for (let rounds = 0; rounds < CLOSING_ROUNDS && solution !== null; rounds += 1) {
    const amounts = amountsOf(problem, solution.values);
    const violations = violationsOf(problem, solution.values, amounts);
    if (isClean(violations)) return { values: solution.values, amounts, objective: solution.objective };
    for (const leg of violations.small) program.close(leg);
    for (const key of violations.washes) make(program, oneWay(problem.legs, amounts, key), amounts);
    for (const index of violations.switches) program.turn(index, 0, 0);
    solution = program.solve();
  }
  return null;
}

/** Solves with a step taken; where that costs much, with the half of it, and in the end with one leg settled the other way. */
function takeStep(
  program: PlanProgram,
  solution: LinearSolution,
  amounts: Float64Array,
  step: readonly Move[],
  settled: Set<number>,
): LinearSolution | null {
  let moves = step;
  for (;;) {
    for (const move of moves) make(program, move, amounts);
    const next = program.solve();
    const dear = Math.max(DEAR, Math.abs(solution.objective) * DEAR_SHARE);
    const isDear = next === null || next.objective - solution.objective > dear;
    const [only] = moves;
    if (!isDear || only === undefined) return settle(next, moves, settled);
    if (moves.length > 1) {
      for (const move of moves) for (const leg of [...move.close, ...move.lift]) program.open(leg);
      moves = moves.slice(0, Math.ceil(moves.length / 2));
      continue;
    }
    const other = only.otherwise;
    for (const leg of [...only.close, ...only.lift]) program.open(leg);
    make(program, other, amounts);
    const turned = program.solve();
    if (turned !== null && (next === null || turned.objective < next.objective))
      return settle(turned, [{ ...other, otherwise: other }], settled);
    for (const leg of [...other.close, ...other.lift]) program.open(leg);
    make(program, only, amounts);
    return settle(program.solve(), moves, settled);
  }
}

function settle(solution: LinearSolution | null, moves: readonly Move[], settled: Set<number>): LinearSolution | null {
  for (const { close, lift } of moves) for (const leg of [...close, ...lift]) settled.add(leg);
  return solution;
}

/** What was lifted before does not go with what is closed now; without any of those legs there is always a solution. */
function closeAll(program: PlanProgram, settled: ReadonlySet<number>): LinearSolution | null {
  for (const leg of settled) program.close(leg);
  return program.solve();
}

function make(program: PlanProgram, { close, lift }: Settling, amounts: Float64Array): void {
  for (const leg of close) program.close(leg);
  for (const leg of lift) liftLeg(program, leg, amounts[leg] ?? 0);
}

/** Up to the smallest order; of what takes several orders, down to what the largest ones come to. */
function liftLeg(program: PlanProgram, leg: number, amount: number): void {
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

interface Settling {
  readonly close: readonly number[];
  readonly lift: readonly number[];
}

interface Move extends Settling {
  /** The other way to settle the same legs. */
  readonly otherwise: Settling;
}

function nextStep({ legs }: PlanProblem, amounts: Float64Array, violations: Violations): readonly Move[] {
  if (violations.washes.length > 0) return violations.washes.map((key) => oneWay(legs, amounts, key));
  const largest = new Map<string, number>();
  const ratio = (index: number) => (amounts[index] ?? 0) / (legs[index]?.minimum ?? 1);
  const keyOf = (index: number) => `${legs[index]?.market.base} ${legs[index]?.side}`;
  legs.forEach((_, index) => {
    if ((amounts[index] ?? 0) === 0) return;
    const best = largest.get(keyOf(index));
    if (best === undefined || ratio(index) > ratio(best)) largest.set(keyOf(index), index);
  });
  const alone = violations.small.filter((index) => largest.get(keyOf(index)) === index);
  const beside = violations.small.filter((index) => largest.get(keyOf(index)) !== index);
  // The others of the same asset take over what a small leg beside them leaves; one that is alone is lifted to its minimum.
  if (beside.length > 0)
    return beside.map((index) => ({ close: [index], lift: [], otherwise: { close: [], lift: [index] } }));
  return alone
    .sort((left, right) => ratio(right) - ratio(left) || left - right)
    .slice(0, Math.ceil(alone.length * BATCH_SHARE))
    .map((index) => ({ close: [], lift: [index], otherwise: { close: [index], lift: [] } }));
}

/** The side that trades less is closed. */
function oneWay(legs: PlanProblem["legs"], amounts: Float64Array, key: string): Move {
  const sides = { buy: [] as number[], sell: [] as number[] };
  const sums = { buy: 0, sell: 0 };
  legs.forEach(({ washKey, side }, index) => {
    if (washKey !== key) return;
    sides[side].push(index);
    sums[side] += amounts[index] ?? 0;
  });
  const [less, more] = sums.buy < sums.sell ? [sides.buy, sides.sell] : [sides.sell, sides.buy];
  return { close: less, lift: [], otherwise: { close: more, lift: [] } };
}
