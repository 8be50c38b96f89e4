// Does an order keep its market's filters? The first broken one is named by a code.
import { Decimal } from "#shared/domain/decimal.ts";
import type { OrderKind } from "#shared/domain/order.ts";
import type { MarketRule } from "./market-rules.ts";

export type RejectCode =
  | "UNKNOWN_SYMBOL"
  | "MARKET_OFFLINE"
  | "NO_BOOK"
  | "BAD_NUMBER"
  | "PRICE_MISSING"
  | "PRICE_NOT_ALLOWED"
  | "PRICE_TICK"
  | "LOT_STEP"
  | "AMOUNT_MIN"
  | "AMOUNT_MAX"
  | "COST_MIN"
  | "COST_MAX"
  | "POST_ONLY_WOULD_CROSS"
  | "INSUFFICIENT_FUNDS"
  | "DUPLICATE_CLIENT_ID"
  | "REQUEST_EXPIRED";

export interface Rejection {
  readonly code: RejectCode;
  readonly message: string;
}

export interface OrderTerms {
  readonly kind: OrderKind;
  readonly quantity: Decimal;
  readonly limitPrice: Decimal | null;
}

/** Reads quantity and limit price; null when one is no number greater than zero. */
export function readTerms(request: {
  readonly kind: OrderKind;
  readonly quantity: string;
  readonly limitPrice: string | null;
}): OrderTerms | null {
  const quantity = Decimal.tryParse(request.quantity);
  const limitPrice = request.limitPrice === null ? null : Decimal.tryParse(request.limitPrice);
  if (quantity === undefined || limitPrice === undefined) return null;
  if (!quantity.isPositive || (limitPrice !== null && !limitPrice.isPositive)) return null;
  return { kind: request.kind, quantity, limitPrice };
}

/** Checks everything that needs no book and no balance. */
export function checkFilters(market: MarketRule, terms: OrderTerms): Rejection | null {
  const { kind, quantity, limitPrice } = terms;
  const closed = checkStatus(market, kind);
  if (closed !== null) return closed;
  if (kind === "market" && limitPrice !== null)
    return { code: "PRICE_NOT_ALLOWED", message: "A market order has no limit price" };
  if (kind !== "market" && limitPrice === null)
    return { code: "PRICE_MISSING", message: `A ${kind} order needs a limit price` };
  if (!quantity.isMultipleOf(market.amountStep))
    return { code: "LOT_STEP", message: `Quantity ${quantity} is not a multiple of ${market.amountStep}` };
  if (market.amountMin !== null && quantity.lt(market.amountMin))
    return { code: "AMOUNT_MIN", message: `Quantity ${quantity} is below ${market.amountMin}` };
  if (market.amountMax !== null && quantity.gt(market.amountMax))
    return { code: "AMOUNT_MAX", message: `Quantity ${quantity} is above ${market.amountMax}` };
  if (limitPrice === null) return null;
  if (!limitPrice.isMultipleOf(market.priceStep))
    return { code: "PRICE_TICK", message: `Price ${limitPrice} is not a multiple of ${market.priceStep}` };
  return checkCost(market, quantity.mul(limitPrice));
}

/** Checks quantity x price against the least and greatest cost. */
export function checkCost(market: MarketRule, cost: Decimal): Rejection | null {
  if (market.costMin !== null && cost.lt(market.costMin))
    return { code: "COST_MIN", message: `Cost ${cost} ${market.quote} is below ${market.costMin}` };
  if (market.costMax !== null && cost.gt(market.costMax))
    return { code: "COST_MAX", message: `Cost ${cost} ${market.quote} is above ${market.costMax}` };
  return null;
}

function checkStatus(market: MarketRule, kind: OrderKind): Rejection | null {
  const takes =
    market.status === "online" ||
    (market.status === "limitOnly" && kind !== "market") ||
    (market.status === "postOnly" && kind === "postOnly");
  return takes
    ? null
    : { code: "MARKET_OFFLINE", message: `${market.symbol} is ${market.status} and takes no ${kind} order` };
}
