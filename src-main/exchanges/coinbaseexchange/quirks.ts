// What is peculiar about Coinbase Exchange, each fact with its source and date?
import type { LedgerEntry, OrderRules } from "#engine/ports/exchange-client.ts";
import type { VenueAbilities } from "#engine/ports/venues.ts";
import type { BudgetRules } from "#exchanges/shared/rate-budget.ts";
import type { Route } from "#exchanges/shared/route.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

/**
 * Neither an expiry on the venue's side nor what a repeated `client_oid` does is documented, so an order is never sent again and
 * "not found" proves nothing (resources/docs/exchanges.md section 4, 2026-11-26). Orders are listed at once; 5 s are assumed all the same.
 */
export const ORDER_RULES: OrderRules = { expiryMs: null, visibilityLagMs: 5 * SECOND_MS, idempotentClientId: false };

/**
 * 10 public calls a second per address, 15 private ones per profile, of them 10 for fills; bursts of twice that are left out
 * (docs.cdp.coinbase.com, Exchange REST, "Rate Limits", read 2026-11-26).
 */
export const BUDGETS: BudgetRules = {
  private: { scope: "key", kind: "window", limit: 15, windowMs: SECOND_MS },
  fills: { scope: "key", kind: "window", limit: 10, windowMs: SECOND_MS },
  public: { scope: "ip", kind: "window", limit: 10, windowMs: SECOND_MS },
};

const PUBLIC = { api: "public", method: "GET", costs: { public: 1 }, signed: false } as const;
const PRIVATE = { api: "private", method: "GET", costs: { private: 1 }, signed: true } as const;

export const ROUTES = {
  time: { ...PUBLIC, path: "time" },
  products: { ...PUBLIC, path: "products" },
  ticker: { ...PUBLIC, path: "products/{id}/ticker" },
  candles: { ...PUBLIC, path: "products/{id}/candles" },
  book: { ...PUBLIC, path: "products/{id}/book" },
  accounts: { ...PRIVATE, path: "accounts" },
  fees: { ...PRIVATE, path: "fees" },
  orders: { ...PRIVATE, path: "orders" },
  orderById: { ...PRIVATE, path: "orders/{id}" },
  orderByClientId: { ...PRIVATE, path: "orders/client:{client_oid}" },
  fills: { ...PRIVATE, path: "fills", costs: { private: 1, fills: 1 } },
  transfers: { ...PRIVATE, path: "transfers" },
  ledger: { ...PRIVATE, path: "accounts/{id}/ledger" },
  placeOrder: { ...PRIVATE, method: "POST", path: "orders" },
  cancelOrder: { ...PRIVATE, method: "DELETE", path: "orders/{id}" },
} as const satisfies Readonly<Record<string, Route>>;

/** Items a page; lists are walked by the header `CB-AFTER`. Source: Exchange REST, "Pagination" (read 2026-11-26); candles: ccxt 4.5.84. */
export const PAGE = { list: 100, candles: 300 } as const;

/** Seconds of a candle; four hours are joined from single hours. Source: ccxt 4.5.84 `timeframes` (2026-11-26). */
export const GRANULARITY_SECONDS: Readonly<Partial<Record<Timeframe, number>>> = {
  "1m": 60,
  "5m": 300,
  "15m": 900,
  "1h": HOUR_MS / SECOND_MS,
  "1d": 86_400,
};

/** A timestamp may differ this much from the venue's clock (resources/docs/exchanges.md section 3, not confirmed; 2026-11-26). */
export const CLOCK_MATTERS_MS = MINUTE_MS / 2;

/** Types of ledger entries. Source: Exchange REST, "Get single account's ledger" (read 2026-11-26). */
export const LEDGER_KINDS: ReadonlyMap<string, LedgerEntry["kind"]> = new Map<string, LedgerEntry["kind"]>([
  ["transfer", "transfer"],
  ["match", "trade"],
  ["rfq_match", "trade"],
  ["otc_match", "trade"],
  ["match_conversion", "trade"],
  ["conversion", "trade"],
  ["fee", "fee"],
  ["rfq_fee", "fee"],
  ["otc_fee", "fee"],
  ["margin_interest", "fee"],
  ["rebate", "fee"],
]);

export const NO_PERMISSIONS =
  "Coinbase Exchange does not tell what a key may do: you confirm that it cannot move money out.";

export const NO_VALIDATION = "Coinbase Exchange cannot check an order without placing it.";

export const ABILITIES: VenueAbilities = {
  trade: true,
  validateOrder: false,
  findByClientId: true,
  permissions: false,
  deposits: true,
  withdrawals: true,
  ledger: true,
  candles: true,
  orderBook: true,
  cannot: [
    NO_PERMISSIONS,
    NO_VALIDATION,
    "Coinbase Exchange tells no status of its systems; only whether it answers is known.",
  ],
};
