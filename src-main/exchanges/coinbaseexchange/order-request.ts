// How is an order written for Coinbase Exchange? Sizes go out as the exact texts of the request.
// Source: resources/docs/exchanges.md sections 3 and 4, ccxt 4.5.84 `createOrder` (2026-11-26). Raw fields, because the library's own
// words are sent as they are and wrong (trap 14: `timeInForce: "PO"`).
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import type { Params } from "#exchanges/shared/route.ts";

export function orderParams(request: OrderRequest, productId: string): Params {
  const { clientOrderId, side, kind, quantity, limitPrice, quoteAmount } = request;
  const common = { client_oid: clientOrderId, product_id: productId, side };
  if (kind === "market")
    return { ...common, type: "market", ...(quoteAmount === undefined ? { size: quantity } : { funds: quoteAmount }) };
  const limit = { ...common, type: "limit", size: quantity, price: limitPrice ?? "" };
  if (kind === "limitIoc") return { ...limit, time_in_force: "IOC" };
  // `post_only` is refused beside IOC and FOK, and means nothing false.
  return { ...limit, time_in_force: "GTC", ...(kind === "postOnly" ? { post_only: true } : {}) };
}
