// Which totals can one market take, and what does each of them do to the holdings? Part of the enumeration of plans.
import { ensure } from "#shared/domain/assert.ts";
import type { Side } from "#shared/domain/order.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { ONE, over, scaled, textOf, times } from "./whole-units.ts";

/** Amounts are in 1e-24; assets, accounts are positions. */
export interface MarketSide {
  readonly input: PlannerInput;
  readonly instrument: PlannerInput["instruments"][number];
  readonly account: number;
  readonly side: Side;
  readonly base: number;
  readonly quote: number;
  /** -1 where the fee is in no third coin. */
  readonly feeCoin: number;
  readonly prices: readonly bigint[];
  readonly free: readonly bigint[];
  /** Value of all that is weighed. */
  readonly total: bigint;
}

interface Move {
  readonly asset: number;
  /** At the prices of the book, and at the limit. */
  readonly expected: bigint;
  readonly worst: bigint;
  /** Of the expected amount. */
  readonly value: bigint;
}

/** Orders of one market side that together trade this total. */
export interface TotalOrder {
  readonly name: string;
  readonly account: number;
  readonly side: Side;
  /** The asset that is given, and the one that comes. */
  readonly pays: number;
  readonly gets: number;
  /** Of the quantity, at the consensus price of the base asset. */
  readonly worth: bigint;
  readonly moves: readonly Move[];
  /** What must be free beyond the worst price of the smallest order: a fee that is held but paid elsewhere. */
  readonly headroom: bigint;
  readonly cost: bigint;
  readonly turnover: bigint;
}

interface Child {
  readonly quantity: bigint;
  readonly notional: bigint;
  readonly worst: bigint;
}

const MOST_ORDERS = 12n;

/** Every total of whole lots that orders of this side can legally trade, smallest first. */
export function orderTotals(market: MarketSide): readonly TotalOrder[] {
  const step = scaled(market.instrument.amountStep);
  const levels = reachableLevels(market);
  const depth = levels.reduce<bigint | null>(
    (sum, { size }) => (size === null || sum === null ? null : sum + size),
    0n,
  );
  const best = ensure(levels[0]?.price ?? ONE, "best price");
  const { instruments } = market.input;
  const canBuyFirst = instruments.some(({ quote }) => quote === market.instrument.base);
  const found: TotalOrder[] = [];
  for (let lots = 1n; ; lots += 1n) {
    const quantity = lots * step;
    if (depth !== null && quantity > depth) return found;
    if (market.side === "sell" && !canBuyFirst && quantity > ensure(market.free[market.base], "free base"))
      return found;
    // No plan trades more than the whole portfolio is worth.
    if (quantity * best * ensure(market.prices[market.quote], "price") > market.total * ONE * ONE) return found;
    const children = splitLegally(market, levels, lots, step);
    if (children !== null) found.push(describeTotal(market, quantity, children));
  }
}

interface BookLevel {
  readonly price: bigint;
  /** Null without end. */
  readonly size: bigint | null;
}

/** Levels at least as good as the protective limit of an order at the best price. */
function reachableLevels({ instrument, side, input }: MarketSide): readonly BookLevel[] {
  const { book } = instrument;
  const own = side === "buy" ? book?.asks : book?.bids;
  const all: readonly BookLevel[] =
    own === undefined
      ? [{ price: scaled(side === "buy" ? instrument.ask : instrument.bid), size: null }]
      : own.map(([price, size]) => ({ price: scaled(price), size: scaled(size) }));
  const best = all[0]?.price;
  if (best === undefined) return [];
  const bound = limitOf(best, ONE, side, input.policy.slippageTolerance, instrument.priceStep);
  return all.filter(({ price }) => (side === "buy" ? price <= bound : price >= bound));
}

/** notional / quantity, moved by the tolerance and rounded to the tick on the safe side. */
function limitOf(notional: bigint, quantity: bigint, side: Side, tolerance: string, priceStep: string): bigint {
  const step = scaled(priceStep);
  const factor = side === "buy" ? ONE + scaled(tolerance) : ONE - scaled(tolerance);
  const [dividend, divisor] = [notional * factor, quantity * step];
  const ticks = side === "buy" ? dividend / divisor : (dividend + divisor - 1n) / divisor;
  return ticks * step;
}

