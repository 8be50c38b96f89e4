// Is there a better plan than the dive's, and how far from the best is it at most? Minimums, directions and whole lots enter where an answer breaks them: by bounds on what a leg trades, so that no large factor can mislead the solver.
import { amountsOf, type Candidate, holeOf, LEAST_AMOUNT } from "./plan-amounts-of.ts";
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
}

export interface BranchResult {
  readonly best: Candidate | null;
  /** No plan's objective is smaller. */
  readonly bound: number;
}

/** Leg (or, below zero, switch -1 - index) and the bounds it gets. */
interface Narrowing {
  readonly target: number;
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
  while (node !== null) {
    const branches = node.solution.objective > limit - budget.gap ? [] : branchesOf(problem, node.solution);
    if (branches === null) {
      const { values, objective } = node.solution;
      best = { values, amounts: amountsOf(problem, values), objective };
      limit = objective;
      node = takeLowest(open);
      continue;
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

/** Brings the solver's bounds to those of a node, from those of the one before. */
class Stage {
  readonly #program: PlanProgram;
  readonly #set = new Map<number, Narrowing>();

  constructor(program: PlanProgram) {
    this.#program = program;
    program.reset();
  }

  enter(parent: Node, narrowed: readonly Narrowing[]): void {
    const wanted = new Map<number, Narrowing>();
    const add = (narrowing: Narrowing) => {
      const known = wanted.get(narrowing.target);
      wanted.set(narrowing.target, {
        target: narrowing.target,
        lower: Math.max(known?.lower ?? 0, narrowing.lower),
        upper: Math.min(known?.upper ?? Number.POSITIVE_INFINITY, narrowing.upper),
      });
    };
    for (const narrowing of narrowed) add(narrowing);
    for (let node: Node | null = parent; node !== null; node = node.parent)
      for (const narrowing of node.narrowed) add(narrowing);
    for (const target of [...this.#set.keys()]) {
      if (wanted.has(target)) continue;
      if (target < 0) this.#program.turn(-1 - target, 0, 1);
      else this.#program.open(target);
      this.#set.delete(target);
    }
    for (const [target, narrowing] of wanted) {
      const { lower, upper } = narrowing;
      const known = this.#set.get(target);
      if (known?.lower === lower && known.upper === upper) continue;
      if (target < 0) this.#program.turn(-1 - target, lower, upper);
      else this.#program.bound(target, lower, upper);
      this.#set.set(target, narrowing);
    }
  }
}

/** The two halves of which one holds the best plan; null where the solution is a plan. */
function branchesOf(problem: PlanProblem, { values }: LinearSolution): readonly (readonly Narrowing[])[] | null {
  const { legs, switches } = problem;
  for (const [index, { column }] of switches.entries()) {
    const value = values[column] ?? 0;
    if (value > LEAST_AMOUNT && value < 1 - LEAST_AMOUNT)
      return [[{ target: -1 - index, lower: 0, upper: 0 }], [{ target: -1 - index, lower: 1, upper: 1 }]];
  }
  const amounts = amountsOf(problem, values);
  return (
    washBranches(legs, amounts) ??
    widestBranches(legs, (leg, index) => holeBranch(leg, amounts[index] ?? 0)) ??
    widestBranches(legs, (leg, index) => lotBranch(leg, amounts[index] ?? 0))
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
    legs.flatMap((leg, target) => (leg.washKey === found && leg.side === side ? [{ target, lower: 0, upper: 0 }] : []));
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
  let found: { readonly target: number; readonly cut: Cut; readonly cap: number } | null = null;
  legs.forEach((leg, target) => {
    const cut = cutOf(leg, target);
    if (cut !== null && (found === null || cut.width > found.cut.width)) found = { target, cut, cap: leg.cap };
  });
  if (found === null) return null;
  const { target, cut, cap } = found as { target: number; cut: Cut; cap: number };
  const lower = [{ target, lower: 0, upper: cut.below }];
  return cut.above > cap ? [lower] : [lower, [{ target, lower: cut.above, upper: cap }]];
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
