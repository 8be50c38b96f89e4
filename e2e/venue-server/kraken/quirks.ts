// What is particular to Kraken's REST interface? Facts with their source; [U] marks what no source confirms.

/** Names of a key's rights: docs.kraken.com get-api-key-info, as of 2026-05-27. */
export const PERMISSIONS = [
  "query-funds",
  "add-funds",
  "withdraw-funds",
  "earn-funds",
  "query-open-trades",
  "query-closed-trades",
  "modify-trades",
  "close-trades",
  "query-ledger",
  "export-data",
  "create-ws-token",
  "add-withdraw-address",
  "update-withdraw-address",
] as const;
export type KrakenRight = (typeof PERMISSIONS)[number];

/** What a key needs to track and trade, and no more. */
export const TRADING_RIGHTS: readonly KrakenRight[] = [
  "create-ws-token",
  "query-funds",
  "query-open-trades",
  "query-closed-trades",
  "query-ledger",
  "modify-trades",
  "close-trades",
];

export type KrakenTier = "starter" | "intermediate" | "pro";

interface TierLimits {
  /** Call counter of a key, and what it falls by a second. */
  readonly calls: number;
  readonly callDecay: number;
  /** Transaction counter per account and pair, and what it falls by a second. */
  readonly orders: number;
  readonly orderDecay: number;
  readonly openOrders: number;
}

/**
 * Calls: docs.kraken.com spot-rest-ratelimits, 2026-05-27 (it lists Intermediate and Pro only; Starter from the support
 * page "What are the API rate limits"). Orders: docs.kraken.com spot-ratelimits, 2026-05-27.
 */
export const TIERS: Readonly<Record<KrakenTier, TierLimits>> = {
  starter: { calls: 15, callDecay: 0.33, orders: 60, orderDecay: 1, openOrders: 60 },
  intermediate: { calls: 20, callDecay: 0.5, orders: 125, orderDecay: 2.34, openOrders: 80 },
  pro: { calls: 20, callDecay: 1, orders: 180, orderDecay: 3.75, openOrders: 225 },
};

/** Ledger and trade history calls: "+4" by spot-rest-ratelimits of 2026-05-27; the support page said +2 before. */
export const HISTORY_COST = 4;
export const CALL_COST = 1;
/** Trades of one QueryTrades call: docs.kraken.com get-trades-info. That it costs 1 is not said [U]. */
export const QUERY_TRADES = 20;

/** What a cancel adds by the order's age in seconds: spot-ratelimits, 2026-05-27. */
export const CANCEL_COSTS: readonly (readonly [underSeconds: number, cost: number])[] = [
  [5, 8],
  [10, 6],
  [15, 5],
  [45, 4],
  [90, 2],
  [300, 1],
];
export const ADD_ORDER_COST = 1;

/** Public calls of one address: no number is published; a burst of 20 and 1 a second is what clients keep to [U]. */
export const PUBLIC_LIMIT = { burst: 20, perSecond: 1 } as const;

/** Entries of one page: docs.kraken.com get-closed-orders, get-trade-history, get-ledgers-info, 2026-05-27. */
export const PAGE = 50;
/** get-status-recent-deposits and -withdrawals, 2026-05-27. */
export const DEPOSIT_PAGE = 25;
export const WITHDRAWAL_PAGE = 500;
/** Candles of one answer: docs.kraken.com get-ohlc-data, 2026-05. */
export const CANDLES = 720;
/** Orders of one QueryOrders call: docs.kraken.com get-orders-info, 2026-05-27. */
export const QUERY_ORDERS = 50;

/** Latest `deadline` of an order: docs.kraken.com add-order: "max now() + 60 seconds". */
export const LATEST_DEADLINE_MS = 60_000;

/** Invalid keys in a row until "EGeneral:Temporary lockout" (spot-errors, 2026-05-27); number and length are not published [U]. */
export const LOCKOUT = { after: 20, forMs: 15 * 60_000 } as const;

/** First tier of a spot pair, shares: recorded AssetPairs of 2025-11 (0.4 % and 0.25 %). */
export const FIRST_TIER = { maker: "0.0025", taker: "0.004" } as const;

/** Fee tables as AssetPairs gives them: [volume in USD, per cent], recorded 2025-11. */
export const TAKER_TABLE: readonly (readonly [number, number])[] = [
  [0, 0.4],
  [10000, 0.35],
  [50000, 0.24],
  [100000, 0.22],
  [250000, 0.2],
  [500000, 0.18],
  [1000000, 0.16],
  [2500000, 0.14],
  [5000000, 0.12],
  [10000000, 0.1],
];
export const MAKER_TABLE: readonly (readonly [number, number])[] = [
  [0, 0.25],
  [10000, 0.2],
  [50000, 0.14],
  [100000, 0.12],
  [250000, 0.1],
  [500000, 0.08],
  [1000000, 0.06],
  [2500000, 0.04],
  [5000000, 0.02],
  [10000000, 0],
];

/** What the matching engine's refusals are called: docs.kraken.com spot-errors, 2026-05-27, but for the two marked. */
export const ORDER_ERRORS = {
  unknownPair: "EQuery:Unknown asset pair",
  minimum: "EOrder:Order minimum not met",
  cost: "EOrder:Cost minimum not met",
  tick: "EOrder:Tick size check failed",
  funds: "EOrder:Insufficient funds",
  rate: "EOrder:Rate limit exceeded",
  tooMany: "EOrder:Orders limit exceeded",
  /** [U] Seen in clients; the page lists neither. */
  duplicate: "EOrder:Duplicate cl_ord_id",
  postOnly: "EOrder:Post only order",
  unknownOrder: "EOrder:Unknown order",
  deadline: "EService:Deadline elapsed",
  unavailable: "EService:Unavailable",
} as const;
