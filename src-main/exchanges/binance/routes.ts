// Which of Binance's calls are used, and what do they weigh? Source of the weights: Binance spot docs (2026-07).
import type { Costs, Route } from "#exchanges/shared/route.ts";

const open = (path: string, weight: number): Route => ({
  api: "public",
  method: "GET",
  path,
  costs: { weight },
  signed: false,
});
const signed = (method: Route["method"], path: string, costs: Costs): Route => ({
  api: "private",
  method,
  path,
  costs,
  signed: true,
});
const wallet = (path: string, costs: Costs): Route => ({ api: "sapi", method: "GET", path, costs, signed: true });

export const ROUTES = {
  exchangeInfo: open("exchangeInfo", 20),
  /** Of up to 20 symbols. */
  tickers: open("ticker/24hr", 2),
  candles: open("klines", 2),
  book: open("depth", 5),
  time: open("time", 1),
  ping: open("ping", 1),
  status: { ...wallet("system/status", { sapi: 1 }), signed: false },
  account: signed("GET", "account", { weight: 20 }),
  order: signed("GET", "order", { weight: 4 }),
  openOrders: signed("GET", "openOrders", { weight: 80 }),
  allOrders: signed("GET", "allOrders", { weight: 20 }),
  trades: signed("GET", "myTrades", { weight: 20 }),
  placeOrder: signed("POST", "order", { weight: 1, orders: 1, ordersPerDay: 1 }),
  /** Weighs 20 because the commission is asked for, too. */
  testOrder: signed("POST", "order/test", { weight: 20 }),
  cancelOrder: signed("DELETE", "order", { weight: 1 }),
  keyRights: wallet("account/apiRestrictions", { sapi: 1 }),
  deposits: wallet("capital/deposit/hisrec", { sapi: 1 }),
  withdrawals: wallet("capital/withdraw/history", { sapiAccount: 18_000 }),
} as const;

export const ORDER_TRADES_COSTS: Costs = { weight: 5 };

export function bookCosts(limit: number): Costs {
  return { weight: limit <= 100 ? 5 : limit <= 500 ? 25 : 50 };
}
