// What is peculiar about Binance spot, each fact with its source and date?
import type { OrderRules } from "#engine/ports/exchange-client.ts";
import type { VenueAbilities } from "#engine/ports/venues.ts";
import type { BudgetRules } from "#exchanges/shared/rate-budget.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

export const BINANCE = venueIdSchema.parse("binance");

/** Source: ccxt 4.5.84 `urls` (2026-11-26); the testnet has `api/*` only, no `sapi`: resources/docs/exchanges.md 2. */
export const HOSTS = { production: ["api.binance.com"], sandbox: ["testnet.binance.vision"] } as const;

/** An order that reaches the matching engine later than this after it was signed is refused. Source: Binance spot docs, request security (2026-07). */
export const RECV_WINDOW_MS = 5 * SECOND_MS;

/** A client id may be used again once its order is filled, so a resend could buy twice. Source: resources/docs/exchanges.md 4 (2026-07). */
export const RULES: OrderRules = {
  expiryMs: RECV_WINDOW_MS,
  visibilityLagMs: 5 * SECOND_MS,
  idempotentClientId: false,
};

/** A little longer than the venue's own interval: requests arrive unevenly. */
const SLACK_MS = 2 * SECOND_MS;

/**
 * The venue counts by the minute of its own clock; a sliding minute is never too lenient. The limits are read from `exchangeInfo`.
 * Source: exchangeInfo.rateLimits of 2025-08 (6,000; 100 per 10 s; 200,000 per day), sapi limits: Binance wallet docs (2026-07).
 */
export const BUDGETS: BudgetRules = {
  weight: { scope: "ip", kind: "window", limit: 6_000, windowMs: MINUTE_MS + SLACK_MS },
  sapi: { scope: "ip", kind: "window", limit: 12_000, windowMs: MINUTE_MS + SLACK_MS },
  sapiAccount: { scope: "key", kind: "window", limit: 180_000, windowMs: MINUTE_MS + SLACK_MS },
  orders: { scope: "key", kind: "window", limit: 50, windowMs: 10 * SECOND_MS + SLACK_MS },
  ordersPerDay: { scope: "key", kind: "window", limit: 160_000, windowMs: DAY_MS },
};

/** A difference of the clocks that was measured is used this long for signing. */
export const CLOCK_AGE_MS = 10 * MINUTE_MS;

/** Up to this many symbols 24hr counts 2. Source: Binance spot docs, ticker/24hr (2026-07). */
export const TICKERS_PER_CALL = 20;

/** Most levels a side, candles and history rows per call. Source: Binance spot docs (2026-07). */
export const MOST_LEVELS = 1_000;
export const MOST_CANDLES = 1_000;
export const PAGE_SIZE = 1_000;

/** Deposits and withdrawals are told for at most this long at once. Source: Binance wallet docs (2026-07). */
export const TRANSFER_WINDOW_MS = 90 * DAY_MS;
/** Nothing happened there before July 2017. */
export const OPENED_AT = Date.UTC(2017, 6, 1);

/** Trades by time reach this far; older ones are read by their number. Source: Binance spot docs, myTrades (2026-07). */
export const TRADES_BY_TIME_MS = DAY_MS;

/** Coins in flexible Simple Earn show as `LD` and the coin's code. Source: general knowledge, resources/docs/exchanges.md 7 (unchecked). */
export const EARN_PREFIX = "LD";

const CANNOT = [
  "Binance has no ledger of everything; deposits, withdrawals and trades are read.",
  "Binance tells trades per market: those of markets whose coins are both gone and that were not traded through this program are not found.",
  "Coins whose code is not in Latin letters are left out.",
] as const;

export function abilitiesOf(sandbox: boolean): VenueAbilities {
  return {
    trade: true,
    validateOrder: true,
    findByClientId: true,
    permissions: !sandbox,
    deposits: !sandbox,
    withdrawals: !sandbox,
    ledger: false,
    candles: true,
    orderBook: true,
    cannot: sandbox ? [...CANNOT, "Binance's sandbox tells neither rights nor deposits nor withdrawals."] : CANNOT,
  };
}
