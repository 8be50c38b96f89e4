// What is peculiar about Kraken, each fact with its source and date?
import type { OrderRules } from "#engine/ports/exchange-client.ts";
import type { VenueAbilities } from "#engine/ports/venues.ts";
import type { BudgetRules } from "#exchanges/shared/rate-budget.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

export const KRAKEN = venueIdSchema.parse("kraken");

/** Source: ccxt 4.5.84 `urls.api` (2026-11-26). */
export const HOSTS = ["api.kraken.com"] as const;

/**
 * `deadline` makes the venue refuse an order that arrives later; client ids are unique among open orders only, so a resend after
 * a fill would buy twice. Source: docs.kraken.com AddOrder, resources/docs/exchanges.md 4 (2026-07).
 */
export const RULES: OrderRules = {
  expiryMs: 5 * SECOND_MS,
  visibilityLagMs: 5 * SECOND_MS,
  idempotentClientId: false,
  cancelsAllAfter: true,
};

/**
 * The counter of the lowest tier (Starter); a key of a higher one is used less than it could be. Orders do not count there but in
 * the matching engine, per pair: 60 for Starter, minus 1 a second; all pairs are counted together here, which is never too little.
 * Source: docs.kraken.com "Spot REST rate limits" and "Spot trading rate limits" (2026-07), resources/docs/exchanges.md 3.
 */
export const BUDGETS: BudgetRules = {
  counter: { scope: "key", kind: "decay", limit: 15, perSecond: 0.33 },
  orders: { scope: "key", kind: "decay", limit: 60, perSecond: 1 },
  public: { scope: "ip", kind: "decay", limit: 10, perSecond: 1 },
};

/** Staked ether without a suffix. Source: ccxt 4.5.84 kraken.js (2026-11-26). */
export const LOCKED_ASSETS: ReadonlySet<string> = new Set(["ETH2"]);

/** The server's time has whole seconds, so the middle of the second is what is meant. Source: docs.kraken.com GetServerTime (2026-07). */
export const TIME_RESOLUTION_MS = SECOND_MS;

/** A difference of the clocks that was measured is used this long for deadlines. */
export const CLOCK_AGE_MS = 10 * MINUTE_MS;

/** Trades per QueryTrades, orders per QueryOrders. Source: docs.kraken.com (2026-07). */
export const TRADES_PER_QUERY = 20;
export const ORDERS_PER_QUERY = 50;

/** A request for prices of more markets than this asks for all at once, which costs the same. */
export const TICKERS_BY_NAME = 100;

/** Most levels a side. Source: docs.kraken.com GetOrderBook (2026-07). */
export const MOST_LEVELS = 500;

export const ABILITIES: VenueAbilities = {
  trade: true,
  validateOrder: true,
  findByClientId: true,
  permissions: true,
  deposits: true,
  withdrawals: true,
  ledger: true,
  candles: true,
  orderBook: true,
  cannot: ["Kraken keeps the newest 720 candles of each length only.", "Kraken has no sandbox for spot orders."],
};