/** As few orders as keep all filters, in equal parts, the larger ones first; null where no split does. */
function splitLegally(
  market: MarketSide,
  levels: readonly BookLevel[],
  lots: bigint,
  step: bigint,
): readonly Child[] | null {
  for (let parts = 1n; parts <= MOST_ORDERS && parts <= lots; parts += 1n) {
    const children: Child[] = [];
    let taken = 0n;
    for (let part = 0n; part < parts; part += 1n) {
      const quantity = (lots / parts + (part < lots % parts ? 1n : 0n)) * step;
      const child = legalOrder(market, levels, taken, quantity);
      if (child === null) break;
      children.push(child);
      taken += quantity;
    }
    if (BigInt(children.length) === parts) return children;
  }
  return null;
}

function legalOrder(market: MarketSide, levels: readonly BookLevel[], taken: bigint, quantity: bigint): Child | null {
  const { instrument, input, side } = market;
  const notional = walk(levels, taken, quantity);
  const limit = limitOf(notional, quantity, side, input.policy.slippageTolerance, instrument.priceStep);
  if (limit <= 0n) return null;
  const worst = times(quantity, limit);
  const price = ensure(market.prices[market.quote], "price of the quote asset");
  const { amountMin, amountMax, costMin, costMax } = instrument;
  if (amountMin !== null && quantity < scaled(amountMin)) return null;
  if (amountMax !== null && quantity > scaled(amountMax)) return null;
  if (costMin !== null && worst < scaled(costMin)) return null;
  if (costMax !== null && worst > scaled(costMax)) return null;
  if (times(notional, price) < scaled(input.policy.minTradeValue)) return null;
  const cap = input.policy.maxOrderFraction;
  const most = worst > notional ? worst : notional;
  if (cap !== undefined && most * price > scaled(cap) * market.total) return null;
  return { quantity, notional, worst };
}

/** Price x size over the levels that lie between `taken` and `taken` + `quantity`. */
function walk(levels: readonly BookLevel[], taken: bigint, quantity: bigint): bigint {
  let skip = taken;
  let left = quantity;
  let notional = 0n;
  for (const { price, size } of levels) {
    const free = size === null ? left : size > skip ? size - skip : 0n;
    skip = size === null || size > skip ? 0n : skip - size;
    const part = free < left ? free : left;
    left -= part;
    notional += times(part, price);
  }
  if (left > 0n) throw new Error("the book ended before the order did");
  return notional;
}

function describeTotal(market: MarketSide, quantity: bigint, children: readonly Child[]): TotalOrder {
  const { input, instrument, side, base, quote, prices } = market;
  const { id, fees } = ensure(input.accounts[market.account], "account");
  const rate = scaled(fees.taker);
  const sum = (amount: (child: Child) => bigint) => children.reduce((all, child) => all + amount(child), 0n);
  const notional = sum((child) => child.notional);
  const worst = sum((child) => child.worst);
  const inBase = fees.feeAsset === "base" || (fees.feeAsset === "received" && side === "buy");
  const inCoin = !inBase && paysInCoin(market);
  const inQuote = !inBase && !inCoin;
  const sign = side === "buy" ? 1n : -1n;
  const move = (asset: number, expected: bigint, worstAmount = expected): Move => ({
    asset,
    expected,
    worst: worstAmount,
    value: times(expected, ensure(prices[asset], "price")),
  });
  const feeOf = (amount: bigint) => (inQuote ? times(amount, rate) : 0n);
  const moves = [
    move(base, sign * quantity - (inBase ? times(quantity, rate) : 0n)),
    move(quote, -sign * notional - feeOf(notional), -sign * worst - feeOf(worst)),
  ];
  if (inCoin) {
    const value = times(times(notional, rate), ensure(prices[quote], "price"));
    moves.push(move(market.feeCoin, -over(value, ensure(prices[market.feeCoin], "price"))));
  }
  const smallest = children.reduce((least, child) => (child.worst < least ? child.worst : least), worst);
  return {
    name: `${id} ${side} ${textOf(quantity)} ${instrument.symbol}`,
    account: market.account,
    side,
    pays: side === "buy" ? quote : base,
    gets: side === "buy" ? base : quote,
    worth: times(quantity, ensure(prices[base], "price")),
    moves,
    headroom: inCoin && side === "buy" ? times(smallest, rate) : 0n,
    cost: -moves.reduce((all, { value }) => all + value, 0n),
    turnover: times(notional, ensure(prices[quote], "price")),
  };
}

/** The enumeration counts a third coin's fee only where there is none of it or more than any plan needs. */
function paysInCoin({ feeCoin, free, prices, total }: MarketSide): boolean {
  if (feeCoin < 0) return false;
  const held = ensure(free[feeCoin], "free fee coin");
  if (held === 0n) return false;
  if (times(held, ensure(prices[feeCoin], "price")) * 5n < total)
    throw new Error("too little of the fee coin to count");
  return true;
}
