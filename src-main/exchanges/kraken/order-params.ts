// How does an order go out to Kraken? Raw parameters: what we hold is what is sent.
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import type { Params } from "#exchanges/shared/route.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { RULES } from "./quirks.ts";
import type { KrakenMarket } from "./symbols.ts";

/** `venueNow` is the venue's time at the moment of sending. */
export function orderParams(request: OrderRequest, market: KrakenMarket, venueNow: UnixMs): Params {
  const { kind, quoteAmount } = request;
  const flags = [...(kind === "postOnly" ? ["post"] : []), ...(quoteAmount === undefined ? [] : ["viqc"]), "fciq"];
  return {
    pair: market.id,
    type: request.side,
    ordertype: kind === "market" ? "market" : "limit",
    volume: quoteAmount ?? request.quantity,
    ...(request.limitPrice === null ? {} : { price: request.limitPrice }),
    ...(kind === "limitIoc" ? { timeinforce: "IOC" } : {}),
    oflags: flags.join(","),
    cl_ord_id: request.clientOrderId,
    deadline: new Date(venueNow + (RULES.expiryMs ?? 0)).toISOString(),
  };
}
