// How is an order written for Coinbase? Sizes go out as the exact texts of the request.
// Source: docs.cdp.coinbase.com, Advanced Trade REST, "Create Order" and "Preview Order" (read 2026-11-26).
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import { malformedOrder } from "#exchanges/shared/outcomes.ts";
import type { Params } from "#exchanges/shared/route.ts";

/** Why an order cannot be sent here at all; null for one that can. */
export function refusedHere(request: OrderRequest): { readonly code: string; readonly message: string } | null {
  const { kind, side, quoteAmount } = request;
  if (kind !== "market" || side !== "buy" || quoteAmount !== undefined) return malformedOrder(request);
  return {
    code: "MARKET_BUY_BY_QUANTITY",
    message:
      "Coinbase takes a market buy only by the amount to spend. Send a limit order, or name the amount. It was not sent.",
  };
}

/** Without the client id: a preview takes none. */
export function orderParams(request: OrderRequest, productId: string): Params {
  const side = request.side === "buy" ? "BUY" : "SELL";
  return { product_id: productId, side, order_configuration: orderConfiguration(request) };
}

function orderConfiguration(request: OrderRequest): Readonly<Record<string, unknown>> {
  const { kind, quantity, limitPrice, quoteAmount } = request;
  if (kind === "market")
    return { market_market_ioc: quoteAmount === undefined ? { base_size: quantity } : { quote_size: quoteAmount } };
  const sizes = { base_size: quantity, limit_price: limitPrice };
  if (kind === "limitIoc") return { sor_limit_ioc: sizes };
  return { limit_limit_gtc: { ...sizes, post_only: kind === "postOnly" } };
}
