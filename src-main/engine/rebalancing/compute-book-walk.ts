// What does an order of this size cost in this book, and which limit protects it?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Side } from "#shared/domain/order.ts";

/** One price of a book's side, with the size of it and all better ones. */
export interface Level {
  readonly price: Decimal;
  readonly size: Decimal;
  readonly sizeSum: Decimal;
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
  return { price, size, sizeSum: levels.at(-1)?.sizeSum.add(size) ?? size };
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

/** What the first `amount` of the book costs; never more than is there. */
function notionalUpTo(levels: readonly Level[], amount: Decimal): Decimal {
  let before = Decimal.ZERO;
  let notional = Decimal.ZERO;
  for (const { price, size, sizeSum } of levels) {
    if (sizeSum.gte(amount)) return notional.add(amount.sub(before).mul(price));
    notional = notional.add(size.mul(price));
    before = sizeSum;
  }
  return notional;
}
