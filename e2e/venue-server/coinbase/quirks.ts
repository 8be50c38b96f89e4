// What is Coinbase Advanced like? Facts as data, each with its source: R = recorded message, D = vendor documentation,
// S = ccxt 4.5.84's source, U = from general knowledge and not confirmed. Collected 2026-11-26.
import type { RejectCode } from "#engine/simulation/exchange/check-order.ts";
import type { Listing } from "../core/listing.ts";

export const VENUE = "coinbase";
export const API_HOST = "api.coinbase.com";

/** D (CDP authentication): a token lives 2 minutes. */
export const JWT_LIFE_S = 120;
/** U: how far the venue's clock and ours may differ beyond that. */
export const JWT_LEEWAY_S = 5;
/** D and S: `cdp` is what the documentation says, `coinbase-cloud` what ccxt sends with EC keys. */
export const ISSUERS: ReadonlySet<string> = new Set(["cdp", "coinbase-cloud"]);

/** S and D: a second's requests, per user and per address. */
export const PRIVATE_PER_SECOND = 30;
export const PUBLIC_PER_SECOND = 10;
/** D (Coinbase App, rate limiting): requests to /v2 in an hour, per key. */
export const V2_PER_HOUR = 10_000;

/** Accounts: S (most) and D (usual). Orders: S. Fills: S. Candles: D. /v2 lists: D. */
export const PAGES = {
  accounts: { usual: 49, most: 250 },
  orders: { usual: 1_000, most: 1_000 },
  fills: { usual: 100, most: 250 },
  candles: { most: 350 },
  trades: { usual: 100, most: 1_000 },
  book: { usual: 25, most: 500 },
  v2: { usual: 25, most: 100 },
} as const;

/** First tier. R (GetFeeInfo2): "Intro 1". */
export const FEES = { maker: "0.006", taker: "0.012", tier: "Intro 1" } as const;

/** D (key_permissions). */
export type CoinbasePermission = "can_view" | "can_trade" | "can_transfer";

/** S: codes that Coinbase writes otherwise than the rest of the world. */
export const OWN_CODES: Readonly<Record<string, string>> = { CELO: "CGLD" };
export const FIAT: ReadonlySet<string> = new Set(["USD", "EUR", "GBP"]);
/** R (http_products): a USDC market is the same book under another name. */
export const ALIAS_OF: Readonly<Record<string, string>> = {
  "BTC/USDC": "BTC/USD",
  "ETH/USDC": "ETH/USD",
  "SOL/USDC": "SOL/USD",
};

export const ASSET_NAMES: Readonly<Record<string, string>> = {
  ADA: "Cardano",
  BTC: "Bitcoin",
  CELO: "Celo",
  DOGE: "Dogecoin",
  ETH: "Ethereum",
  EUR: "Euro",
  GBP: "British Pound",
  LINK: "Chainlink",
  LTC: "Litecoin",
  SOL: "Solana",
  USD: "US Dollar",
  USDC: "USDC",
  USDT: "Tether",
  XRP: "XRP",
};

const listing = (symbol: string, priceStep: string, amountStep: string, amountMax: string, costMin = "1"): Listing => ({
  symbol,
  priceStep,
  amountStep,
  amountMin: amountStep,
  amountMax,
  costMin,
  costMax: "150000000",
});

