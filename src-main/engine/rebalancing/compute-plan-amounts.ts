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

export function computePlanAmounts(request: AmountsRequest): Amounts {
  const locked = new Map<number, Decimal>();
  const tooSmall = new Set<number>();
  for (;;) {
    const values = solve(request, locked);
    const index = smallestBelowMinimum(request, values, locked);
    if (index === null) return { values, tooSmall };
    const lifted = liftToMinimum(request, index, values);
    if (lifted === null) tooSmall.add(index);
    locked.set(index, lifted ?? startOf(request, index));
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

function solve(request: AmountsRequest, locked: ReadonlyMap<number, Decimal>): Decimal[] {
  const values = wanted(request, locked);
  if (request.goal.kind === "band") balanceCash(request, values, locked);
  if (request.scale.eq(Decimal.ONE)) return values;
  return values.map((value, index) => {
    const start = startOf(request, index);
    return locked.has(index) ? value : start.add(value.sub(start).mul(request.scale));
  });
}

function wanted(request: AmountsRequest, locked: ReadonlyMap<number, Decimal>): Decimal[] {
  const { goal, limits, groups, total } = request;
  if (goal.kind === "liquidate")
    return limits.map((limit, index) => locked.get(index) ?? (index === goal.index ? limit.least : limit.start));
  if (goal.kind === "band")
    return limits.map((limit, index) => {
      const lock = locked.get(index);
      if (lock !== undefined) return lock;
      const { low, high } = bandOf(groups[index], total);
      return clamp(clamp(limit.start, low, high), limit.least, limit.most);
    });
  const values = limits.map((limit, index) => locked.get(index) ?? limit.start);
  const sold = Decimal.sum(limits.map((limit, index) => limit.start.sub(values[index] ?? limit.start)));
  const rest = total.sub(goal.value);
  lower(values, goal.value.sub(sold), groups, rest, (index) =>
    locked.has(index) ? null : (limits[index]?.least ?? null),
  );
  return values;
}

function balanceCash(request: AmountsRequest, values: Decimal[], locked: ReadonlyMap<number, Decimal>): void {
  const { groups, limits, total, cashFloor } = request;
  const cashGroup = groups[groups.length - 1];
  if (cashGroup === undefined) return;
  const { low, high } = bandOf(cashGroup, total);
  const floor = Decimal.max(low, cashFloor);
  const cash = total.sub(Decimal.sum(values));
  const open = (pick: (index: number, limit: AmountLimits, value: Decimal) => Decimal | null) => (index: number) => {
    const limit = limits[index];
    const value = values[index];
    return locked.has(index) || limit === undefined || value === undefined ? null : pick(index, limit, value);
  };
  if (cash.lt(floor)) {
    // More is sold inside the bands first; what is still missing is bought less.
    const bottom = open((index, limit) => Decimal.max(bandOf(groups[index], total).low, limit.least));
    const left = lower(values, floor.sub(cash), groups, total, bottom);
    lower(
      values,
      left,
      groups,
      total,
      open((_, limit, value) => (value.gt(limit.start) ? limit.start : null)),
    );
  } else if (cash.gt(Decimal.max(high, floor))) {
    const top = open((index, limit) => Decimal.min(bandOf(groups[index], total).high, limit.most));
    const left = raise(values, cash.sub(Decimal.max(high, floor)), groups, total, top);
    raise(
      values,
      left,
      groups,
      total,
      open((_, limit, value) => (value.lt(limit.start) ? limit.start : null)),
    );
  }
}

/** Raises what is lowest against its target first, up to each one's top (null: not touched). Returns what found no room. */
function raise(
  values: Decimal[],
  amount: Decimal,
  groups: readonly PlanGroup[],
  total: Decimal,
  top: (index: number) => Decimal | null,
): Decimal {
  return pour(values, amount, top, (index) => (groups[index]?.target ?? Decimal.ZERO).mul(total), false);
}

/** Lowers what is highest against its target first, down to each one's bottom. */
function lower(
  values: Decimal[],
  amount: Decimal,
  groups: readonly PlanGroup[],
  total: Decimal,
  bottom: (index: number) => Decimal | null,
): Decimal {
  return pour(values, amount, bottom, (index) => (groups[index]?.target ?? Decimal.ZERO).mul(total), true);
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
  const vessels = values.flatMap((value, index) => {
    const limit = limitOf(index);
    if (limit === null) return [];
    const target = targetOf(index);
    return [{ index, target, level: turn(value.sub(target)), cap: turn(limit.sub(target)) }];
  });
  const { levels, leftOver } = computeWaterFill(vessels, amount);
  vessels.forEach((vessel, position) => {
    values[vessel.index] = turn(levels[position] ?? vessel.level).add(vessel.target);
  });
  return leftOver;
}

function smallestBelowMinimum(
  request: AmountsRequest,
  values: readonly Decimal[],
  locked: ReadonlyMap<number, Decimal>,
): number | null {
  let found: number | null = null;
  let least = Decimal.ZERO;
  values.forEach((value, index) => {
    const limit = request.limits[index];
    if (locked.has(index) || limit === undefined) return;
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
function liftToMinimum(request: AmountsRequest, index: number, values: readonly Decimal[]): Decimal | null {
  const limit = request.limits[index];
  const group = request.groups[index];
  const value = values[index];
  if (limit === undefined || group === undefined || value === undefined) return null;
  if (!request.scale.eq(Decimal.ONE)) return null;
  const sells = value.lt(limit.start);
  const lifted = sells ? limit.start.sub(limit.minSell) : limit.start.add(limit.minBuy);
  if (lifted.lt(limit.least) || lifted.gt(limit.most)) return null;
  if (request.goal.kind !== "band") return lifted;
  const target = group.target.mul(request.total);
  const { low, high } = bandOf(group, request.total);
  const inside = lifted.gte(low) && lifted.lte(high);
  const nearer = lifted.sub(target).abs().lt(limit.start.sub(target).abs());
  return inside || nearer ? lifted : null;
}

function bandOf(group: PlanGroup | undefined, total: Decimal): { readonly low: Decimal; readonly high: Decimal } {
  const target = group?.target ?? Decimal.ZERO;
  const half = group?.half ?? Decimal.ZERO;
  return { low: Decimal.max(Decimal.ZERO, target.sub(half).mul(total)), high: target.add(half).mul(total) };
}

function startOf(request: AmountsRequest, index: number): Decimal {
  return request.limits[index]?.start ?? Decimal.ZERO;
}

function clamp(value: Decimal, low: Decimal, high: Decimal): Decimal {
  return Decimal.min(Decimal.max(value, low), high);
}
