// What does a solution trade at each leg, and which rules of orders does it break?
import type { PlanProblem, ProblemLeg } from "./plan-problem.ts";

/** Traded less than this, in units, is not traded: a solver's zero is only nearly one. */
export const LEAST_AMOUNT = 1e-7;
/** How far below its minimum an amount still counts as the minimum, as a share. */
export const SLACK = 1e-9;

/** A solution that keeps minimums and directions. */
export interface Candidate {
  readonly values: Float64Array;
  /** Units by leg. */
  readonly amounts: Float64Array;
  readonly objective: number;
}

/** Units by leg. */
export function amountsOf(problem: PlanProblem, values: Float64Array): Float64Array {
  return Float64Array.from(problem.legs, ({ firstColumn, columnCount }) => {
    let sum = 0;
    for (let column = firstColumn; column < firstColumn + columnCount; column += 1) sum += values[column] ?? 0;
    return sum > LEAST_AMOUNT ? sum : 0;
  });
}

/** Amounts that no number of orders comes to: more than `below`, which so many of the largest make, and less than `above`. */
export interface Hole {
  readonly below: number;
  readonly above: number;
}

/** The hole that an amount lies in; null where it lies in none. */
export function holeOf({ minimum, most }: ProblemLeg, amount: number): Hole | null {
  if (!(amount > 0)) return null;
  const orders = Math.floor((amount * (1 + SLACK)) / most);
  const below = orders === 0 ? 0 : orders * most;
  const above = (orders + 1) * minimum;
  return amount > below * (1 + SLACK) && amount < above * (1 - SLACK) ? { below, above } : null;
}

export interface Violations {
  /** Positions of legs with less than their smallest order, or between two numbers of orders. */
  readonly small: readonly number[];
  /** Account and base asset that are both bought and sold. */
  readonly washes: readonly string[];
  /** Positions of switches that are neither off nor on. */
  readonly switches: readonly number[];
}

export function violationsOf(problem: PlanProblem, values: Float64Array, amounts: Float64Array): Violations {
  const small: number[] = [];
  const sides = new Map<string, string>();
  const washes = new Set<string>();
  problem.legs.forEach((leg, index) => {
    const amount = amounts[index] ?? 0;
    if (amount === 0) return;
    if (holeOf(leg, amount) !== null) small.push(index);
    const known = sides.get(leg.washKey);
    if (known !== undefined && known !== leg.side) washes.add(leg.washKey);
    sides.set(leg.washKey, leg.side);
  });
  const switches = problem.switches.flatMap(({ column }, index) => {
    const value = values[column] ?? 0;
    return value > LEAST_AMOUNT && value < 1 - LEAST_AMOUNT ? [index] : [];
  });
  return { small, washes: [...washes], switches };
}

export function isClean({ small, washes, switches }: Violations): boolean {
  return small.length === 0 && washes.length === 0 && switches.length === 0;
}
