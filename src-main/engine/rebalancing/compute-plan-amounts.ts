// Which value should each target have in the end? The least change that brings all weights into their bands, cash included.
import { Decimal } from "#shared/domain/decimal.ts";
import { computeWaterFill } from "./compute-water-fill.ts";
import type { PlanGroup } from "./plan-model.ts";

/** What one asset (not cash) can become. All in valuation money. */
export interface AmountLimits {
  /** Value now, side effects of other legs included. */
  readonly start: Decimal;
  readonly least: Decimal;
  readonly most: Decimal;
  /** Smallest order of each side. */
  readonly minSell: Decimal;
  readonly minBuy: Decimal;
}

export interface AmountsRequest {
  /** Assets first, cash last, as in the model. */
  readonly groups: readonly PlanGroup[];
  readonly limits: readonly AmountLimits[];
  /** Value of everything after the costs of the plan. */
  readonly total: Decimal;
  /** Cash that must stay: reserves, and the gap between expected and worst proceeds. */
  readonly cashFloor: Decimal;
  readonly goal:
    | { readonly kind: "band" }
    | { readonly kind: "raise"; readonly value: Decimal }
    | { readonly kind: "liquidate"; readonly index: number };
  /** Share of every change that budgets allow, 0..1. */
  readonly scale: Decimal;
}

export interface Amounts {
  readonly values: readonly Decimal[];
  /** Changes that were dropped because they are smaller than an order may be. */
  readonly tooSmall: ReadonlySet<number>;
}

/** What each target's share is of the total of this request. */
interface Band {
  readonly target: Decimal;
  readonly low: Decimal;
  readonly high: Decimal;
}

/** A request while it is solved. Assets come first, cash last; cash is in `bands` only. */
interface Solving {
  readonly request: AmountsRequest;
  readonly bands: readonly Band[];
  /** What each asset would become if cash did not matter; where it is locked, that value. */
  readonly free: Decimal[];
  readonly locked: boolean[];
}

export function computePlanAmounts(request: AmountsRequest): Amounts {
  const bands = request.groups.map((group) => bandOf(group, request.total));
  const solving: Solving = {
    request,
    bands,
    free: request.limits.map((limit, index) => wish(request, bands[index], limit, index)),
    locked: request.limits.map(() => false),
  };
  const tooSmall = new Set<number>();
  for (;;) {
    const values = solve(solving);
    const index = smallestBelowMinimum(solving, values);
    if (index === null) return { values, tooSmall };
    const lifted = liftToMinimum(solving, index, values);
    if (lifted === null) tooSmall.add(index);
    solving.locked[index] = true;
    solving.free[index] = lifted ?? startOf(request, index);
  }
}

/** Sum over all targets of how far their value lies outside the band. */
export function computeDistance(groups: readonly PlanGroup[], values: readonly Decimal[], total: Decimal): Decimal {
  return Decimal.sum(
    groups.map((group, index) => {
      const off = (values[index] ?? group.value).sub(group.target.mul(total)).abs();
      return Decimal.max(Decimal.ZERO, off.sub(group.half.mul(total)));
    }),
  );
}

function wish(request: AmountsRequest, band: Band | undefined, limit: AmountLimits, index: number): Decimal {
  const { goal } = request;
  if (goal.kind === "liquidate") return index === goal.index ? limit.least : limit.start;
  if (goal.kind === "raise" || band === undefined) return limit.start;
  return clamp(clamp(limit.start, band.low, band.high), limit.least, limit.most);
}

function solve(solving: Solving): Decimal[] {
  const { request, locked } = solving;
  const values = [...solving.free];
  if (request.goal.kind === "band") balanceCash(solving, values);
  if (request.goal.kind === "raise") raiseCash(solving, values, request.goal.value);
  if (request.scale.eq(Decimal.ONE)) return values;
  return values.map((value, index) => {
    const start = startOf(request, index);
    return locked[index] ? value : start.add(value.sub(start).mul(request.scale));
  });
}

function raiseCash(solving: Solving, values: Decimal[], wanted: Decimal): void {
  const { groups, limits, total } = solving.request;
  const sold = Decimal.sum(limits.map((limit, index) => limit.start.sub(values[index] ?? limit.start)));
  const rest = total.sub(wanted);
  const targetOf = (index: number) => (groups[index]?.target ?? Decimal.ZERO).mul(rest);
  lower(values, wanted.sub(sold), targetOf, (index) => (solving.locked[index] ? null : (limits[index]?.least ?? null)));
}

