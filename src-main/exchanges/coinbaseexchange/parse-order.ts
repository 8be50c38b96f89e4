// What does Coinbase Exchange say of an order and of its executions?
// Shapes: docs.cdp.coinbase.com, Exchange REST, "Get all orders" and "Get all fills" (read 2026-11-26); ccxt 4.5.84.
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { tradeIdOf, venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { assetSchema, type ClientOrderId, clientOrderIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const AVERAGE_PLACES = 16;
const ZERO = decimal("0").toString();

/** `done` tells nothing by itself: `done_reason` does. */
function stateOf(order: Answer): VenueOrder["state"] {
  const status = order.at("status").oneOf("received", "pending", "open", "active", "done", "settled", "rejected");
  if (status === "rejected") return "rejected";
  if (status !== "done" && status !== "settled") return "open";
  return order.at("done_reason").value === "canceled" ? "canceled" : "filled";
}

export function parseOrder(order: Answer, { symbol }: Pick<Instrument, "symbol">): VenueOrder {
  // A pending market order has no size yet, and one that spends an amount never has (Get all orders: "Pending Orders").
  const filledQuantity = order.at("filled_size").amountOrNull() ?? ZERO;
  const value = order.at("executed_value").amountOrNull() ?? ZERO;
  const clientOrderId = clientOrderIdSchema.safeParse(order.at("client_oid").value);
  return {
    clientOrderId: clientOrderId.success ? clientOrderId.data : null,
    venueOrderId: venueOrderIdOf(order.at("id")),
    symbol,
    side: order.at("side").oneOf("buy", "sell"),
    quantity: order.at("size").amountOrNull() ?? filledQuantity,
    limitPrice: order.at("price").amountOrNull(),
    state: stateOf(order),
    filledQuantity,
    averagePrice: decimal(filledQuantity).isZero
      ? null
      : decimal(value).div(decimal(filledQuantity), AVERAGE_PLACES, "halfEven").toString(),
    createdAt: order.at("created_at").isoTime(),
  };
}

export function parseFill(
  fill: Answer,
  { venue, symbol, quote }: Pick<Instrument, "venue" | "symbol" | "quote">,
  clientOrderId: ClientOrderId,
  tsInit: UnixMs,
): Fill {
  // A USD book can be filled out of a USDC balance; the fee is taken from what paid.
  const paidIn = assetSchema.safeParse(fill.at("funding_currency").value);
  return {
    venue,
    symbol,
    tradeId: tradeIdOf(fill.at("trade_id")),
    clientOrderId,
    venueOrderId: venueOrderIdOf(fill.at("order_id")),
    side: fill.at("side").oneOf("buy", "sell"),
    price: fill.at("price").positive(),
    quantity: fill.at("size").amount(),
    fee: { asset: paidIn.success ? paidIn.data : quote, amount: fill.at("fee").decimal().toString() },
    // `O` is a fill outside the book: the dearer side is assumed.
    liquidity: fill.at("liquidity").oneOf("M", "T", "O") === "M" ? "maker" : "taker",
    tsEvent: fill.at("created_at").isoTime(),
    tsInit,
  };
}
