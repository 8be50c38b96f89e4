// How does an order go out to Binance? Raw parameters: what we hold is what is sent.
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import type { ListedMarket } from "#exchanges/shared/market-list.ts";
import type { Params } from "#exchanges/shared/route.ts";

const TYPES = { limit: "LIMIT", limitIoc: "LIMIT", postOnly: "LIMIT_MAKER", market: "MARKET" } as const;
const TIMES = { limit: { timeInForce: "GTC" }, limitIoc: { timeInForce: "IOC" }, postOnly: {}, market: {} } as const;

export function orderParams(request: OrderRequest, market: ListedMarket): Params {
  const { kind, quoteAmount } = request;
  return {
    symbol: market.id,
    side: request.side === "buy" ? "BUY" : "SELL",
    type: TYPES[kind],
    ...TIMES[kind],
    ...(quoteAmount === undefined ? { quantity: request.quantity } : { quoteOrderQty: quoteAmount }),
    ...(request.limitPrice === null ? {} : { price: request.limitPrice }),
    newClientOrderId: request.clientOrderId,
    newOrderRespType: "FULL",
  };
}