function balanceCash(solving: Solving, values: Decimal[]): void {
  const { bands, request } = solving;
  const band = bands[bands.length - 1];
  if (band === undefined) return;
  const floor = Decimal.max(band.low, request.cashFloor);
  const ceiling = Decimal.max(band.high, floor);
  const cash = request.total.sub(Decimal.sum(values));
  const targetOf = (index: number) => bands[index]?.target ?? Decimal.ZERO;
  const open = (pick: (limit: AmountLimits, band: Band, value: Decimal) => Decimal | null) => (index: number) => {
    const limit = request.limits[index];
    const own = bands[index];
    const value = values[index];
    return solving.locked[index] || limit === undefined || own === undefined || value === undefined
      ? null
      : pick(limit, own, value);
  };
  if (cash.lt(floor)) {
    // More is sold inside the bands first; what is still missing is bought less.
    const bottom = open((limit, own) => Decimal.max(own.low, limit.least));
    const left = lower(values, floor.sub(cash), targetOf, bottom);
    const unbought = open((limit, _, value) => (value.gt(limit.start) ? limit.start : null));
    lower(values, left, targetOf, unbought);
  } else if (cash.gt(ceiling)) {
    const top = open((limit, own) => Decimal.min(own.high, limit.most));
    const left = raise(values, cash.sub(ceiling), targetOf, top);
    const unsold = open((limit, _, value) => (value.lt(limit.start) ? limit.start : null));
    raise(values, left, targetOf, unsold);
  }
}

/** Raises what is lowest against its target first, up to each one's top (null: not touched). Returns what found no room. */
function raise(
  values: Decimal[],
  amount: Decimal,
  targetOf: (index: number) => Decimal,
  top: (index: number) => Decimal | null,
): Decimal {
  return pour(values, amount, top, targetOf, false);
}

/** Lowers what is highest against its target first, down to each one's bottom. */
function lower(
  values: Decimal[],
  amount: Decimal,
  targetOf: (index: number) => Decimal,
  bottom: (index: number) => Decimal | null,
): Decimal {
  return pour(values, amount, bottom, targetOf, true);
}

function pour(
  values: Decimal[],
  amount: Decimal,
  limitOf: (index: number) => Decimal | null,
  targetOf: (index: number) => Decimal,
  down: boolean,
): Decimal {
  if (!amount.isPositive) return Decimal.ZERO;
  const turn = (value: Decimal) => (down ? value.neg() : value);
  const vessels: {
    readonly index: number;
    readonly target: Decimal;
    readonly level: Decimal;
    readonly cap: Decimal;
  }[] = [];
  values.forEach((value, index) => {
    const limit = limitOf(index);
    if (limit === null) return;
    const target = targetOf(index);
    vessels.push({ index, target, level: turn(value.sub(target)), cap: turn(limit.sub(target)) });
  });
  const { levels, leftOver } = computeWaterFill(vessels, amount);
  vessels.forEach((vessel, position) => {
    values[vessel.index] = turn(levels[position] ?? vessel.level).add(vessel.target);
  });
  return leftOver;
}

function smallestBelowMinimum({ request, locked }: Solving, values: readonly Decimal[]): number | null {
  let found: number | null = null;
  let least = Decimal.ZERO;
  values.forEach((value, index) => {
    const limit = request.limits[index];
    if (locked[index] || limit === undefined) return;
    const change = value.sub(limit.start);
    const size = change.abs();
    if (size.isZero || size.gte(change.isNegative ? limit.minSell : limit.minBuy)) return;
    if (found !== null && size.gte(least)) return;
    found = index;
    least = size;
  });
  return found;
}

/** The smallest order, where it ends inside the band or at least nearer to the target than doing nothing. */
function liftToMinimum({ request, bands }: Solving, index: number, values: readonly Decimal[]): Decimal | null {
  const limit = request.limits[index];
  const band = bands[index];
  const value = values[index];
  if (limit === undefined || band === undefined || value === undefined) return null;
  if (!request.scale.eq(Decimal.ONE)) return null;
  const sells = value.lt(limit.start);
  const lifted = sells ? limit.start.sub(limit.minSell) : limit.start.add(limit.minBuy);
  if (lifted.lt(limit.least) || lifted.gt(limit.most)) return null;
  if (request.goal.kind !== "band") return lifted;
  const { target, low, high } = band;
  const inside = lifted.gte(low) && lifted.lte(high);
  const nearer = lifted.sub(target).abs().lt(limit.start.sub(target).abs());
  return inside || nearer ? lifted : null;
}

function bandOf({ target, half }: PlanGroup, total: Decimal): Band {
  return {
    target: target.mul(total),
    low: Decimal.max(Decimal.ZERO, target.sub(half).mul(total)),
    high: target.add(half).mul(total),
  };
}

function startOf(request: AmountsRequest, index: number): Decimal {
  return request.limits[index]?.start ?? Decimal.ZERO;
}

function clamp(value: Decimal, low: Decimal, high: Decimal): Decimal {
  return Decimal.min(Decimal.max(value, low), high);
}
