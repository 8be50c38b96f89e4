// How does Binance take, check, cancel and find orders?
import type { Rejection } from "#engine/simulation/exchange/check-order.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import { type BinanceCall, type BinanceRoute, knownSymbol, optionalNumber, pageLimit } from "./binance-call.ts";
import { type BinanceRefusal, refusals } from "./binance-refusal.ts";
import { checkTime } from "./key-ring.ts";
import { ackView, canceledView, fullView, noteCancelId, queriedView, resultView, tradeView } from "./order-view.ts";
import { LONGEST_LOOKUP_MS, WEIGHTS } from "./quirks.ts";
import { type OrderTicket, readOrder } from "./read-order.ts";
import { eight } from "./wire-text.ts";

const TRADE = "enableSpotAndMarginTrading";
const READ = "enableReading";

export const ORDER_ROUTES: readonly BinanceRoute[] = [
  { method: "POST", path: "/api/v3/order", weight: WEIGHTS.newOrder, permission: TRADE, handler: newOrder },
  {
    method: "POST",
    path: "/api/v3/order/test",
    weight: ({ params }) =>
      params.get("computeCommissionRates") === "true" ? WEIGHTS.testOrderWithCommission : WEIGHTS.testOrder,
    permission: TRADE,
    handler: testOrder,
  },
  { method: "DELETE", path: "/api/v3/order", weight: WEIGHTS.cancelOrder, permission: TRADE, handler: cancelOrder },
  { method: "GET", path: "/api/v3/order", weight: WEIGHTS.queryOrder, permission: READ, handler: queryOrder },
  {
    method: "GET",
    path: "/api/v3/openOrders",
    weight: ({ params }) => (params.has("symbol") ? WEIGHTS.openOrders : WEIGHTS.allOpenOrders),
    permission: READ,
    handler: openOrders,
  },
  { method: "GET", path: "/api/v3/allOrders", weight: WEIGHTS.allOrders, permission: READ, handler: allOrders },
  {
    method: "GET",
    path: "/api/v3/myTrades",
    weight: ({ params }) => (params.has("orderId") ? WEIGHTS.myTradesOfOrder : WEIGHTS.myTrades),
    permission: READ,
    handler: myTrades,
  },
];

function orderOf(ticket: OrderTicket) {
  const { instrument, side, kind, quantity, price, quoteAmount } = ticket;
  return { symbol: instrument.symbol, side, kind, quantity, limitPrice: price, quoteAmount };
}

function newOrder(call: BinanceCall) {
  const { account, limits, now, headers, request, params, world } = call;
  const ticket = readOrder(call);
  // Once more right before the matching engine, as the venue does.
  checkTime(params, unixMs(now + world.expireEarlierMs));
  for (const [name, value] of Object.entries(limits.takeOrder(account, world.limitNow()))) headers.set(name, value);
  const result = account.submit({
    ...orderOf(ticket),
    clientId: ticket.clientId,
    fillShare: request.fillShare,
  });
  if (result.kind === "rejected") throw refusalOf(result.rejection, ticket);
  const views = { ACK: ackView, RESULT: resultView, FULL: fullView };
  return views[ticket.response](result.placed);
}

function testOrder(call: BinanceCall) {
  const { account, params } = call;
  const ticket = readOrder(call);
  const rejection = account.check({ ...orderOf(ticket), clientId: null });
  // The matching engine is not asked, so neither are balances nor the book.
  if (rejection !== null && !["INSUFFICIENT_FUNDS", "POST_ONLY_WOULD_CROSS", "NO_BOOK"].includes(rejection.code))
    throw refusalOf(rejection, ticket);
  if (params.get("computeCommissionRates") !== "true") return {};
  const { maker, taker } = account.rules;
  return {
    standardCommissionForOrder: { maker: eight(maker), taker: eight(taker) },
    taxCommissionForOrder: { maker: eight("0"), taker: eight("0") },
    discount: { enabledForAccount: false, enabledForSymbol: true, discountAsset: "BNB", discount: eight("0.25") },
  };
}

