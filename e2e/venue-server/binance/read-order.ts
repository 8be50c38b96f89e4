// Is what came to POST order an order at all? Parameters first, then the filters that the exchange core does not know.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import { type BinanceCall, knownSymbol } from "./binance-call.ts";
import { refusals } from "./binance-refusal.ts";
import { CLIENT_ID, MARKET_LOT_MOST, MOST_OPEN_ORDERS, MOST_PLACES, PRICE_BAND } from "./quirks.ts";

export interface OrderTicket {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly kind: OrderKind;
  readonly quantity: string;
  readonly price: string | null;
  readonly quoteAmount: string | undefined;
  readonly clientId: string | null;
  readonly response: "ACK" | "RESULT" | "FULL";
}

export function readOrder(call: BinanceCall): OrderTicket {
  const { params, world } = call;
  const instrument = knownSymbol(world.market, params.get("symbol"));
  const side = params.get("side");
  if (side !== "BUY" && side !== "SELL") throw side === null ? refusals.missing("side") : refusals.badSide();
  const kind = readKind(params);
  const quantity = readAmount(params, "quantity");
  const quoteAmount = readAmount(params, "quoteOrderQty");
  const price = readAmount(params, "price");
  if (kind === "market") {
    if (price !== null) throw refusals.notRequired("price");
    if (quantity === null && quoteAmount === null) throw refusals.oneOf("quantity", "quoteOrderQty");
    if (quantity !== null && quoteAmount !== null) throw refusals.badCombination();
  } else {
    if (quantity === null) throw refusals.missing("quantity");
    if (price === null) throw refusals.missing("price");
    if (quoteAmount !== null) throw refusals.notRequired("quoteOrderQty");
  }
  const ticket: OrderTicket = {
    instrument,
    side: side === "BUY" ? "buy" : "sell",
    kind,
    quantity: quantity ?? "0",
    price,
    quoteAmount: quoteAmount ?? undefined,
    clientId: readClientId(params),
    response: readResponse(params, kind),
  };
  checkFilters(call, ticket);
  return ticket;
}

function readKind(params: URLSearchParams): OrderKind {
  const type = params.get("type");
  const timeInForce = params.get("timeInForce");
  switch (type) {
    case null:
      throw refusals.missing("type");
    case "MARKET":
      if (timeInForce !== null) throw refusals.notRequired("timeInForce");
      return "market";
    case "LIMIT_MAKER":
      if (timeInForce !== null) throw refusals.notRequired("timeInForce");
      return "postOnly";
    case "LIMIT":
      if (timeInForce === null) throw refusals.missing("timeInForce");
      if (timeInForce !== "GTC" && timeInForce !== "IOC") throw refusals.badTimeInForce();
      return timeInForce === "IOC" ? "limitIoc" : "limit";
    default:
      // The stop orders that the venue has are never sent by the program.
      throw refusals.badType();
  }
}

function readAmount(params: URLSearchParams, name: string): string | null {
  const text = params.get(name);
  if (text === null) return null;
  if (!/^([0-9]{1,20})(\.[0-9]{1,20})?$/.test(text)) throw refusals.illegal(name, "^([0-9]{1,20})(\\.[0-9]{1,20})?$");
  if (decimal(decimal(text).toString()).scale > MOST_PLACES) throw refusals.precision(name);
  return text;
}

function readClientId(params: URLSearchParams): string | null {
  const id = params.get("newClientOrderId");
  if (id !== null && !CLIENT_ID.test(id)) throw refusals.illegal("newClientOrderId", "^[a-zA-Z0-9-_]{1,36}$");
  return id;
}

function readResponse(params: URLSearchParams, kind: OrderKind): OrderTicket["response"] {
  const response = params.get("newOrderRespType");
  if (response === null) return kind === "postOnly" ? "ACK" : "FULL";
  if (response !== "ACK" && response !== "RESULT" && response !== "FULL")
    throw refusals.illegal("newOrderRespType", "^ACK$|^RESULT$|^FULL$");
  return response;
}

function checkFilters({ world, account, now }: BinanceCall, ticket: OrderTicket): void {
  const { instrument, price, kind, quantity, quoteAmount } = ticket;
  if (instrument.status !== "online" || world.state === "cancelOnly") throw refusals.marketClosed();
  if (price !== null) {
    const average = world.market.lastPrice(instrument.symbol, now) ?? Decimal.ZERO;
    const outside =
      decimal(price).gt(average.mul(decimal(PRICE_BAND.up))) ||
      decimal(price).lt(average.mul(decimal(PRICE_BAND.down)));
    if (outside && average.isPositive) throw refusals.filter("PERCENT_PRICE_BY_SIDE");
  }
  if (kind === "market" && quoteAmount === undefined && decimal(quantity).gt(decimal(MARKET_LOT_MOST)))
    throw refusals.filter("MARKET_LOT_SIZE");
  const open = account.openOrders().filter(({ order }) => order.symbol === instrument.symbol);
  if (open.length >= MOST_OPEN_ORDERS) throw refusals.filter("MAX_NUM_ORDERS");
}
