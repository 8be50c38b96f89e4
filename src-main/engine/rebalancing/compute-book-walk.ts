// What does an order of this size cost in this book, and which limit protects it?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Side } from "#shared/domain/order.ts";

export interface Level {
  readonly price: Decimal;
  readonly size: Decimal;
}

/** One side of one market's book, cut to what a protected order can reach, with what earlier legs left of each level. */
export interface Depth {
  readonly levels: readonly Level[];
  readonly left: Decimal[];
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

export function freshDepth(levels: readonly Level[]): Depth {
  return { levels, left: levels.map((level) => level.size) };
}

/** What taking `quantity` would give, best level first; less where the book ends. */
export function walkDepth(depth: Depth, quantity: Decimal): Walk {
  return walk(depth, quantity, false);
}

/** Takes `quantity` out of the depth. */
export function takeDepth(depth: Depth, quantity: Decimal): Walk {
  return walk(depth, quantity, true);
}

function walk(depth: Depth, quantity: Decimal, take: boolean): Walk {
  let rest = quantity;
  let notional = Decimal.ZERO;
  for (let index = 0; index < depth.levels.length && rest.isPositive; index += 1) {
    const level = depth.levels[index];
    const left = depth.left[index];
    if (level === undefined || left === undefined || !left.isPositive) continue;
    const part = left.lt(rest) ? left : rest;
    if (take) depth.left[index] = left.sub(part);
    rest = rest.sub(part);
    notional = notional.add(part.mul(level.price));
  }
  return { quantity: quantity.sub(rest), notional };
}

export function copyDepth(depth: Depth): Depth {
  return { levels: depth.levels, left: [...depth.left] };
}
