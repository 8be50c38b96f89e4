// Is there a better plan than the dive's, and how far from the best is it at most? Minimums, directions and whole lots enter where an answer breaks them: by bounds on what a leg trades, so that no large factor can mislead the solver.
import { amountsOf, type Candidate, holeOf, LEAST_AMOUNT, SLACK } from "./plan-amounts-of.ts";
import type { LinearSolution } from "./plan-linear-program.ts";
import type { PlanProblem, ProblemLeg } from "./plan-problem.ts";
import type { PlanProgram } from "./plan-program.ts";

/** A count of lots this near to a whole one is whole. */
const WHOLE_LOTS = 1e-6;

export interface BranchBudget {
  /** Most times that the solver is asked. */
  readonly maxSolves: number;
  /** How near to the bound is near enough, in units of the objective. */
  readonly gap: number;
  /** What amounts come to as exact orders, as an objective; null where the problem's own objective is taken. */
  readonly inspect: ((amounts: Float64Array) => number) | null;
}

export interface BranchResult {
  readonly best: Candidate | null;
  /** No plan's objective is smaller. */
  readonly bound: number;
}

/** What is narrowed: all that a leg trades, one column of a leg, or a switch. */
type Target = `leg ${number}` | `column ${number}` | `switch ${number}`;

interface Narrowing {
  readonly target: Target;
  readonly lower: number;
  readonly upper: number;
}

interface Node {
  readonly parent: Node | null;
  readonly narrowed: readonly Narrowing[];
  readonly solution: LinearSolution;
}

/** `cutoff`: objective of the best plan that is known otherwise; only better ones are looked for. */
export function branchSearch(
  program: PlanProgram,
  root: LinearSolution,
  known: Candidate | null,
  cutoff: number,
  budget: BranchBudget,
): BranchResult {
  const { problem } = program;
  let best = known;
  let limit = Math.min(cutoff, known?.objective ?? Number.POSITIVE_INFINITY);
  const open: Node[] = [];
  let node: Node | null = { parent: null, narrowed: [], solution: root };
  const stage = new Stage(program);
  const start = program.solves;
  const doubts = program.doubts;
  while (node !== null) {
    let branches = node.solution.objective > limit - budget.gap ? [] : branchesOf(problem, node.solution);
    if (branches === null) {
      const { values } = node.solution;
      const amounts = amountsOf(problem, values);
      const objective = budget.inspect?.(amounts) ?? node.solution.objective;
      if (objective < limit) {
        best = { values, amounts, objective };
        limit = objective;
      }
      // Where the orders come to less than the solution promised, others near it may come to more.
      const kept = objective > node.solution.objective + budget.gap;
      branches = kept ? apartBranches(problem, boundsOf(node, []), amounts) : [];
    }
    if (program.solves - start + branches.length > budget.maxSolves) {
      open.push(node);
      break;
    }
    const children: Node[] = [];
    for (const narrowed of branches) {
      stage.enter(node, narrowed);
      const solution = program.solve();
      if (solution !== null) children.push({ parent: node, narrowed, solution });
    }
    // Deeper into the better half first: a plan is found soon, and it cuts off what is worse.
    children.sort((left, right) => right.solution.objective - left.solution.objective);
    const next = children.pop() ?? null;
    open.push(...children);
    node = next !== null && next.solution.objective <= limit - budget.gap ? next : takeLowest(open);
  }
  // A part that the solver could not answer for may hold a better plan.
  if (program.doubts > doubts) return { best, bound: root.objective };
  const lowest = open.reduce((least, { solution }) => Math.min(least, solution.objective), limit - budget.gap);
  // What was cut off was within the gap of the best plan at that time, so of the last one as well.
  return { best, bound: Math.max(root.objective, open.length === 0 && budget.gap === 0 ? limit : lowest) };
}

function takeLowest(open: Node[]): Node | null {
  let at = -1;
  open.forEach(({ solution }, index) => {
    const least = open[at]?.solution.objective ?? Number.POSITIVE_INFINITY;
    if (solution.objective < least) at = index;
  });
  return open.splice(at, at < 0 ? 0 : 1)[0] ?? null;
}

