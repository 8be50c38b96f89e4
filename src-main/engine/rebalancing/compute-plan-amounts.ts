// Which value should each target have in the end? The least change that brings all weights into their bands, cash included.
import { Decimal } from "#shared/domain/decimal.ts";
import { type Basin, computeBasin, computeWaterFill, type Vessel } from "./compute-water-fill.ts";
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
  /** Of each group, by {@link computeBands} of the same total. */
  readonly bands: readonly Band[];
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
export interface Band {
  readonly target: Decimal;
  readonly low: Decimal;
  readonly high: Decimal;
}

/**
 * A request while it is solved. Assets come first, cash last; cash is in the bands only. One asset after the other is locked,
 * and only what that changes is worked out again.
 */
interface Solving {
  readonly request: AmountsRequest;
  /** What each asset would become if cash did not matter; where it is locked, that value. */
  readonly wishes: Decimal[];
  /** How much of its change is too small for an order, were the wish granted as it is; null where none is. */
  readonly small: (Decimal | null)[];
  readonly locked: boolean[];
  /** Of all wishes. */
  sum: Decimal;
  /** Room of all assets, once it was asked for. */
  basin: Basin | null;
  /** Which way that room was asked for. */
  basinDown: boolean;
}

export function computePlanAmounts(request: AmountsRequest): Amounts {
  const { bands } = request;
  const wishes = request.limits.map((limit, index) => wish(request, bands[index], limit, index));
  const small = wishes.map((value, index) => smallChange(request, index, scaled(request, index, value)));
  const locked = wishes.map(() => false);
  const solving: Solving = {
    request,
    wishes,
    small,
    locked,
    sum: Decimal.sum(wishes),
    basin: null,
    basinDown: false,
  };
  const tooSmall = new Set<number>();
  for (;;) {
    const poured = pourCash(solving);
    const index = smallestBelowMinimum(solving, poured);
    if (index === null) return { values: valuesOf(solving, poured), tooSmall };
    const lifted = liftToMinimum(solving, index, poured.get(index) ?? wishes[index]);
    if (lifted === null) tooSmall.add(index);
    lock(solving, index, lifted ?? startOf(request, index));
  }
}

function lock(solving: Solving, index: number, value: Decimal): void {
  solving.sum = solving.sum.sub(solving.wishes[index] ?? Decimal.ZERO).add(value);
  solving.wishes[index] = value;
  solving.small[index] = null;
  solving.locked[index] = true;
}

/** Values by asset where what cash needs or has too much of changed the wish. */
type Poured = ReadonlyMap<number, Decimal>;

function valuesOf({ request, wishes, locked }: Solving, poured: Poured): readonly Decimal[] {
  return wishes.map((value, index) => (locked[index] ? value : scaled(request, index, poured.get(index) ?? value)));
}

/** The share of a change that budgets allow. */
function scaled(request: AmountsRequest, index: number, value: Decimal): Decimal {
  if (request.scale === Decimal.ONE) return value;
  const start = startOf(request, index);
  return start.add(value.sub(start).mul(request.scale));
}

