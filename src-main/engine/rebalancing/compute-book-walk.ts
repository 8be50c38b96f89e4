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

/**
 * Levels that an order can reach whose limit lies at most `slippage` beyond its average price. The average is never better
 * than the best price, so the bound is that of the best price, on the tick.
 */
export function reachableLevels(
  levels: readonly Level[],
  side: Side,
  slippage: Decimal,
  priceStep: Decimal,
): readonly Level[] {
  const best = levels[0];
  if (best === undefined) return [];
  const bound = protectiveLimit(best.price, Decimal.ONE, side, slippage, priceStep);
  return levels.filter((level) => (side === "buy" ? level.price.lte(bound) : level.price.gte(bound)));
}

/** Limit at most `slippage` beyond notional / quantity: down to the tick for a buy, up for a sale. */
export function protectiveLimit(
  notional: Decimal,
  quantity: Decimal,
  side: Side,
  slippage: Decimal,
  priceStep: Decimal,
): Decimal {
  const factor = side === "buy" ? Decimal.ONE.add(slippage) : Decimal.ONE.sub(slippage);
  const ticks = notional.mul(factor).div(quantity.mul(priceStep), 0, side === "buy" ? "floor" : "ceil");
  return ticks.mul(priceStep);
}

export function freshDepth(levels: readonly Level[]): Depth {
  return { levels, left: levels.map((level) => level.size) };
}

/** Takes `quantity` out of the depth, best level first; less where the book ends. */
export function takeDepth(depth: Depth, quantity: Decimal): Walk {
  let rest = quantity;
  let notional = Decimal.ZERO;
  for (let index = 0; index < depth.levels.length && rest.isPositive; index += 1) {
    const level = depth.levels[index];
    const left = depth.left[index];
    if (level === undefined || left === undefined || !left.isPositive) continue;
    const part = Decimal.min(left, rest);
    depth.left[index] = left.sub(part);
    rest = rest.sub(part);
    notional = notional.add(part.mul(level.price));
  }
  return { quantity: quantity.sub(rest), notional };
}

export function copyDepth(depth: Depth): Depth {
  return { levels: depth.levels, left: [...depth.left] };
}
