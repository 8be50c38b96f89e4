// How are orders made, checked and canceled at Coinbase Advanced?
import { z } from "zod";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { NewOrder } from "../core/placed-order.ts";
import { type CoinbaseCall, type CoinbaseRoute, invalidArgument, readBody } from "./call.ts";
import { createSchema, previewSchema, readOrder } from "./order-request.ts";
import { bestOf, instrumentOf } from "./product-body.ts";
import { ORDER_FAILURES, type OrderFailure } from "./quirks.ts";
import { uuidOf } from "./wire-ids.ts";

const MOST_CANCELS = 100;
const PLACES = 16;

export const ORDER_ROUTES: readonly CoinbaseRoute[] = [
  { method: "POST", path: "/api/v3/brokerage/orders", weight: 1, permission: "can_trade", handler: create },
  { method: "POST", path: "/api/v3/brokerage/orders/preview", weight: 1, permission: "can_view", handler: preview },
  {
    method: "POST",
    path: "/api/v3/brokerage/orders/batch_cancel",
    weight: 1,
    permission: "can_trade",
    handler: cancel,
  },
];

/** A resend with the same client_order_id is answered with the first order, whatever else it says (documented). */
function create(call: CoinbaseCall): unknown {
  const body = readBody(call.request, createSchema);
  const read = readOrder(call, body, body.client_order_id);
  if (read.kind === "refused") return refusedBody(read.failure, body.order_configuration);
  const result = call.account.submit(read.order);
  if (result.kind === "rejected") return refusedBody(ORDER_FAILURES[result.rejection.code], body.order_configuration);
  const { order, clientId, meta } = result.placed;
  return {
    success: true,
    // Recorded: said of orders that did not fail, too.
    failure_reason: "UNKNOWN_FAILURE_REASON",
    order_id: order.venueOrderId,
    success_response: {
      order_id: order.venueOrderId,
      product_id: body.product_id,
      side: order.side === "buy" ? "BUY" : "SELL",
      client_order_id: clientId,
      attached_order_id: "",
    },
    order_configuration: JSON.parse(meta.configuration ?? "null"),
  };
}

function refusedBody({ reason, preview, message }: OrderFailure, configuration: object): object {
  return {
    success: false,
    failure_reason: "UNKNOWN_FAILURE_REASON",
    order_id: "",
    error_response: {
      error: reason,
      message,
      error_details: "",
      preview_failure_reason: preview,
      new_order_failure_reason: reason,
    },
    order_configuration: configuration,
  };
}

function preview(call: CoinbaseCall): unknown {
  const body = readBody(call.request, previewSchema);
  const read = readOrder(call, body, null);
  if (read.kind === "refused") return previewBody(call, null, body.product_id, [read.failure.preview]);
  const rejection = call.account.check(read.order);
  const errors = rejection === null ? [] : [ORDER_FAILURES[rejection.code].preview];
  return previewBody(call, read.order, body.product_id, errors);
}

function previewBody(
  { world, account }: CoinbaseCall,
  order: NewOrder | null,
  productId: string,
  errs: readonly string[],
): object {
  const instrument = instrumentOf(world, productId);
  const { bid, ask } = instrument === null ? { bid: null, ask: null } : bestOf(world, instrument);
  const meets = order?.side === "sell" ? bid : ask;
  const price = order?.limitPrice == null ? meets : (Decimal.tryParse(order.limitPrice) ?? null);
  const { base, quote } = sizesOf(order, price);
  const fee = quote.mul(decimal(account.rules.taker));
  return {
    order_total: (order?.side === "sell" ? quote.sub(fee) : quote.add(fee)).toString(),
    commission_total: fee.toString(),
    errs,
    warning: [],
    quote_size: quote.toString(),
    base_size: base.toString(),
    best_bid: bid?.toString() ?? "",
    best_ask: ask?.toString() ?? "",
    is_max: false,
    order_margin_total: "",
    leverage: "",
    long_leverage: "",
    short_leverage: "",
    slippage: "0",
    preview_id: uuidOf(`preview ${world.requests.all.length}`),
    current_liquidation_buffer: "",
    projected_liquidation_buffer: "",
    max_leverage: "",
    pnl_configuration: null,
    est_average_filled_price: price?.toString() ?? "",
  };
}

function sizesOf(order: NewOrder | null, price: Decimal | null): { readonly base: Decimal; readonly quote: Decimal } {
  if (order === null || price === null || !price.isPositive) return { base: Decimal.ZERO, quote: Decimal.ZERO };
  if (order.quoteAmount !== undefined) {
    const quote = decimal(order.quoteAmount);
    return { base: quote.div(price, PLACES, "down"), quote };
  }
  const base = Decimal.tryParse(order.quantity) ?? Decimal.ZERO;
  return { base, quote: base.mul(price) };
}

const cancelSchema = z.strictObject({ order_ids: z.array(z.string()).min(1) });

function cancel({ request, account }: CoinbaseCall): unknown {
  const ids = readBody(request, cancelSchema).order_ids;
  if (ids.length > MOST_CANCELS) throw invalidArgument(`at most ${MOST_CANCELS} order_ids`);
  return {
    results: ids.map((id) => {
      const failure = cancelFailure(account.cancel(id), () => account.order(id)?.order.state === "filled");
      return { success: failure === null, failure_reason: failure ?? "UNKNOWN_CANCEL_FAILURE_REASON", order_id: id };
    }),
  };
}

/** Reasons are documented; which of them meets an order that is over is not. */
function cancelFailure(outcome: "canceled" | "alreadyOver" | "notFound", isFilled: () => boolean): string | null {
  if (outcome === "canceled") return null;
  if (outcome === "notFound") return "UNKNOWN_CANCEL_ORDER";
  return isFilled() ? "ORDER_IS_FULLY_FILLED" : "DUPLICATE_CANCEL_REQUEST";
}
