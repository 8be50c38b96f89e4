// What does the linear problem of a plan consist of, and what does each part of it stand for?

import type { PlanMarket, PlanModel } from "#engine/rebalancing/plan-model.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { LinearProblem } from "./plan-linear-program.ts";

/** The portfolio is worth this many units, so that all coefficients are near one. One unit is a basis point of it. */
export const PORTFOLIO_UNITS = 10_000;

/** In units: a twentieth of a basis point of the portfolio counts as proven. */
export const PROVEN_GAP = 0.05;

/** One market of one account in one direction. Its columns are the levels of the book, best first, in units of value at the consensus price. */
export interface ProblemLeg {
  readonly market: PlanMarket;
  readonly side: Side;
  readonly firstColumn: number;
  /** Whether another account trades the same side of this book. */
  readonly isShared: boolean;
  readonly columnCount: number;
  /** Row of the sum over its levels. */
  readonly row: number;
  /** Smallest order, in units. */
  readonly minimum: number;
  /** No plan can trade more here; never above the portfolio. */
  readonly cap: number;
  /** Largest single order, in units; more than that is split into orders that each keep the minimum. Infinite where nothing limits it. */
  readonly most: number;
  /** One lot, in units. */
  readonly lot: number;
  /** Whether a lot is worth so much that whole lots are part of the search. */
  readonly coarse: boolean;
  /** Legs that must not go both ways share this key: account and base asset. */
  readonly washKey: string;
}

/** A target whose value outside the band is counted. */
export interface ProblemBand {
  readonly group: number;
  readonly column: number;
  /** Rows of the upper and the lower edge. */
  readonly above: number;
  readonly below: number;
}

/** An amount that must stay of an asset, of which there is less than that: only with it complete may any be spent. */
export interface ProblemSwitch {
  readonly column: number;
  readonly asset: Asset;
}

export interface PlanProblem {
  readonly model: PlanModel;
  /** Units per unit of valuation money. */
  readonly scale: number;
  /** Without minimums, whole lots and directions: every plan fits it, so its optimum is a bound. */
  readonly linear: LinearProblem;
  /**
   * What a unit of distance to the goal weighs against a unit of loss. Plans are compared by distance first; a weight well above
   * one keeps the model from leaving distance where lots or minimums make the last bit of it dear.
   */
  readonly weight: number;
  readonly legs: readonly ProblemLeg[];
  readonly bands: readonly ProblemBand[];
  readonly switches: readonly ProblemSwitch[];
  /** Rows of what each account has of an asset, by position of the account and asset. */
  readonly balances: ReadonlyMap<string, number>;
  /** Columns whose sum is the distance to the goal. */
  readonly distances: readonly number[];
  /** What the goal's distance comes to when all those columns are zero. */
  readonly distanceRow: number;
  readonly costRow: number;
  readonly turnoverRow: number | null;
  /** How far book levels that were joined may have made the bound too high, in units. */
  readonly blur: number;
}
