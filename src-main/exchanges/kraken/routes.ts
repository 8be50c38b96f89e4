// Which of Kraken's calls are used, and what do they count?
import type { Route } from "#exchanges/shared/route.ts";

const open = (path: string): Route => ({ api: "public", method: "GET", path, costs: { public: 1 }, signed: false });
const signed = (path: string, costs: Route["costs"]): Route => ({
  api: "private",
  method: "POST",
  path,
  costs,
  signed: true,
});

/** Source of the costs: docs.kraken.com "Spot REST Rate Limits" (2026-05-27): ledgers and trades count 4 (it was 2), other reads 1. */
export const ROUTES = {
  assets: open("Assets"),
  assetPairs: open("AssetPairs"),
  ticker: open("Ticker"),
  candles: open("OHLC"),
  book: open("Depth"),
  status: open("SystemStatus"),
  time: open("Time"),
  balances: signed("BalanceEx", { counter: 1 }),
  fees: signed("TradeVolume", { counter: 1 }),
  keyInfo: signed("GetApiKeyInfo", { counter: 1 }),
  /** Needs a right of its own, `create-ws-token`. */
  socketToken: signed("GetWebSocketsToken", { counter: 1 }),
  openOrders: signed("OpenOrders", { counter: 1 }),
  closedOrders: signed("ClosedOrders", { counter: 1 }),
  orders: signed("QueryOrders", { counter: 1 }),
  trades: signed("QueryTrades", { counter: 1 }),
  tradesHistory: signed("TradesHistory", { counter: 4 }),
  ledgers: signed("Ledgers", { counter: 4 }),
  addOrder: signed("AddOrder", { orders: 1 }),
  /** Canceling an order younger than 5 s counts 8. */
  cancelOrder: signed("CancelOrder", { orders: 8 }),
  /** Its cost is not told ("Spot REST Rate Limits"): taken as an ordinary call's. */
  cancelAllAfter: signed("CancelAllOrdersAfter", { counter: 1 }),
} as const;
