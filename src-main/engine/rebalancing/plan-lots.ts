// How small and how large may one order of this market be, in whole lots?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Side } from "#shared/domain/order.ts";
import type { OrderRules, PlanMarket } from "./plan-model.ts";

const COST_PLACES = 24;

type Filters = Pick<
  PlanMarket,
  "levels" | "best" | "quotePrice" | "priceStep" | "amountStep" | "amountMin" | "amountMax" | "costMin" | "costMax"
>;

/** `limit`: of an order at the best price. Smallest quantity that keeps the market's least amount and cost and the minimum trade, at the best price; null where there is no depth. */
export function minimumQuantity(rules: OrderRules, market: Filters, side: Side, limit: Decimal): Decimal | null {
  const best = market.levels[side][0]?.price;
  if (best === undefined) return null;
  if (!limit.isPositive || !market.quotePrice.isPositive) return null;
  let lots = Decimal.ONE;
  if (market.amountMin !== null) lots = Decimal.max(lots, lotsOf(market.amountMin, market.amountStep));
  if (market.costMin !== null) lots = Decimal.max(lots, lotsOf(market.costMin, limit.mul(market.amountStep)));
  if (rules.minTrade.isPositive)
    lots = Decimal.max(lots, lotsOf(rules.minTrade, best.mul(market.quotePrice).mul(market.amountStep)));
  return lots.mul(market.amountStep);
}

/** Largest quantity of one order: the market's own limits and the order cap; null where nothing limits it. */
export function maximumQuantity(rules: OrderRules, market: Filters, side: Side): Decimal | null {
  if (market.amountMax === null && market.costMax === null && rules.orderCap === null) return null;
  const best = market.best[side];
  // A buy's limit may lie above the whole reachable book by the tolerance once more.
  const highest = side === "buy" ? (market.levels.buy.at(-1)?.price ?? best).mul(rules.slipped.buy) : best;
  const caps: Decimal[] = [];
  if (market.amountMax !== null) caps.push(market.amountMax);
  if (market.costMax !== null) caps.push(market.costMax.div(highest, COST_PLACES, "down"));
  if (rules.orderCap !== null) caps.push(rules.orderCap.div(highest.mul(market.quotePrice), COST_PLACES, "down"));
  const [first, ...rest] = caps;
  return first === undefined ? null : Decimal.min(first, ...rest).roundToStep(market.amountStep, "down");
}

/** Equal parts of at most `most`, the larger ones first, that sum to the quantity. */
export function splitQuantity(quantity: Decimal, most: Decimal | null, step: Decimal): readonly Decimal[] {
  if (most === null || quantity.lte(most)) return [quantity];
  const parts = quantity.div(most, 0, "ceil").coefficient;
  const lots = quantity.div(step, 0, "down").coefficient;
  const each = lots / parts;
  const larger = lots % parts;
  const sizes: Decimal[] = [];
  for (let part = 0n; part < parts; part += 1n) sizes.push(Decimal.of(part < larger ? each + 1n : each, 0).mul(step));
  return sizes;
}

function lotsOf(amount: Decimal, perLot: Decimal): Decimal {
  return amount.div(perLot, 0, "ceil");
}
