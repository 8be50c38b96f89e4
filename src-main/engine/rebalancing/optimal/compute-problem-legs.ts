// Which markets may a plan use in which direction, and in which portions of the book?

import type { PlanMarket, PlanModel } from "#engine/rebalancing/plan-model.ts";
import { paidIn } from "#engine/rebalancing/plan-shares.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import { PORTFOLIO_UNITS } from "./plan-problem.ts";

/** More levels than this are joined into as many portions. */
const MAX_PORTIONS = 40;
/** A market whose price is so many times off the consensus is not used: no solver can reckon with it, and nobody should. */
const MAX_RATIO = 1_000;
const ROUNDING = 1e-9;
/** A share of a lot that counts as nothing. */
export const LOT_NOISE = 1e-6;
/** What an account can trade is what it holds; a little more, since markets may pay above the consensus. */
const ACCOUNT_ROOM = 1.25;

/** A part of one side of a book. Prices as value of the quote asset per value of the base asset, near one. */
export interface Portion {
  /** In units of value at the consensus price, as far as the account can use it. */
  readonly size: number;
  /** All that is there. */
  readonly offered: number;
  readonly price: number;
  /** At the limit that protects an order of this price. */
  readonly worst: number;
  /** How far a part of it may be cheaper than its average says, in units. */
  readonly blur: number;
}

export interface LegSource {
  readonly market: PlanMarket;
  readonly side: Side;
  readonly portions: readonly Portion[];
  readonly minimum: number;
  readonly cap: number;
  /** Value that the account can trade, in units. */
  readonly room: number;
  /** Largest single order; infinite where nothing limits it. */
  readonly most: number;
  readonly lot: number;
}

/** What the solver reckons with; no amount of an order is read back without being made whole lots and checked. */
export function toNumber(value: Decimal): number {
  // biome-ignore lint/plugin: a number of the solver's, never money
  return Number(value.toString());
}

/** In the order of the model's markets, buys before sales. */
export function computeProblemLegs(model: PlanModel, scale: number): readonly LegSource[] {
  const weighed = new Set(model.weighed);
  const rooms = model.free.map((balances) => {
    const values = [...balances].map(([asset, free]) =>
      weighed.has(asset) ? free.mul(model.prices.get(asset) ?? Decimal.ZERO) : Decimal.ZERO,
    );
    return Math.min(PORTFOLIO_UNITS, toNumber(Decimal.sum(values)) * scale * ACCOUNT_ROOM);
  });
  const legs: LegSource[] = [];
  // What is sold is not bought by the same account, so that only what another market is paid in can come to more than is there.
  const paid = new Set(model.markets.map((market) => `${market.accountIndex} ${market.quote}`));
  const stockOf = ({ accountIndex, base, units, basePrice }: PlanMarket) => {
    if (paid.has(`${accountIndex} ${base}`)) return Number.POSITIVE_INFINITY;
    const free = model.free[accountIndex]?.get(base);
    return free === undefined ? 0 : (toNumber(free.mul(basePrice)) * scale) / toNumber(units.sell);
  };
  for (const market of model.markets) {
    if (!weighed.has(market.base) || !weighed.has(market.quote)) continue;
    for (const side of ["buy", "sell"] as const) {
      if (!isAllowed(model, market, side)) continue;
      const stock = side === "sell" ? stockOf(market) : Number.POSITIVE_INFINITY;
      const leg = toLeg(model, market, side, scale, rooms[market.accountIndex] ?? 0, stock);
      if (leg !== null) legs.push(leg);
    }
  }
  return legs;
}

