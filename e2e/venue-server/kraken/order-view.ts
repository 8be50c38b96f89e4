// How does Kraken write an order and a trade?
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { AccountFill } from "../core/account-history.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import { type KrakenPair, LOT_DECIMALS, pairOf } from "./assets.ts";
import { seconds } from "./kraken-call.ts";

const FEE_PLACES = 5;
const TRADE_PRICE_PLACES = 5;

function pairOfOrder(placed: PlacedOrder): KrakenPair {
  return ensure(pairOf(placed.order.symbol), `Kraken pair ${placed.order.symbol}`);
}

export function orderText(
  pair: KrakenPair,
  order: { readonly side: string; readonly volume: Decimal; readonly limitPrice: Decimal | null },
): string {
  const at = order.limitPrice === null ? "market" : `limit ${order.limitPrice.toFixed(pair.pairDecimals, "down")}`;
  return `${order.side} ${order.volume.toFixed(LOT_DECIMALS, "down")} ${pair.altname} @ ${at}`;
}

/** As OpenOrders, ClosedOrders and QueryOrders give it. */
export function orderView(placed: PlacedOrder, withTrades: boolean) {
  const { order, quoteAmount, meta } = placed;
  const pair = pairOfOrder(placed);
  const { limitPrice } = order;
  const price = limitPrice?.toFixed(pair.pairDecimals, "down") ?? "0";
  // With viqc the volume is in the quote asset, what was executed in base all the same: get-orders-info, 2026-05-27.
  const volume = quoteAmount ?? order.quantity;
  const fee = Decimal.sum(order.fills.map((fill) => decimal(fill.fee.amount)));
  const average = order.filled.isZero
    ? "0.00000"
    : order.notional.div(order.filled, TRADE_PRICE_PLACES, "halfEven").toFixed(TRADE_PRICE_PLACES, "down");
  return {
    refid: null,
    userref: meta.userref === undefined ? 0 : Number(meta.userref),
    ...(placed.clientId === null ? {} : { cl_ord_id: placed.clientId }),
    status: order.state === "filled" ? "closed" : order.state === "open" ? "open" : "canceled",
    ...closing(placed),
    opentm: seconds(order.createdAt),
    starttm: 0,
    expiretm: 0,
    descr: {
      pair: pair.altname,
      type: order.side,
      ordertype: order.kind === "market" ? "market" : "limit",
      price,
      price2: "0",
      leverage: "none",
      order: orderText(pair, { side: order.side, volume, limitPrice }),
      close: "",
    },
    vol: volume.toFixed(LOT_DECIMALS, "down"),
    vol_exec: order.filled.toFixed(LOT_DECIMALS, "down"),
    cost: order.notional.toFixed(pair.costDecimals, "down"),
    fee: fee.toFixed(FEE_PLACES, "down"),
    price: average,
    stopprice: "0.00000",
    limitprice: "0.00000",
    misc: "",
    oflags: meta.oflags ?? "fciq",
    ...(withTrades && order.fills.length > 0 ? { trades: order.fills.map(({ tradeId }) => tradeId) } : {}),
  };
}

function closing({ order, closedAt }: PlacedOrder) {
  if (closedAt === null) return {};
  return { reason: order.state === "canceled" ? "User requested" : null, closetm: seconds(closedAt) };
}

/** As TradesHistory gives it. */
export function tradeView({ placed, record, number }: AccountFill, ledgers: readonly string[] | null) {
  const pair = pairOfOrder(placed);
  const places = Math.max(TRADE_PRICE_PLACES, pair.pairDecimals);
  const cost = decimal(record.quantity).mul(decimal(record.price));
  return {
    ordertxid: placed.order.venueOrderId,
    postxid: "TKH2SE-M7IF5-CFI7LT",
    pair: pair.id,
    time: seconds(record.ts),
    type: placed.order.side,
    ordertype: placed.order.kind === "market" ? "market" : "limit",
    price: decimal(record.price).toFixed(places, "down"),
    cost: cost.toFixed(Math.max(pair.costDecimals, places), "down"),
    fee: decimal(record.fee.amount).toFixed(FEE_PLACES, "down"),
    vol: decimal(record.quantity).toFixed(LOT_DECIMALS, "down"),
    margin: "0.00000",
    leverage: "0",
    misc: "",
    trade_id: number,
    maker: record.liquidity === "maker",
    ...(ledgers === null ? {} : { ledgers }),
  };
}
