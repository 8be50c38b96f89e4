// How does Coinbase Exchange tell an order and a fill? Field by field as documented.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { portfolioOf, userOf } from "../coinbase/wallets.ts";
import { isoMicros, productIdOf } from "../coinbase/wire-ids.ts";
import type { AccountFill } from "../core/account-history.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import type { VenueAccount } from "../core/venue-account.ts";

const PLACES = 16;
const SIZE_PLACES = 8;

/** What ended without a fill is over as `canceled`, whoever ended it. */
const ENDED = { filled: "filled", canceled: "canceled", expired: "canceled" } as const;

/** The reply to a new order: always pending and without fills, whatever the book did meanwhile. */
export function pendingBody(placed: PlacedOrder): object {
  return {
    ...commonBody(placed),
    stp: "dc",
    fill_fees: Decimal.ZERO.toFixed(PLACES, "down"),
    filled_size: Decimal.ZERO.toFixed(SIZE_PLACES, "down"),
    executed_value: Decimal.ZERO.toFixed(PLACES, "down"),
    status: "pending",
    settled: false,
  };
}

export function orderBody(account: VenueAccount, placed: PlacedOrder): object {
  const { order, closedAt } = placed;
  const fees = Decimal.sum(order.fills.map(({ fee }) => decimal(fee.amount)));
  const over = order.state !== "open";
  return {
    ...commonBody(placed),
    profile_id: portfolioOf(account),
    fill_fees: fees.toFixed(PLACES, "down"),
    filled_size: order.filled.toFixed(SIZE_PLACES, "down"),
    executed_value: order.notional.toFixed(PLACES, "down"),
    market_type: "spot",
    status: over ? "done" : "open",
    settled: over,
    ...(order.state === "open" || closedAt === null
      ? {}
      : { done_at: isoMicros(closedAt), done_reason: ENDED[order.state] }),
  };
}

function commonBody({ order, meta, clientId }: PlacedOrder): object {
  const market = order.kind === "market";
  const funds = meta.funds === undefined ? {} : { funds: meta.funds, specified_funds: meta.funds };
  return {
    id: order.venueOrderId,
    ...(order.limitPrice === null ? {} : { price: order.limitPrice.toFixed(SIZE_PLACES, "down") }),
    ...(meta.funds === undefined ? { size: order.quantity.toFixed(SIZE_PLACES, "down") } : funds),
    product_id: productIdOf(order),
    side: order.side,
    type: market ? "market" : "limit",
    ...(market ? {} : { time_in_force: order.kind === "limitIoc" ? "IOC" : "GTC" }),
    post_only: order.kind === "postOnly",
    created_at: isoMicros(order.createdAt),
    ...(clientId === null ? {} : { client_oid: clientId }),
  };
}

export function fillBody(account: VenueAccount, { placed, record }: AccountFill): object {
  const value = decimal(record.price).mul(decimal(record.quantity));
  return {
    // A JSON number, as documented.
    trade_id: Number(record.tradeId),
    product_id: productIdOf(placed.order),
    order_id: record.venueOrderId,
    user_id: userOf(account),
    profile_id: portfolioOf(account),
    liquidity: record.liquidity === "maker" ? "M" : "T",
    price: decimal(record.price).toFixed(SIZE_PLACES, "down"),
    size: decimal(record.quantity).toFixed(SIZE_PLACES, "down"),
    fee: decimal(record.fee.amount).toFixed(PLACES, "down"),
    created_at: isoMicros(record.ts),
    side: placed.order.side,
    settled: true,
    usd_volume: value.toFixed(PLACES, "down"),
    market_type: "spot",
    funding_currency: placed.order.quote,
  };
}