/** `stock`: units of the base that the account can sell at all. */
function toLeg(
  model: PlanModel,
  market: PlanMarket,
  side: Side,
  scale: number,
  room: number,
  stock: number,
): LegSource | null {
  const least = market.least[side];
  const most = market.most[side];
  if (least === null || most?.lt(least) === true || !market.basePrice.isPositive) return null;
  const perUnit = toNumber(market.basePrice) * scale;
  const portions = toPortions(model, market, side, perUnit, room);
  const depth = portions.reduce((sum, portion) => sum + portion.size, 0);
  const lot = toNumber(market.amountStep) * perUnit;
  const cap = Math.floor(Math.min(room, depth, stock) / lot + LOT_NOISE) * lot;
  const smallest = toNumber(least) * perUnit;
  // The book may end just where the smallest order does; numbers of the solver's may see that a hair apart.
  if (!(cap >= smallest * (1 - ROUNDING)) || !(perUnit > 0)) return null;
  const minimum = Math.min(smallest, cap);
  const largest = most === null ? Number.POSITIVE_INFINITY : toNumber(most) * perUnit;
  return { market, side, portions, minimum, cap, room, most: largest, lot };
}

function toPortions(
  model: PlanModel,
  market: PlanMarket,
  side: Side,
  perUnit: number,
  room: number,
): readonly Portion[] {
  const rate = toNumber(market.quotePrice) / toNumber(market.basePrice);
  const best = toNumber(market.best[side]) * rate;
  if (!(best >= 1 / MAX_RATIO && best <= MAX_RATIO)) return [];
  const tick = toNumber(market.priceStep) * rate;
  const parts: Portion[] = [];
  let reached = 0;
  for (const { price, size } of market.levels[side]) {
    if (reached >= room) break;
    const offered = toNumber(size) * perUnit;
    const value = Math.min(offered, room - reached);
    reached += value;
    const own = toNumber(price) * rate;
    // The limit lies on the tick, at most one nearer than the tolerance: funded by the better of it is a bound for every plan.
    const limit = own * toNumber(model.slipped[side]);
    const worst = side === "buy" ? Math.max(own, limit - tick) : Math.min(own, limit + tick);
    parts.push({ size: value, offered, price: own, worst, blur: 0 });
  }
  // By the whole book, so that accounts that share it have the same portions.
  const each = Math.ceil(market.levels[side].length / MAX_PORTIONS);
  if (each <= 1) return parts;
  const joined: Portion[] = [];
  for (let first = 0; first < parts.length; first += each) joined.push(join(parts.slice(first, first + each)));
  return joined;
}

function join(parts: readonly Portion[]): Portion {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const mean = (pick: (part: Portion) => number) => parts.reduce((sum, part) => sum + part.size * pick(part), 0) / size;
  const prices = parts.map((part) => part.price);
  // A chord of a convex curve lies above it by at most a quarter of the range of slopes times its length.
  const blur = ((Math.max(...prices) - Math.min(...prices)) * size) / 4;
  const offered = parts.reduce((sum, part) => sum + part.offered, 0);
  return { size, offered, price: mean((part) => part.price), worst: mean((part) => part.worst), blur };
}

function isAllowed(model: PlanModel, market: PlanMarket, side: Side): boolean {
  const { policy } = model;
  const gives = paidIn(market, side);
  const gets = side === "buy" ? market.base : market.quote;
  if (policy.neverSell.includes(gives) || policy.neverBuy.includes(gets)) return false;
  if (policy.allowedQuotes !== undefined && !policy.allowedQuotes.includes(market.quote)) return false;
  const isCash = (asset: Asset) => model.cash.includes(asset);
  switch (policy.goal) {
    case "target":
    case "bandEdge":
      return true;
    case "cashFlow":
      return isCash(gives);
    case "raiseCash":
      return side === "sell" && !isCash(market.base) && (gets === policy.raise?.asset || !isCash(gets));
    case "liquidate":
      return side === "sell" && isLiquidating(model, market);
  }
}

/** The coin itself against cash; where its account has no such market, over another coin that is sold in turn. */
function isLiquidating(model: PlanModel, market: PlanMarket): boolean {
  const { liquidate } = model.policy;
  if (liquidate === undefined) return false;
  const own = model.markets.filter(
    (other) => other.accountIndex === market.accountIndex && other.base === liquidate && other.least.sell !== null,
  );
  const direct = own.some((other) => model.cash.includes(other.quote));
  if (direct) return market.base === liquidate && model.cash.includes(market.quote);
  if (market.base === liquidate) return true;
  return own.some((other) => other.quote === market.base) && model.cash.includes(market.quote);
}
