// What does Coinbase say of an order and of its executions?
// Shapes: docs.cdp.coinbase.com, Advanced Trade REST, "List Orders" and "List Fills" (read 2026-11-26); ccxt 4.5.84 `parseOrder`.
import type { VenueOrder } from "#engine/ports/exchange-client.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import { tradeIdOf, venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import { type ClientOrderId, clientOrderIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const STATES: ReadonlyMap<string, VenueOrder["state"]> = new Map<string, VenueOrder["state"]>([
  ["PENDING", "open"],
  ["QUEUED", "open"],
  ["OPEN", "open"],
  ["CANCEL_QUEUED", "open"],
  ["EDIT_QUEUED", "open"],
  ["FILLED", "filled"],
  ["CANCELLED", "canceled"],
  ["EXPIRED", "expired"],
  ["FAILED", "rejected"],
]);

/** Coinbase counts base amounts of orders sized in quote to 16 places, as in `filled_size: "0.0000144833961948"`. */
const BASE_PLACES = 16;

/** What an order asks for, whatever its kind: one configuration is set and names the sizes. */
interface Asked {
  readonly base: DecimalString | null;
  readonly limitPrice: DecimalString | null;
}

function readConfiguration(order: Answer): Asked {
  const configuration = order.at("order_configuration");
  if (configuration.absent) return { base: null, limitPrice: null };
  for (const [, kind] of configuration.entries()) {
    if (kind.absent) continue;
    return { base: kind.at("base_size").amountOrNull(), limitPrice: kind.at("limit_price").amountOrNull() };
  }
  return { base: null, limitPrice: null };
}

export function parseOrder(order: Answer, { symbol }: Pick<Instrument, "symbol">): VenueOrder {
  const status = order.at("status");
  const state = STATES.get(status.text());
  if (state === undefined) throw status.unexpected("a known order status");
  const { base, limitPrice } = readConfiguration(order);
  const filledQuantity = order.at("filled_size").amountOrNull() ?? decimal("0").toString();
  const averagePrice = order.at("average_filled_price").amountOrNull();
  return {
    clientOrderId: ownClientOrderId(order.at("client_order_id")),
    venueOrderId: venueOrderIdOf(order.at("order_id")),
    symbol,
    side: order.at("side").oneOf("BUY", "SELL") === "BUY" ? "buy" : "sell",
    // An order that spends a quote amount names no quantity: it is what was bought.
    quantity: base ?? filledQuantity,
    limitPrice,
    state,
    filledQuantity,
    averagePrice: averagePrice === null || decimal(averagePrice).isZero ? null : averagePrice,
    createdAt: order.at("created_time").isoTime(),
  };
}

/** Null for an order that was made elsewhere: other programs' ids have other forms. */
export function ownClientOrderId(answer: Answer): ClientOrderId | null {
  const parsed = clientOrderIdSchema.safeParse(answer.value);
  return parsed.success ? parsed.data : null;
}

export function parseFill(
  fill: Answer,
  { venue, symbol, quote }: Pick<Instrument, "venue" | "symbol" | "quote">,
  clientOrderId: ClientOrderId,
  tsInit: UnixMs,
): Fill {
  const price = fill.at("price").positive();
  const size = fill.at("size").amount();
  // The size of a buy by quote amount is told in quote, and the venue itself counts what was bought to 16 places.
  const quantity =
    fill.at("size_in_quote").value === true
      ? decimal(size).div(decimal(price), BASE_PLACES, "halfEven").toString()
      : size;
  return {
    venue,
    symbol,
    tradeId: tradeIdOf(fill.at("trade_id")),
    clientOrderId,
    venueOrderId: venueOrderIdOf(fill.at("order_id")),
    side: fill.at("side").oneOf("BUY", "SELL") === "BUY" ? "buy" : "sell",
    price,
    quantity,
    // Always in quote, and on top of a buy (resources/docs/exchanges.md section 8); below zero where the venue pays for liquidity.
    fee: { asset: quote, amount: fill.at("commission").decimal().toString() },
    // The indicator is UNKNOWN for some fills; the dearer side is assumed.
    liquidity: fill.at("liquidity_indicator").value === "MAKER" ? "maker" : "taker",
    tsEvent: fill.at("trade_time").isoTime(),
    tsInit,
  };
}

/** Each fill of an order that spends a quote amount was rounded by itself: what it has filled is their sum, to the last places. */
export function withRoundedFills(order: VenueOrder, fills: readonly Fill[]): VenueOrder {
  const sum = Decimal.sum(fills.map((fill) => decimal(fill.quantity)));
  const most = Decimal.of(BigInt(fills.length), BASE_PLACES);
  if (sum.sub(decimal(order.filledQuantity)).abs().gt(most)) return order;
  const filledQuantity = sum.toString();
  return {
    ...order,
    filledQuantity,
    quantity: order.quantity === order.filledQuantity ? filledQuantity : order.quantity,
  };
}
