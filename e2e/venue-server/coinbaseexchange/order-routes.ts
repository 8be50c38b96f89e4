// How are orders found, listed and canceled at Coinbase Exchange?
import { z } from "zod";
import { jsonOf } from "../coinbase/call.ts";
import { productIdOf } from "../coinbase/wire-ids.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import { type ExchangeCall, type ExchangeRoute, notFound, pageReply, Refusal, timeOf } from "./call.ts";
import { createOrder } from "./create-order.ts";
import { fillBody, orderBody } from "./order-body.ts";
import { PAGES } from "./quirks.ts";

const BY_CLIENT_ID = "client:";

export const ORDER_ROUTES: readonly ExchangeRoute[] = [
  { method: "GET", path: "/orders", weight: 1, permission: "view", handler: list },
  { method: "POST", path: "/orders", weight: 1, permission: "trade", handler: createOrder },
  { method: "DELETE", path: "/orders", weight: 1, permission: "trade", handler: cancelAll },
  { method: "GET", path: "/orders/{id}", weight: 1, permission: "view", handler: one },
  { method: "DELETE", path: "/orders/{id}", weight: 1, permission: "trade", handler: cancel },
  { method: "GET", path: "/fills", weight: 1, permission: "view", handler: fills },
];

/** D: an order that was canceled and had no matches may be unknown afterwards. */
function isKnown({ keepsEmptyOrders }: ExchangeCall, { order }: PlacedOrder): boolean {
  return keepsEmptyOrders || order.state === "open" || order.state === "filled" || order.filled.isPositive;
}

function find(call: ExchangeCall): PlacedOrder | null {
  const id = call.params.id ?? "";
  const placed = id.startsWith(BY_CLIENT_ID)
    ? call.account.orderByClientId(id.slice(BY_CLIENT_ID.length).toLowerCase())
    : call.account.order(id);
  return placed !== null && isKnown(call, placed) ? placed : null;
}

function one(call: ExchangeCall): unknown {
  const placed = find(call);
  if (placed === null) throw notFound();
  return orderBody(call.account, placed);
}

/** Without `status`: what is not over. Newest first. */
function list(call: ExchangeCall): unknown {
  const { account, request } = call;
  const statuses = request.query.getAll("status");
  const product = request.query.get("product_id");
  const [from, until] = [timeOf(request, "start_date"), timeOf(request, "end_date")];
  const wanted = (state: string) => {
    if (statuses.length === 0) return state === "open";
    return statuses.includes("all") || statuses.includes(state);
  };
  const fitting = account
    .orders()
    .filter((placed) => isKnown(call, placed))
    .filter(({ order }) => wanted(order.state === "open" ? "open" : "done"))
    .filter(({ order }) => product === null || productIdOf(order) === product)
    .filter(({ order }) => (from === null || order.createdAt >= from) && (until === null || order.createdAt < until))
    .toReversed();
  return pageReply(request, fitting, PAGES.orders, {
    cursorOf: ({ number }) => String(number),
    bodyOf: (placed) => orderBody(account, placed),
  });
}

function cancel(call: ExchangeCall): unknown {
  const placed = find(call);
  if (placed === null) throw new Refusal(404, "order not found");
  const named = productNamed(call);
  if (named !== null && named !== productIdOf(placed.order)) throw new Refusal(404, "order not found");
  const outcome = call.account.cancel(placed.order.venueOrderId);
  if (outcome !== "canceled") throw new Refusal(400, "Order already done");
  return placed.order.venueOrderId;
}

/** The user's own orders too, which is why nobody here should call it. */
function cancelAll(call: ExchangeCall): unknown {
  const named = productNamed(call);
  return call.account
    .openOrders()
    .filter(({ order }) => named === null || productIdOf(order) === named)
    .map(({ order }) => {
      call.account.cancel(order.venueOrderId);
      return order.venueOrderId;
    });
}

/** `product_id` of the query, or of a body where a client sends one. */
function productNamed({ request }: ExchangeCall): string | null {
  const inBody = z.object({ product_id: z.string() }).safeParse(jsonOf(request.body));
  return request.query.get("product_id") ?? (inBody.success ? inBody.data.product_id : null);
}

function fills({ account, request }: ExchangeCall): unknown {
  const [orderId, product] = [request.query.get("order_id"), request.query.get("product_id")];
  if (orderId === null && product === null) throw new Refusal(400, "either order_id or product_id is required");
  const [from, until] = [timeOf(request, "start_date"), timeOf(request, "end_date")];
  const fitting = account.history.fills
    .filter(({ record }) => orderId === null || record.venueOrderId === orderId)
    .filter(({ placed }) => product === null || productIdOf(placed.order) === product)
    .filter(({ record }) => (from === null || record.ts >= from) && (until === null || record.ts < until))
    .toReversed();
  return pageReply(request, fitting, PAGES.fills, {
    cursorOf: ({ record }) => record.tradeId,
    bodyOf: (fill) => fillBody(account, fill),
  });
}