/** R for BTC-USD and BTC-USDC (2026-04); U for the others' steps. */
export const LISTINGS: readonly Listing[] = [
  listing("BTC/USD", "0.01", "0.00000001", "3400"),
  listing("BTC/USDC", "0.01", "0.00000001", "3400"),
  listing("BTC/EUR", "0.01", "0.00000001", "400"),
  listing("BTC/USDT", "0.01", "0.00000001", "400"),
  listing("ETH/USD", "0.01", "0.00000001", "42000"),
  listing("ETH/USDC", "0.01", "0.00000001", "42000"),
  listing("ETH/EUR", "0.01", "0.00000001", "4200"),
  listing("ETH/BTC", "0.00001", "0.00000001", "7500", "0.000016"),
  listing("SOL/USD", "0.01", "0.00000001", "450000"),
  listing("SOL/USDC", "0.01", "0.00000001", "450000"),
  listing("XRP/USD", "0.0001", "0.000001", "50000000"),
  listing("ADA/USD", "0.0001", "0.00000001", "30000000"),
  listing("DOGE/USD", "0.00001", "0.1", "250000000"),
  listing("LINK/USD", "0.001", "0.01", "1500000"),
  listing("LTC/USD", "0.01", "0.00000001", "250000"),
  listing("USDT/USD", "0.00001", "0.01", "50000000"),
  listing("USDC/EUR", "0.001", "0.01", "10000000"),
  listing("CELO/USD", "0.001", "0.1", "1000000"),
];

/** The simulated market has no CELO; it is here for its other name. */
export const FIXED_PRICES: Readonly<Record<string, string>> = { "CELO/USD": "0.45" };

export interface OrderFailure {
  /** `error` and `new_order_failure_reason`. */
  readonly reason: string;
  readonly preview: string;
  readonly message: string;
}

/** Reasons: D (create order, preview order). Messages: R where other projects quote them (funds, decimals), else U. */
export const ORDER_FAILURES: Readonly<Record<RejectCode, OrderFailure>> = {
  UNKNOWN_SYMBOL: failure("INVALID_PRODUCT_ID", "PREVIEW_INVALID_PRODUCT_ID", "Invalid product_id"),
  MARKET_OFFLINE: failure("ORDER_ENTRY_DISABLED", "UNKNOWN_PREVIEW_FAILURE_REASON", "Order entry is disabled"),
  NO_BOOK: failure("INVALID_NO_LIQUIDITY", "PREVIEW_MISSING_PRODUCT_PRICE_BOOK", "No liquidity"),
  BAD_NUMBER: failure("INVALID_REQUEST", "PREVIEW_INVALID_ORDER_CONFIG", "The order configuration was invalid"),
  PRICE_MISSING: failure("INVALID_LIMIT_PRICE", "PREVIEW_INVALID_LIMIT_PRICE", "Limit price is missing"),
  PRICE_NOT_ALLOWED: failure("INVALID_LIMIT_PRICE", "PREVIEW_INVALID_LIMIT_PRICE", "Limit price is not allowed"),
  PRICE_TICK: failure("INVALID_PRICE_PRECISION", "PREVIEW_INVALID_PRICE_PRECISION", "Too many decimals in order price"),
  LOT_STEP: failure("INVALID_SIZE_PRECISION", "PREVIEW_INVALID_SIZE_PRECISION", "Too many decimals in order amount"),
  AMOUNT_MIN: failure("UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_BASE_SIZE_TOO_SMALL", "Base size is too small"),
  AMOUNT_MAX: failure("UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_BASE_SIZE_TOO_LARGE", "Base size is too large"),
  COST_MIN: failure("UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL", "Quote size is too small"),
  COST_MAX: failure("UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_QUOTE_SIZE_TOO_LARGE", "Quote size is too large"),
  POST_ONLY_WOULD_CROSS: failure(
    "INVALID_LIMIT_PRICE_POST_ONLY",
    "PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY",
    "Post only limit order price would match existing orders",
  ),
  INSUFFICIENT_FUNDS: failure(
    "INSUFFICIENT_FUND",
    "PREVIEW_INSUFFICIENT_FUND",
    "Insufficient balance in source account",
  ),
  // These two never happen here: Coinbase returns the first order, and knows no expiry.
  DUPLICATE_CLIENT_ID: failure("INVALID_REQUEST", "UNKNOWN_PREVIEW_FAILURE_REASON", "Duplicate client_order_id"),
  REQUEST_EXPIRED: failure("INVALID_REQUEST", "UNKNOWN_PREVIEW_FAILURE_REASON", "Request expired"),
};

function failure(reason: string, preview: string, message: string): OrderFailure {
  return { reason, preview, message };
}
