// How does Binance write an order, its fills and a trade?
import { createHash } from "node:crypto";
import { decimal } from "#shared/domain/decimal.ts";
import type { AccountFill } from "../core/account-history.ts";
import type { PlacedOrder } from "../core/placed-order.ts";
import { eight, wireSymbol } from "./wire-text.ts";

const NO_ORDER_LIST = -1;
const CLIENT_ID_LENGTH = 22;

/** An id as the venue makes one where none was sent. */
function ownClientId(seed: string): string {
  return createHash("sha256").update(seed).digest("base64url").replaceAll(/[-_]/g, "x").slice(0, CLIENT_ID_LENGTH);
}

function statusOf({ order }: PlacedOrder): string {
  if (order.state === "open") return order.filled.isZero ? "NEW" : "PARTIALLY_FILLED";
  return { filled: "FILLED", canceled: "CANCELED", expired: "EXPIRED" }[order.state];
}

const TYPES = { limit: "LIMIT", limitIoc: "LIMIT", postOnly: "LIMIT_MAKER", market: "MARKET" } as const;

/** Ids that cancels were sent with. */
const CANCEL_IDS = new WeakMap<PlacedOrder, string>();

/** To be noted before the order is canceled: the account's stream tells it at once. */
export function noteCancelId(placed: PlacedOrder, cancelId: string): void {
  CANCEL_IDS.set(placed, cancelId);
}

/** The id of an order's cancel; one as the venue makes it where none was sent. */
export function cancelIdOf(placed: PlacedOrder): string {
  return CANCEL_IDS.get(placed) ?? ownClientId(`cancel ${placed.number}`);
}

/** What new, canceled and queried orders, and reports of the stream, all have. */
export function commonView(placed: PlacedOrder) {
  const { order, quoteAmount } = placed;
  return {
    symbol: wireSymbol(order),
    orderId: placed.number,
    orderListId: NO_ORDER_LIST,
    clientOrderId: placed.clientId ?? ownClientId(`order ${placed.number}`),
    price: eight(order.limitPrice ?? "0"),
    origQty: eight(order.quantity),
    executedQty: eight(order.filled),
    origQuoteOrderQty: eight(quoteAmount ?? "0"),
    // The venue's own spelling.
    cummulativeQuoteQty: eight(order.notional),
    status: statusOf(placed),
    timeInForce: order.kind === "limitIoc" ? "IOC" : "GTC",
    type: TYPES[order.kind],
    side: order.side === "buy" ? "BUY" : "SELL",
  };
}

export function ackView(placed: PlacedOrder) {
  const { symbol, orderId, orderListId, clientOrderId } = commonView(placed);
  return { symbol, orderId, orderListId, clientOrderId, transactTime: placed.order.createdAt };
}

export function resultView(placed: PlacedOrder) {
  const { symbol, orderId, orderListId, clientOrderId, ...rest } = commonView(placed);
  const transactTime = placed.order.createdAt;
  return {
    ...{ symbol, orderId, orderListId, clientOrderId, transactTime },
    ...rest,
    workingTime: transactTime,
    selfTradePreventionMode: "EXPIRE_MAKER",
  };
}

/** With what filled at once. */
export function fullView(placed: PlacedOrder) {
  return {
    ...resultView(placed),
    fills: placed.order.fills.map(({ price, quantity, fee, tradeId }) => ({
      price: eight(price),
      qty: eight(quantity),
      commission: eight(fee.amount),
      commissionAsset: fee.asset,
      tradeId: Number(tradeId),
    })),
  };
}

export function canceledView(placed: PlacedOrder, transactTime: number) {
  const { clientOrderId, symbol, ...rest } = commonView(placed);
  return {
    symbol,
    origClientOrderId: clientOrderId,
    ...rest,
    clientOrderId: cancelIdOf(placed),
    transactTime,
    selfTradePreventionMode: "EXPIRE_MAKER",
  };
}

export function queriedView(placed: PlacedOrder) {
  const { order } = placed;
  return {
    ...commonView(placed),
    stopPrice: eight("0"),
    icebergQty: eight("0"),
    time: order.createdAt,
    updateTime: placed.updatedAt,
    isWorking: true,
    workingTime: order.createdAt,
    selfTradePreventionMode: "EXPIRE_MAKER",
  };
}

export function tradeView({ placed, record, number }: AccountFill) {
  const { order } = placed;
  return {
    symbol: wireSymbol(order),
    id: number,
    orderId: placed.number,
    orderListId: NO_ORDER_LIST,
    price: eight(record.price),
    qty: eight(record.quantity),
    quoteQty: eight(decimal(record.quantity).mul(decimal(record.price))),
    commission: eight(record.fee.amount),
    commissionAsset: record.fee.asset,
    time: record.ts,
    isBuyer: order.side === "buy",
    isMaker: record.liquidity === "maker",
    isBestMatch: true,
  };
}