/** All bounds of a node and of what it is narrowed by. */
function boundsOf(parent: Node, narrowed: readonly Narrowing[]): ReadonlyMap<Target, Narrowing> {
  const bounds = new Map<Target, Narrowing>();
  const add = ({ target, lower, upper }: Narrowing) => {
    const known = bounds.get(target);
    bounds.set(target, {
      target,
      lower: Math.max(known?.lower ?? 0, lower),
      upper: Math.min(known?.upper ?? Number.POSITIVE_INFINITY, upper),
    });
  };
  for (const narrowing of narrowed) add(narrowing);
  for (let node: Node | null = parent; node !== null; node = node.parent)
    for (const narrowing of node.narrowed) add(narrowing);
  return bounds;
}

/** One coarse leg kept at its lots, or above, or below; nothing where all are kept. */
function apartBranches(
  { legs }: PlanProblem,
  bounds: ReadonlyMap<Target, Narrowing>,
  amounts: Float64Array,
): readonly (readonly Narrowing[])[] {
  for (const [index, { cap, lot, minimum, coarse }] of legs.entries()) {
    const target: Target = `leg ${index}`;
    const { lower, upper } = bounds.get(target) ?? { lower: 0, upper: cap };
    if (!coarse || upper - lower < lot / 2) continue;
    const amount = Math.min(Math.round((amounts[index] ?? 0) / lot) * lot, upper);
    const branches: (readonly Narrowing[])[] = [[{ target, lower: amount, upper: amount }]];
    if (amount - lot >= lower - lot / 2) branches.push([{ target, lower, upper: amount - lot }]);
    const above = amount === 0 ? minimum : amount + lot;
    if (above <= upper + lot / 2) branches.push([{ target, lower: Math.min(above, upper), upper }]);
    return branches;
  }
  return [];
}

/** Brings the solver's bounds to those of a node, from those of the one before. */
class Stage {
  readonly #program: PlanProgram;
  readonly #set = new Map<Target, Narrowing>();

  constructor(program: PlanProgram) {
    this.#program = program;
    program.reset();
  }

  enter(parent: Node, narrowed: readonly Narrowing[]): void {
    const wanted = boundsOf(parent, narrowed);
    for (const target of [...this.#set.keys()]) {
      if (wanted.has(target)) continue;
      this.#bound(target, null);
      this.#set.delete(target);
    }
    for (const [target, narrowing] of wanted) {
      const { lower, upper } = narrowing;
      const known = this.#set.get(target);
      if (known?.lower === lower && known.upper === upper) continue;
      this.#bound(target, narrowing);
      this.#set.set(target, narrowing);
    }
  }

  /** Null: as the problem has it. */
  #bound(target: Target, narrowing: Narrowing | null): void {
    const { linear, legs } = this.#program.problem;
    const [kind, text] = target.split(" ");
    const index = Number.parseInt(text ?? "", 10);
    if (kind === "switch") this.#program.turn(index, narrowing?.lower ?? 0, narrowing?.upper ?? 1);
    else if (kind === "leg")
      this.#program.bound(index, narrowing?.lower ?? 0, narrowing?.upper ?? legs[index]?.cap ?? 0);
    else
      this.#program.setColumn(
        index,
        narrowing?.lower ?? linear.lower[index] ?? 0,
        narrowing?.upper ?? linear.upper[index] ?? 0,
      );
  }
}

/** The two halves of which one holds the best plan; null where the solution is a plan. */
function branchesOf(problem: PlanProblem, { values }: LinearSolution): readonly (readonly Narrowing[])[] | null {
  const { legs, switches } = problem;
  for (const [index, { column }] of switches.entries()) {
    const value = values[column] ?? 0;
    if (value > LEAST_AMOUNT && value < 1 - LEAST_AMOUNT)
      return [[{ target: `switch ${index}`, lower: 0, upper: 0 }], [{ target: `switch ${index}`, lower: 1, upper: 1 }]];
  }
  const amounts = amountsOf(problem, values);
  return (
    washBranches(legs, amounts) ??
    widestBranches(legs, (leg, index) => holeBranch(leg, amounts[index] ?? 0)) ??
    widestBranches(legs, (leg, index) => lotBranch(leg, amounts[index] ?? 0)) ??
    levelBranches(problem, values)
  );
}

