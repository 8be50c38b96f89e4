// How does Kraken take, cancel and find orders?
import type { Rejection } from "#engine/simulation/exchange/check-order.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import type { KrakenPair } from "./assets.ts";
import { isTrue, type KrakenCall, type KrakenPermission, type KrakenRoute } from "./kraken-call.ts";
import { invalid, KrakenRefusal } from "./kraken-refusal.ts";
import { orderText, orderView } from "./order-view.ts";
import { ADD_ORDER_COST, CALL_COST, ORDER_ERRORS, QUERY_ORDERS, TIERS } from "./quirks.ts";
import { cancelCost } from "./rate-limits.ts";
import { type OrderTicket, readOrder } from "./read-order.ts";

export const ORDER_ROUTES: readonly KrakenRoute[] = [
  post("AddOrder", 0, "modify-trades", addOrder),
  post("CancelOrder", 0, "modify-trades|close-trades", cancelOrder),
  post("QueryOrders", CALL_COST, "query-open-trades|query-closed-trades", queryOrders),
  post("OpenOrders", CALL_COST, "query-open-trades", openOrders),
];

function post(
  name: string,
  weight: number,
  permission: KrakenPermission,
  handler: (call: KrakenCall) => unknown,
): KrakenRoute {
  return { method: "POST", path: `/0/private/${name}`, weight, permission, handler };
}

function addOrder(call: KrakenCall) {
  const { account, limits, key, now, params, request, world } = call;
  const ticket = readOrder(params, now, world.expireEarlierMs);
  const { pair } = ticket;
  const tier = key?.tier ?? "starter";
  limits.takeOrder(account, tier, pair.symbol, ADD_ORDER_COST, world.limitNow());
  checkState(call, ticket);
  const volume = decimal(ticket.volume);
  const descr = { order: orderText(pair, { side: ticket.side, volume, limitPrice: limitOf(ticket) }) };
  const order = {
    symbol: pair.symbol,
    side: ticket.side,
    kind: ticket.kind,
    quantity: ticket.volume,
    limitPrice: ticket.price,
    quoteAmount: ticket.viqc ? ticket.volume : undefined,
  };
  if (ticket.viqc && volume.lt(decimal(pair.costmin))) throw new KrakenRefusal(ORDER_ERRORS.cost);
  if (ticket.validate) {
    const rejection = account.check({ ...order, clientId: null });
    // Inputs only: neither the balance nor the book is asked.
    if (rejection !== null && !["INSUFFICIENT_FUNDS", "POST_ONLY_WOULD_CROSS", "NO_BOOK"].includes(rejection.code))
      throw new KrakenRefusal(codeOfRejection(rejection, pair, ticket));
    return { descr };
  }
  const open = account.openOrders().filter((placed) => placed.order.symbol === pair.symbol);
  if (open.length >= TIERS[tier].openOrders) throw new KrakenRefusal(ORDER_ERRORS.tooMany);
  const result = account.submit({
    ...order,
    clientId: ticket.clientId,
    fillShare: request.fillShare,
    meta: {
      oflags: ["fciq", ...(ticket.kind === "postOnly" ? ["post"] : []), ...(ticket.viqc ? ["viqc"] : [])].join(","),
      ...(ticket.userref === null ? {} : { userref: ticket.userref }),
    },
  });
  if (result.kind === "rejected") throw new KrakenRefusal(codeOfRejection(result.rejection, pair, ticket));
  return { descr, txid: [result.placed.order.venueOrderId] };
}

function limitOf(ticket: OrderTicket): Decimal | null {
  return ticket.price === null ? null : decimal(ticket.price);
}

/** Modes of the whole venue; those of one pair come as a rejection of the exchange. */
function checkState({ world }: KrakenCall, { kind }: OrderTicket): void {
  if (world.state === "cancelOnly") throw new KrakenRefusal("EService:Market in cancel_only mode");
  if (world.state === "postOnly" && kind !== "postOnly") throw new KrakenRefusal("EService:Market in post_only mode");
  if (world.state === "limitOnly" && kind === "market") throw new KrakenRefusal("EService:Market in limit_only mode");
}

