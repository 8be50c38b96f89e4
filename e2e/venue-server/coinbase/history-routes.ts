// Which orders and fills does Coinbase Advanced list, filtered and page by page?
import type { AccountFill } from "../core/account-history.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import { type CoinbaseCall, type CoinbaseRoute, invalidArgument, limitOf, pageOf, timeOf, v3Refusal } from "./call.ts";
import { fillBody, orderBody, statusOf, typeOf } from "./order-body.ts";
import { PAGES } from "./quirks.ts";
import { productIdOf } from "./wire-ids.ts";

/** `orders/historical/batch` and `…/fills` stand before `{order_id}`: the first route that fits is taken. */
export const HISTORY_ROUTES: readonly CoinbaseRoute[] = [
  route("batch", orders),
  route("fills", fills),
  route("{order_id}", oneOrder),
];

function route(path: string, handler: (call: CoinbaseCall) => unknown): CoinbaseRoute {
  return {
    method: "GET",
    path: `/api/v3/brokerage/orders/historical/${path}`,
    weight: 1,
    permission: "can_view",
    handler,
  };
}

function oneOrder({ account, params }: CoinbaseCall): unknown {
  const placed = account.order(params.order_id ?? "");
  // S: the very words, which ccxt takes for a plain ExchangeError.
  if (placed === null) throw v3Refusal(404, "unknown", "order with this orderID was not found");
  return { order: orderBody(account, placed) };
}

/** Newest first. There is no filter by client_order_id. */
function orders(call: CoinbaseCall): unknown {
  const { request, account } = call;
  const { query } = request;
  const statuses = query.getAll("order_status");
  if (statuses.includes("OPEN") && statuses.length > 1)
    throw invalidArgument("Cannot pair OPEN orders with other order types");
  const wanted = {
    ids: namesOf(call, "order_ids"),
    products: namesOf(call, "product_ids", "product_id"),
    types: namesOf(call, "order_types", "order_type"),
    from: timeOf(request, "start_date"),
    until: timeOf(request, "end_date"),
    side: query.get("order_side"),
  };
  const fits = (placed: PlacedOrder) => {
    const { order } = placed;
    return (
      isOneOf(wanted.ids, order.venueOrderId) &&
      isOneOf(wanted.products, productIdOf(order)) &&
      isOneOf(statuses, statusOf(placed)) &&
      isOneOf(wanted.types, typeOf(placed)) &&
      (wanted.side === null || wanted.side === (order.side === "buy" ? "BUY" : "SELL")) &&
      (wanted.from === null || order.createdAt >= wanted.from) &&
      (wanted.until === null || order.createdAt < wanted.until)
    );
  };
  const page = pageOf(
    account.orders().filter(fits).toReversed(),
    limitOf(request, PAGES.orders),
    query.get("cursor"),
    ({ order }) => order.venueOrderId,
  );
  return {
    orders: page.items.map((placed) => orderBody(account, placed)),
    sequence: "0",
    has_next: page.hasNext,
    cursor: page.cursor,
  };
}

/** Newest first; the last page has an empty cursor. */
function fills(call: CoinbaseCall): unknown {
  const { request, account } = call;
  const wanted = {
    orders: namesOf(call, "order_ids", "order_id"),
    trades: namesOf(call, "trade_ids"),
    products: namesOf(call, "product_ids", "product_id"),
    from: timeOf(request, "start_sequence_timestamp"),
    until: timeOf(request, "end_sequence_timestamp"),
  };
  const fits = ({ placed, record }: AccountFill) =>
    isOneOf(wanted.orders, record.venueOrderId) &&
    isOneOf(wanted.trades, record.tradeId) &&
    isOneOf(wanted.products, productIdOf(placed.order)) &&
    (wanted.from === null || record.ts >= wanted.from) &&
    (wanted.until === null || record.ts <= wanted.until);
  const page = pageOf(
    account.history.fills.filter(fits).toReversed(),
    limitOf(request, PAGES.fills),
    request.query.get("cursor"),
    ({ record }) => record.tradeId,
  );
  return { fills: page.items.map((fill) => fillBody(account, fill)), cursor: page.cursor };
}

/** Values of a parameter under any of its names, the older ones included. */
function namesOf({ request }: CoinbaseCall, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => request.query.getAll(name));
}

function isOneOf(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value);
}