function washBranches(legs: readonly ProblemLeg[], amounts: Float64Array): readonly (readonly Narrowing[])[] | null {
  const sums = new Map<string, { buy: number; sell: number }>();
  legs.forEach(({ washKey, side }, index) => {
    const sum = sums.get(washKey) ?? { buy: 0, sell: 0 };
    sum[side] += amounts[index] ?? 0;
    sums.set(washKey, sum);
  });
  let found: string | null = null;
  let widest = 0;
  for (const [key, { buy, sell }] of sums) {
    const width = Math.min(buy, sell);
    if (width <= widest) continue;
    widest = width;
    found = key;
  }
  if (found === null) return null;
  const closed = (side: string) =>
    legs.flatMap((leg, index): Narrowing[] =>
      leg.washKey === found && leg.side === side ? [{ target: `leg ${index}`, lower: 0, upper: 0 }] : [],
    );
  return [closed("buy"), closed("sell")];
}

/** Where to cut a leg in two, and how much value that moves at least. */
interface Cut {
  readonly below: number;
  readonly above: number;
  readonly width: number;
}

/** At the leg where both halves move most. */
function widestBranches(
  legs: readonly ProblemLeg[],
  cutOf: (leg: ProblemLeg, index: number) => Cut | null,
): readonly (readonly Narrowing[])[] | null {
  let widest: { readonly index: number; readonly cut: Cut; readonly cap: number } | null = null;
  for (const [index, leg] of legs.entries()) {
    const cut = cutOf(leg, index);
    if (cut !== null && (widest === null || cut.width > widest.cut.width)) widest = { index, cut, cap: leg.cap };
  }
  if (widest === null) return null;
  const { index, cut, cap } = widest;
  const target: Target = `leg ${index}`;
  const lower = [{ target, lower: 0, upper: cut.below }];
  const above = Math.min(cut.above, cap);
  return above < cut.above * (1 - SLACK) ? [lower] : [lower, [{ target, lower: above, upper: cap }]];
}

function holeBranch(leg: ProblemLeg, amount: number): Cut | null {
  const hole = holeOf(leg, amount);
  return hole === null ? null : { ...hole, width: Math.min(amount - hole.below, hole.above - amount) };
}

function lotBranch({ coarse, lot }: ProblemLeg, amount: number): Cut | null {
  if (!coarse || amount === 0) return null;
  const lots = amount / lot;
  if (Math.abs(lots - Math.round(lots)) <= WHOLE_LOTS) return null;
  const below = Math.floor(lots) * lot;
  const above = below + lot;
  return { below, above, width: Math.min(amount - below, above - amount) };
}

/** A book is taken best price first. Losing more at a worse one would bring a weight nearer, but nobody can. */
function levelBranches({ legs, linear }: PlanProblem, values: Float64Array): readonly (readonly Narrowing[])[] | null {
  for (const { firstColumn, columnCount, isShared } of legs) {
    // Of a shared book the other account may have taken the better level.
    if (isShared) continue;
    const end = firstColumn + columnCount;
    let last = end - 1;
    while (last > firstColumn && (values[last] ?? 0) <= LEAST_AMOUNT) last -= 1;
    for (let column = firstColumn; column < last; column += 1) {
      const size = linear.upper[column] ?? 0;
      if ((values[column] ?? 0) >= size - LEAST_AMOUNT) continue;
      const deeper = Array.from(
        { length: end - column - 1 },
        (_, index): Narrowing => ({ target: `column ${column + 1 + index}`, lower: 0, upper: 0 }),
      );
      return [[{ target: `column ${column}`, lower: size, upper: size }], deeper];
    }
  }
  return null;
}