function codeOfRejection({ code, message }: Rejection, pair: KrakenPair, ticket: OrderTicket): string {
  switch (code) {
    case "UNKNOWN_SYMBOL":
      return ORDER_ERRORS.unknownPair;
    case "MARKET_OFFLINE":
      return modeOf(message);
    case "NO_BOOK":
      return ORDER_ERRORS.unavailable;
    case "PRICE_TICK":
      return placesOf(ticket.price ?? "") > pair.pairDecimals
        ? `EOrder:Invalid price:${pair.altname} price can only be specified up to ${pair.pairDecimals} decimals.`
        : ORDER_ERRORS.tick;
    case "AMOUNT_MIN":
      return ORDER_ERRORS.minimum;
    case "COST_MIN":
      return ORDER_ERRORS.cost;
    case "POST_ONLY_WOULD_CROSS":
      return ORDER_ERRORS.postOnly;
    case "INSUFFICIENT_FUNDS":
      return ORDER_ERRORS.funds;
    case "DUPLICATE_CLIENT_ID":
      return ORDER_ERRORS.duplicate;
    case "REQUEST_EXPIRED":
      return ORDER_ERRORS.deadline;
    case "PRICE_MISSING":
    case "PRICE_NOT_ALLOWED":
      return "EGeneral:Invalid arguments:price";
    case "BAD_NUMBER":
    case "LOT_STEP":
    case "AMOUNT_MAX":
    case "COST_MAX":
      return "EGeneral:Invalid arguments:volume";
  }
}

function modeOf(message: string): string {
  const modes = { cancelOnly: "cancel_only", postOnly: "post_only", limitOnly: "limit_only" };
  const found = Object.entries(modes).find(([mode]) => message.includes(mode));
  return found === undefined ? ORDER_ERRORS.unavailable : `EService:Market in ${found[1]} mode`;
}

function placesOf(price: string): number {
  return Decimal.parse(Decimal.parse(price).toString()).scale;
}

function cancelOrder(call: KrakenCall) {
  const { account, params, limits, key, now, world } = call;
  const txid = params.get("txid");
  const clientId = params.get("cl_ord_id");
  if (txid === null && clientId === null) throw invalid("txid");
  const named = (placed: PlacedOrder) =>
    clientId === null
      ? placed.order.venueOrderId === txid || placed.meta.userref === txid
      : placed.clientId === clientId;
  const open = account.openOrders().filter(named);
  if (open.length === 0) throw new KrakenRefusal(ORDER_ERRORS.unknownOrder);
  for (const { order } of open) {
    const cost = cancelCost(now - order.createdAt);
    limits.takeOrder(account, key?.tier ?? "starter", order.symbol, cost, world.limitNow());
    account.cancel(order.venueOrderId);
  }
  return { count: open.length };
}

function queryOrders({ account, params, key }: KrakenCall) {
  const ids = (params.get("txid") ?? "").split(",").map((id) => id.trim());
  if (ids.length > QUERY_ORDERS || ids.some((id) => id === "")) throw invalid("txid");
  const found = ids.map((id) => account.order(id));
  if (found.some((placed) => placed === null)) throw new KrakenRefusal(ORDER_ERRORS.unknownOrder);
  const may = (state: string) =>
    key?.permissions.includes(state === "open" ? "query-open-trades" : "query-closed-trades") === true;
  const views = found.flatMap((placed) => {
    if (placed === null) return [];
    if (!may(placed.order.state)) throw new KrakenRefusal("EGeneral:Permission denied");
    return [[placed.order.venueOrderId, orderView(placed, isTrue(params, "trades"))]];
  });
  return Object.fromEntries(views);
}

function openOrders({ account, params }: KrakenCall) {
  const clientId = params.get("cl_ord_id");
  const userref = params.get("userref");
  const open = account
    .openOrders()
    .filter(
      (placed) =>
        (clientId === null || placed.clientId === clientId) && (userref === null || placed.meta.userref === userref),
    );
  return {
    open: Object.fromEntries(
      open.map((placed) => [placed.order.venueOrderId, orderView(placed, isTrue(params, "trades"))]),
    ),
  };
}
