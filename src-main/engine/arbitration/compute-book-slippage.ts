// How much worse than its best price does an order of this size fill?
import { depthOf, type Level, nextLevel, walkLevels } from "#engine/rebalancing/compute-book-walk.ts";
import { toNumber } from "#engine/targets/compute-exact-shares.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { OrderBook } from "#shared/domain/quote.ts";

const SCALE = 18;
const BP = 10_000;

/**
 * Mean price of `quantity` against the best one, in basis points, 0 or more; and how much of it the book holds. Null for an empty side.
 */
export function computeBookSlippage(
  levels: OrderBook["bids"],
  quantity: DecimalString,
): { readonly slippageBp: number; readonly quantity: DecimalString } | null {
  const read = levels.reduce<Level[]>((all, [price, size]) => {
    all.push(nextLevel(all, Decimal.parse(price), Decimal.parse(size)));
    return all;
  }, []);
  const [best] = read;
  if (best === undefined || !depthOf(read).isPositive) return null;
  const walk = walkLevels(read, Decimal.ZERO, Decimal.parse(quantity));
  if (!walk.quantity.isPositive) return { slippageBp: 0, quantity: "0" as DecimalString };
  const mean = walk.notional.div(walk.quantity, SCALE, "halfEven");
  const worse = mean.sub(best.price).abs().div(best.price, SCALE, "halfEven");
  return { slippageBp: toNumber(worse) * BP, quantity: walk.quantity.toString() };
}