/** Target and edges of each group's band in a portfolio of this value. */
export function computeBands(groups: readonly PlanGroup[], total: Decimal): readonly Band[] {
  return groups.map(({ target, half }) => {
    const wide = half.mul(total);
    const middle = target.mul(total);
    return { target: middle, low: Decimal.max(Decimal.ZERO, middle.sub(wide)), high: middle.add(wide) };
  });
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

function pourCash(solving: Solving): Poured {
  const poured = new Map<number, Decimal>();
  const { goal } = solving.request;
  if (goal.kind === "band") balanceCash(solving, poured);
  if (goal.kind === "raise") raiseCash(solving, poured, goal.value);
  return poured;
}

/** Sells what is highest against its target of the rest first, until so much cash is there. */
function raiseCash(solving: Solving, poured: Map<number, Decimal>, wanted: Decimal): void {
  const { groups, limits, total } = solving.request;
  const sold = Decimal.sum(limits.map((limit) => limit.start)).sub(solving.sum);
  const rest = total.sub(wanted);
  const targetOf = (index: number) => (groups[index]?.target ?? Decimal.ZERO).mul(rest);
  solving.basin ??= basinOf(solving, poured, targetOf, true, (limit) => limit.least);
  pour(solving, poured, solving.basin, wanted.sub(sold), targetOf, true);
}

/** Where cash lies outside its band, the assets give or take what it needs: first inside their bands, then by trading less. */
function balanceCash(solving: Solving, poured: Map<number, Decimal>): void {
  const { request } = solving;
  const { bands } = request;
  const band = bands[bands.length - 1];
  if (band === undefined) return;
  const floor = Decimal.max(band.low, request.cashFloor);
  const ceiling = Decimal.max(band.high, floor);
  const cash = request.total.sub(solving.sum);
  const down = cash.lt(floor);
  if (!down && cash.lte(ceiling)) return;
  const targetOf = (index: number) => bands[index]?.target ?? Decimal.ZERO;
  // Locking moves cash; it may pass from one side of its band to the other, and then the room is another.
  solving.basin = solving.basinDown === down ? solving.basin : null;
  solving.basinDown = down;
  solving.basin ??= basinOf(solving, poured, targetOf, down, (limit, own) =>
    down ? Decimal.max(own.low, limit.least) : Decimal.min(own.high, limit.most),
  );
  const left = pour(solving, poured, solving.basin, down ? floor.sub(cash) : cash.sub(ceiling), targetOf, down);
  if (!left.isPositive) return;
  const untraded = basinOf(solving, poured, targetOf, down, (limit, _, value) =>
    (down ? value.gt(limit.start) : value.lt(limit.start)) ? limit.start : null,
  );
  pour(solving, poured, untraded, left, targetOf, down);
}

/** How far each asset that is not locked may be moved against its target; `limitOf` says up to which value (null: not at all). */
function basinOf(
  { request, wishes, locked }: Solving,
  poured: Poured,
  targetOf: (index: number) => Decimal,
  down: boolean,
  limitOf: (limit: AmountLimits, band: Band, value: Decimal) => Decimal | null,
): Basin {
  const vessels: Vessel[] = [];
  request.limits.forEach((limit, index) => {
    const band = request.bands[index];
    const value = poured.get(index) ?? wishes[index];
    if (locked[index] || band === undefined || value === undefined) return;
    const end = limitOf(limit, band, value);
    if (end === null) return;
    const target = targetOf(index);
    vessels.push({ index, level: turned(value.sub(target), down), cap: turned(end.sub(target), down) });
  });
  return computeBasin(vessels);
}

/** Moves what is lowest (down: highest) against its target first. Returns what found no room. */
function pour(
  { locked }: Solving,
  poured: Map<number, Decimal>,
  basin: Basin,
  amount: Decimal,
  targetOf: (index: number) => Decimal,
  down: boolean,
): Decimal {
  const { raised, leftOver } = computeWaterFill(basin, amount, locked);
  for (const { index, level } of raised) poured.set(index, turned(level, down).add(targetOf(index)));
  return leftOver;
}

/** Lowering is filling upside down. */
function turned(value: Decimal, down: boolean): Decimal {
  return down ? value.neg() : value;
}

/** Size of the change from the start to this value, where it is smaller than an order may be. */
function smallChange({ limits }: AmountsRequest, index: number, value: Decimal): Decimal | null {
  const limit = limits[index];
  if (limit === undefined) return null;
  const change = value.sub(limit.start);
  const size = change.abs();
  return size.isZero || size.gte(change.isNegative ? limit.minSell : limit.minBuy) ? null : size;
}

function smallestBelowMinimum({ request, small }: Solving, poured: Poured): number | null {
  let found: number | null = null;
  let least: Decimal | null = null;
  for (let index = 0; index < small.length; index += 1) {
    const value = poured.get(index);
    const size = value === undefined ? small[index] : smallChange(request, index, scaled(request, index, value));
    if (size === null || size === undefined || (least !== null && size.gte(least))) continue;
    found = index;
    least = size;
  }
  return found;
}

/** The smallest order, where it ends inside the band or at least nearer to the target than doing nothing. */
function liftToMinimum({ request }: Solving, index: number, value: Decimal | undefined): Decimal | null {
  const limit = request.limits[index];
  const band = request.bands[index];
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

function startOf(request: AmountsRequest, index: number): Decimal {
  return request.limits[index]?.start ?? Decimal.ZERO;
}

function clamp(value: Decimal, low: Decimal, high: Decimal): Decimal {
  const raised = value.lt(low) ? low : value;
  return raised.gt(high) ? high : raised;
}
