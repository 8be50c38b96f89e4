// What does an order of this size cost in this book, and which limit protects it?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Side } from "#shared/domain/order.ts";

/** One price of a book's side, with the sums over it and all better ones, so that no walk goes over them again. */
export interface Level {
  readonly price: Decimal;
  readonly size: Decimal;
  readonly sizeSum: Decimal;
  readonly notionalSum: Decimal;
}

export interface Walk {
  readonly quantity: Decimal;
  /** Sum of price x size over the levels taken, in the quote asset. */
  readonly notional: Decimal;
}

/** How far a limit may lie beyond a price, as a factor by side: 1 + tolerance for a buy, 1 - tolerance for a sale. */
export type Slipped = Readonly<Record<Side, Decimal>>;

export function slippedBy(tolerance: Decimal): Slipped {
  return { buy: Decimal.ONE.add(tolerance), sell: Decimal.ONE.sub(tolerance) };
}

/** Limit within the tolerance of notional / quantity: down to the tick for a buy, up for a sale. */
export function protectiveLimit(
  notional: Decimal,
  quantity: Decimal,
  side: Side,
  slipped: Slipped,
  priceStep: Decimal,
): Decimal {
  const ticks = notional.mul(slipped[side]).div(quantity.mul(priceStep), 0, side === "buy" ? "floor" : "ceil");
  return ticks.mul(priceStep);
}

/** The level that follows the last of `levels`. */
export function nextLevel(levels: readonly Level[], price: Decimal, size: Decimal): Level {
  const last = levels.at(-1);
  const notional = price.mul(size);
  return last === undefined
    ? { price, size, sizeSum: size, notionalSum: notional }
    : { price, size, sizeSum: last.sizeSum.add(size), notionalSum: last.notionalSum.add(notional) };
}

/** All that the levels offer. */
export function depthOf(levels: readonly Level[]): Decimal {
  return levels.at(-1)?.sizeSum ?? Decimal.ZERO;
}

/** What `quantity` gives, best level first, where `taken` is gone already; less where the book ends. */
export function walkLevels(levels: readonly Level[], taken: Decimal, quantity: Decimal): Walk {
  const all = depthOf(levels);
  const wanted = taken.isZero ? quantity : taken.add(quantity);
  const end = wanted.lt(all) ? wanted : all;
  if (taken.isZero) return { quantity: end, notional: notionalUpTo(levels, end) };
  return { quantity: end.sub(taken), notional: notionalUpTo(levels, end).sub(notionalUpTo(levels, taken)) };
}

/** The level in which this much is reached; the last one where the book ends before. */
export function levelAt(levels: readonly Level[], amount: Decimal): Level | undefined {
  for (const level of levels) if (level.sizeSum.gte(amount)) return level;
  return levels.at(-1);
}

/** What the first `amount` of the book costs; never more than is there. */
function notionalUpTo(levels: readonly Level[], amount: Decimal): Decimal {
  const [first] = levels;
  if (first === undefined) return Decimal.ZERO;
  if (first.sizeSum.gte(amount)) return amount.mul(first.price);
  let before = first;
  for (const level of levels) {
    if (level.sizeSum.gte(amount)) return before.notionalSum.add(amount.sub(before.sizeSum).mul(level.price));
    before = level;
  }
  return before.notionalSum;
}
