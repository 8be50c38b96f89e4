// How does Kraken's `executions` channel write what happened to an order?
import { ensure } from "#shared/domain/assert.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import { type KrakenPair, pairOf } from "./assets.ts";
import { figure, priceFigure, sizeFigure, timeText } from "./stream-json.ts";
import type { Fields } from "./stream-request.ts";

type OrderFill = PlacedOrder["order"]["fills"][number];

const COST_PLACES = 5;
const AVERAGE_PLACES = 5;

/** The order as it stands: rows of a snapshot, `pending_new`, `new`, and each end of an order. */
export function orderRow(
  placed: PlacedOrder,
  what: { readonly exec: string; readonly status: string; readonly at: number },
): Fields {
  const { order, meta } = placed;
  const pair = pairOfOrder(placed);
  const flags = (meta.oflags ?? "").split(",");
  return {
    ...identity(placed),
    side: order.side,
    order_type: order.kind === "market" ? "market" : "limit",
    order_qty: sizeFigure(order.quantity),
    ...(placed.quoteAmount === null ? {} : { cash_order_qty: figure(placed.quoteAmount.toFixed(COST_PLACES, "down")) }),
    ...(order.limitPrice === null
      ? {}
      : { limit_price: priceFigure(pair, order.limitPrice), limit_price_type: "static" }),
    time_in_force: order.kind === "limitIoc" ? "IOC" : "GTC",
    post_only: flags.includes("post"),
    reduce_only: false,
    margin: false,
    fee_ccy_pref: "fciq",
    exec_type: what.exec,
    order_status: what.status,
    ...totals(placed),
    timestamp: timeText(what.at),
  };
}

export function tradeRow(placed: PlacedOrder, fill: OrderFill, number: number, status: string): Fields {
  const { order } = placed;
  const pair = pairOfOrder(placed);
  const cost = decimal(fill.price).mul(decimal(fill.quantity));
  return {
    ...identity(placed),
    side: order.side,
    order_type: order.kind === "market" ? "market" : "limit",
    order_qty: sizeFigure(order.quantity),
    exec_id: fill.tradeId,
    exec_type: "trade",
    trade_id: number,
    last_qty: sizeFigure(fill.quantity),
    last_price: priceFigure(pair, fill.price),
    liquidity_ind: fill.liquidity === "maker" ? "m" : "t",
    cost: figure(cost.toFixed(COST_PLACES, "down")),
    fees: [{ asset: fill.fee.asset, qty: figure(decimal(fill.fee.amount).toString()) }],
    order_status: status,
    ...totals(placed),
    timestamp: timeText(fill.ts),
  };
}

function identity(placed: PlacedOrder): Fields {
  const { order, meta, clientId } = placed;
  return {
    order_id: order.venueOrderId,
    order_userref: Number(meta.userref ?? "0"),
    ...(clientId === null ? {} : { cl_ord_id: clientId }),
    symbol: order.symbol,
  };
}

function totals({ order }: PlacedOrder): Fields {
  const average = order.filled.isZero ? "0" : order.notional.div(order.filled, AVERAGE_PLACES, "halfEven").toString();
  return {
    cum_qty: sizeFigure(order.filled),
    cum_cost: figure(order.notional.toFixed(COST_PLACES, "down")),
    avg_price: figure(average),
  };
}

function pairOfOrder({ order }: PlacedOrder): KrakenPair {
  return ensure(pairOf(order.symbol), `Kraken pair ${order.symbol}`);
}

/** The status of an order that has not ended. */
export function openStatus({ order }: PlacedOrder): "new" | "partially_filled" {
  return order.filled.isZero ? "new" : "partially_filled";
}
