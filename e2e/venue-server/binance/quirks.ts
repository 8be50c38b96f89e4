// What is particular to Binance's spot interface? Facts with their source; [U] marks what no source confirms.
import type { Listing } from "../core/listing.ts";

/** Of exchangeInfo, recorded 2025-08-07. */
export const WEIGHT_LIMIT = 6_000;
export const WEIGHT_WINDOW_MS = 60_000;
export const ORDER_LIMITS = [
  { interval: "SECOND", intervalNum: 10, limit: 100, ms: 10_000, header: "10s" },
  { interval: "DAY", intervalNum: 1, limit: 200_000, ms: 86_400_000, header: "1d" },
] as const;
export const RAW_REQUESTS = { interval: "MINUTE", intervalNum: 5, limit: 61_000 } as const;

/** developers.binance.com wallet, general info: each sapi endpoint counts for itself, by address and by account. */
export const SAPI_IP_LIMIT = 12_000;
export const SAPI_UID_LIMIT = 180_000;

/** rest-api.md "IP Limits": who goes on after a 429 is banned, "from 2 minutes to 3 days". After how many is not said [U]. */
export const BAN = { afterRefusals: 5, firstMs: 2 * 60_000, longestMs: 3 * 86_400_000 } as const;

/** rest-api.md "Timing security". */
export const DEFAULT_RECV_WINDOW_MS = 5_000;
export const LONGEST_RECV_WINDOW_MS = 60_000;
export const EARLIEST_AHEAD_MS = 1_000;

/** Weights: rest-api.md since the doubling of 2023-08-25. */
export const WEIGHTS = {
  ping: 1,
  time: 1,
  exchangeInfo: 20,
  klines: 2,
  account: 20,
  commission: 20,
  newOrder: 1,
  testOrder: 1,
  testOrderWithCommission: 20,
  cancelOrder: 1,
  queryOrder: 4,
  openOrders: 6,
  allOpenOrders: 80,
  allOrders: 20,
  myTrades: 20,
  myTradesOfOrder: 5,
} as const;

export const DEPTH_WEIGHTS: readonly (readonly [upTo: number, weight: number])[] = [
  [100, 5],
  [500, 25],
  [1_000, 50],
  [5_000, 250],
];

/** Wallet pages of developers.binance.com: withdraw history takes 18,000 of the account's 180,000 a minute. */
export const WITHDRAW_HISTORY_UID_WEIGHT = 18_000;

export const PAGE_DEFAULT = 500;
export const PAGE_MOST = 1_000;
/** rest-api.md allOrders and myTrades: "The time between startTime and endTime can't be longer than 24 hours". */
export const LONGEST_LOOKUP_MS = 24 * 3_600_000;
/** Wallet pages: deposits and withdrawals reach back 90 days unless told, and never over more than 90 days. */
export const LONGEST_TRANSFER_LOOKUP_MS = 90 * 86_400_000;

export const CLIENT_ID = /^[a-zA-Z0-9-_]{1,36}$/;
export const MOST_PLACES = 8;
export const MOST_OPEN_ORDERS = 200;
/** PERCENT_PRICE_BY_SIDE, recorded 2025-08-07. */
export const PRICE_BAND = { up: "5", down: "0.2" } as const;
/** MARKET_LOT_SIZE changes all the time; one round figure of the recorded size serves for every market. */
export const MARKET_LOT_MOST = "1000000";

/** VIP 0. */
export const FIRST_TIER = { maker: "0.001", taker: "0.001" } as const;

export type BinanceRight =
  | "enableReading"
  | "enableSpotAndMarginTrading"
  | "enableWithdrawals"
  | "enableInternalTransfer"
  | "permitsUniversalTransfer"
  | "enableMargin"
  | "enableFutures"
  | "enableVanillaOptions"
  | "enablePortfolioMarginTrading";
export const RIGHTS: readonly BinanceRight[] = [
  "enableReading",
  "enableSpotAndMarginTrading",
  "enableWithdrawals",
  "enableInternalTransfer",
  "permitsUniversalTransfer",
  "enableMargin",
  "enableFutures",
  "enableVanillaOptions",
  "enablePortfolioMarginTrading",
];
export const TRADING_RIGHTS: readonly BinanceRight[] = ["enableReading", "enableSpotAndMarginTrading"];

const market = (symbol: string, priceStep: string, amountStep: string): Listing => ({
  symbol,
  priceStep,
  amountStep,
  amountMin: amountStep,
  amountMax: "9000000",
  // NOTIONAL of the recorded markets.
  costMin: "5",
  costMax: "9000000",
});

/** Steps of exchangeInfo as of 2025-08. No market is quoted in BTC: its steps are finer than a balance's 8 places. */
export const LISTINGS: readonly Listing[] = [
  market("BTC/USDT", "0.01", "0.00001"),
  market("ETH/USDT", "0.01", "0.0001"),
  market("SOL/USDT", "0.01", "0.001"),
  market("XRP/USDT", "0.0001", "0.1"),
  market("ADA/USDT", "0.0001", "0.1"),
  market("AVAX/USDT", "0.01", "0.01"),
  market("DOT/USDT", "0.001", "0.01"),
  market("LINK/USDT", "0.01", "0.01"),
  market("LTC/USDT", "0.01", "0.001"),
  market("DOGE/USDT", "0.00001", "1"),
  market("BNB/USDT", "0.01", "0.001"),
  market("BTC/USDC", "0.01", "0.00001"),
  market("ETH/USDC", "0.01", "0.0001"),
  market("SOL/USDC", "0.01", "0.001"),
  market("XRP/USDC", "0.0001", "0.1"),
  market("BTC/EUR", "0.01", "0.00001"),
  market("ETH/EUR", "0.01", "0.0001"),
  market("SOL/EUR", "0.01", "0.001"),
  market("USDC/USDT", "0.0001", "1"),
  market("EUR/USDT", "0.0001", "0.1"),
];