function refusalOf({ code }: Rejection, { kind }: OrderTicket): BinanceRefusal {
  switch (code) {
    case "UNKNOWN_SYMBOL":
      return refusals.badSymbol();
    case "MARKET_OFFLINE":
      return refusals.marketClosed();
    case "PRICE_TICK":
      return refusals.filter("PRICE_FILTER");
    case "LOT_STEP":
    case "AMOUNT_MIN":
    case "AMOUNT_MAX":
    case "BAD_NUMBER":
      return refusals.filter("LOT_SIZE");
    case "COST_MIN":
    case "COST_MAX":
      return refusals.filter("NOTIONAL");
    case "NO_BOOK":
      // A quote amount too small for one lot, or a side without orders: the venue expires it, the core refuses it.
      return refusals.filter(kind === "market" ? "NOTIONAL" : "PERCENT_PRICE_BY_SIDE");
    case "POST_ONLY_WOULD_CROSS":
      return refusals.rejected("Order would immediately match and take.");
    case "INSUFFICIENT_FUNDS":
      return refusals.rejected("Account has insufficient balance for requested action.");
    case "DUPLICATE_CLIENT_ID":
      return refusals.rejected("Duplicate order sent.");
    case "REQUEST_EXPIRED":
      return refusals.outsideWindow();
    case "PRICE_MISSING":
    case "PRICE_NOT_ALLOWED":
      return refusals.missing("price");
  }
}

/** By `orderId`, else by client id, of this symbol only. */
function namedOrder({ account, params, world }: BinanceCall): PlacedOrder | null {
  const { symbol } = knownSymbol(world.market, params.get("symbol"));
  const orderId = optionalNumber(params, "orderId");
  const clientId = params.get("origClientOrderId");
  if (orderId === null && clientId === null) throw refusals.oneOf("origClientOrderId", "orderId");
  const found = account
    .orders()
    .findLast((placed) => (orderId === null ? placed.clientId === clientId : placed.number === orderId));
  return found?.order.symbol === symbol ? found : null;
}

function cancelOrder(call: BinanceCall) {
  const placed = namedOrder(call);
  if (placed === null) throw refusals.cancelUnknown();
  const cancelId = call.params.get("newClientOrderId");
  if (cancelId !== null) noteCancelId(placed, cancelId);
  if (call.account.cancel(placed.order.venueOrderId) !== "canceled") throw refusals.cancelUnknown();
  return canceledView(placed, call.now);
}

function queryOrder(call: BinanceCall) {
  const placed = namedOrder(call);
  if (placed === null) throw refusals.unknownOrder();
  return queriedView(placed);
}

function openOrders({ account, params, world }: BinanceCall) {
  const symbol = params.has("symbol") ? knownSymbol(world.market, params.get("symbol")).symbol : null;
  return account
    .openOrders()
    .filter(({ order }) => symbol === null || order.symbol === symbol)
    .map(queriedView);
}

/** The window of `startTime` and `endTime`. */
function lookup(params: URLSearchParams): (time: number) => boolean {
  const [start, end] = [optionalNumber(params, "startTime"), optionalNumber(params, "endTime")];
  if (start !== null && end !== null && end - start > LONGEST_LOOKUP_MS) throw refusals.longLookup(24);
  return (time) => (start === null || time >= start) && (end === null || time <= end);
}

/** Oldest first: from an id or a start on, else the newest. */
function page<T>(params: URLSearchParams, items: readonly T[], fromStart: boolean): readonly T[] {
  const limit = pageLimit(params);
  return fromStart ? items.slice(0, limit) : items.slice(-limit);
}

function allOrders({ account, params, world }: BinanceCall) {
  const { symbol } = knownSymbol(world.market, params.get("symbol"));
  const from = optionalNumber(params, "orderId");
  const isWithin = lookup(params);
  const found = account
    .orders()
    .filter(
      ({ order, number }) => order.symbol === symbol && (from === null ? isWithin(order.createdAt) : number >= from),
    );
  return page(params, found, from !== null || params.has("startTime")).map(queriedView);
}

function myTrades({ account, params, world }: BinanceCall) {
  const { symbol } = knownSymbol(world.market, params.get("symbol"));
  const [from, orderId] = [optionalNumber(params, "fromId"), optionalNumber(params, "orderId")];
  const timed = params.has("startTime") || params.has("endTime");
  if (timed && (from !== null || orderId !== null)) throw refusals.badCombination();
  const isWithin = lookup(params);
  const found = account
    .fills()
    .filter(
      ({ placed, record, number }) =>
        placed.order.symbol === symbol &&
        (orderId === null || placed.number === orderId) &&
        (from === null || number >= from) &&
        isWithin(record.ts),
    );
  return page(params, found, from !== null || params.has("startTime")).map(tradeView);
}
