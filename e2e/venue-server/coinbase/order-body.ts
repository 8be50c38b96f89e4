// How does Coinbase Advanced tell an order and a fill? Field by field as in its list of orders and of fills.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { AccountFill } from "../core/account-history.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { portfolioOf, userOf } from "./wallets.ts";
import { isoMicros, productIdOf, uuidOf } from "./wire-ids.ts";

const PLACES = 16;
const PERCENT = decimal("100");

/** What an IOC order could not get ends it as CANCELLED: EXPIRED is for orders with an end time. */
const STATUS = { open: "OPEN", filled: "FILLED", canceled: "CANCELLED", expired: "CANCELLED" } as const;
const TYPES = { market: "MARKET", limit: "LIMIT", postOnly: "LIMIT", limitIoc: "LIMIT" } as const;

export function statusOf({ order }: PlacedOrder): string {
  return STATUS[order.state];
}

export function typeOf({ order }: PlacedOrder): string {
  return TYPES[order.kind];
}

export function orderBody(account: VenueAccount, placed: PlacedOrder): object {
  const { order, meta } = placed;
  const fees = Decimal.sum(order.fills.map(({ fee }) => decimal(fee.amount)));
  const after = order.side === "buy" ? order.notional.add(fees) : order.notional.sub(fees);
  const immediate = order.kind === "market" || order.kind === "limitIoc";
  const sizeInQuote = meta.sizeInQuote === "true";
  const lastFill = order.fills.at(-1);
  return {
    order_id: order.venueOrderId,
    product_id: productIdOf(order),
    user_id: userOf(account),
    order_configuration: JSON.parse(meta.configuration ?? "null"),
    side: order.side === "buy" ? "BUY" : "SELL",
    client_order_id: placed.clientId ?? "",
    status: statusOf(placed),
    time_in_force: immediate ? "IMMEDIATE_OR_CANCEL" : "GOOD_UNTIL_CANCELLED",
    created_time: isoMicros(order.createdAt),
    completion_percentage: completion(placed),
    filled_size: order.filled.toString(),
    average_filled_price: order.filled.isZero ? "0" : order.notional.div(order.filled, PLACES, "halfEven").toString(),
    fee: "",
    number_of_fills: String(order.fills.length),
    filled_value: order.notional.toString(),
    pending_cancel: false,
    size_in_quote: sizeInQuote,
    total_fees: fees.toString(),
    size_inclusive_of_fees: sizeInQuote,
    total_value_after_fees: after.toString(),
    trigger_status: "INVALID_ORDER_TYPE",
    order_type: typeOf(placed),
    reject_reason: "REJECT_REASON_UNSPECIFIED",
    settled: order.state !== "open",
    product_type: "SPOT",
    reject_message: "",
    cancel_message: order.state === "canceled" ? "User requested cancel" : "",
    order_placement_source: "RETAIL_ADVANCED",
    outstanding_hold_amount: outstanding(placed),
    is_liquidation: false,
    last_fill_time: lastFill === undefined ? null : isoMicros(unixMs(lastFill.ts)),
    edit_history: [],
    leverage: "",
    margin_type: "UNKNOWN_MARGIN_TYPE",
    retail_portfolio_id: portfolioOf(account),
    originating_order_id: "",
    attached_order_id: "",
  };
}

/** A market order by quote counts as complete with what it bought; else the share of the size that filled. */
function completion({ order, quoteAmount }: PlacedOrder): string {
  if (quoteAmount !== null && order.state === "filled") return "100";
  return order.filled.mul(PERCENT).div(order.quantity, 2, "down").toString();
}

/** In the currency that is held, for what is not filled yet. */
function outstanding({ order }: PlacedOrder): string {
  if (order.state !== "open") return "0";
  const left = order.quantity.sub(order.filled);
  return order.side === "sell" ? left.toString() : left.mul(order.limitPrice ?? Decimal.ZERO).toString();
}

export function fillBody(account: VenueAccount, { placed, record }: AccountFill): object {
  const sizeInQuote = placed.meta.sizeInQuote === "true";
  const quantity = decimal(record.quantity);
  return {
    entry_id: uuidOf(`entry ${record.tradeId}`),
    trade_id: record.tradeId,
    order_id: record.venueOrderId,
    trade_time: isoMicros(record.ts),
    trade_type: "FILL",
    price: record.price,
    // Recorded: the fill of an order by quote has its size in quote too.
    size: (sizeInQuote ? quantity.mul(decimal(record.price)) : quantity).toString(),
    commission: record.fee.amount,
    product_id: productIdOf(placed.order),
    sequence_timestamp: isoMicros(record.ts),
    liquidity_indicator: record.liquidity === "maker" ? "MAKER" : "TAKER",
    size_in_quote: sizeInQuote,
    user_id: userOf(account),
    side: placed.order.side === "buy" ? "BUY" : "SELL",
    retail_portfolio_id: portfolioOf(account),
  };
}
