// What is peculiar about Coinbase (Advanced Trade), each fact with its source and date?
import type { LedgerEntry, OrderRules } from "#engine/ports/exchange-client.ts";
import type { VenueAbilities } from "#engine/ports/venues.ts";
import type { BudgetRules } from "#exchanges/shared/rate-budget.ts";
import type { Route } from "#exchanges/shared/route.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

export const COINBASE = venueIdSchema.parse("coinbase");

/**
 * A repeated client id returns the existing order and makes none (resources/docs/exchanges.md section 4, 2026-11-26). No expiry
 * on the venue's side is documented. How long a new order may stay out of the list is not documented: 5 s are assumed.
 */
export const ORDER_RULES: OrderRules = { expiryMs: null, visibilityLagMs: 5 * SECOND_MS, idempotentClientId: true };

/**
 * 30 private calls a second per user, 10 public ones per address (docs.cdp.coinbase.com, "Advanced Trade REST API rate limits");
 * 10,000 an hour per key for the older v2 calls (Coinbase App, "Rate limits"). Read 2026-11-26.
 */
export const BUDGETS: BudgetRules = {
  private: { scope: "key", kind: "window", limit: 30, windowMs: SECOND_MS },
  public: { scope: "ip", kind: "window", limit: 10, windowMs: SECOND_MS },
  data: { scope: "key", kind: "window", limit: 10_000, windowMs: 60 * MINUTE_MS },
};

const PUBLIC = { api: ["v3", "public"], method: "GET", costs: { public: 1 }, signed: false } as const;
const PRIVATE = { api: ["v3", "private"], method: "GET", costs: { private: 1 }, signed: true } as const;

export const ROUTES = {
  time: { ...PUBLIC, path: "brokerage/time" },
  products: { ...PUBLIC, path: "brokerage/market/products" },
  candles: { ...PUBLIC, path: "brokerage/market/products/{product_id}/candles" },
  book: { ...PUBLIC, path: "brokerage/market/product_book" },
  permissions: { ...PRIVATE, path: "brokerage/key_permissions" },
  accounts: { ...PRIVATE, path: "brokerage/accounts" },
  fees: { ...PRIVATE, path: "brokerage/transaction_summary" },
  orders: { ...PRIVATE, path: "brokerage/orders/historical/batch" },
  order: { ...PRIVATE, path: "brokerage/orders/historical/{order_id}" },
  fills: { ...PRIVATE, path: "brokerage/orders/historical/fills" },
  placeOrder: { ...PRIVATE, method: "POST", path: "brokerage/orders" },
  previewOrder: { ...PRIVATE, method: "POST", path: "brokerage/orders/preview" },
  cancelOrders: { ...PRIVATE, method: "POST", path: "brokerage/orders/batch_cancel" },
  transactions: {
    api: ["v2", "private"],
    method: "GET",
    path: "accounts/{account_id}/transactions",
    costs: { private: 1, data: 1 },
    signed: true,
  },
} as const satisfies Readonly<Record<string, Route>>;

/** Items a page: 250 accounts (trap 4), 100 orders and fills, 100 transactions, 300 candles. Source: the calls' own pages. */
export const PAGE = { accounts: 250, orders: 100, fills: 100, transactions: 100, candles: 300 } as const;

/** Names of candle lengths; four hours are joined from single hours. Source: resources/docs/exchanges.md section 3, ccxt 4.5.84 `timeframes` (2026-11-26). */
export const GRANULARITY: Readonly<Partial<Record<Timeframe, string>>> = {
  "1m": "ONE_MINUTE",
  "5m": "FIVE_MINUTE",
  "15m": "FIFTEEN_MINUTE",
  "1h": "ONE_HOUR",
  "1d": "ONE_DAY",
};

/**
 * A token is valid for two minutes from its making, by our clock (trap 18): from this difference on a refused key may be a
 * wrong clock. Source: ccxt 4.5.84 `createAuthToken` (`nbf` now, `exp` now + 120 s; 2026-11-26).
 */
export const CLOCK_MATTERS_MS = 30 * SECOND_MS;

/**
 * Types of transactions; one that is not listed is an adjustment. Sources: docs.cdp.coinbase.com, Coinbase App, "Transactions",
 * and its older page docs.cloud.coinbase.com, "Transactions" (both read 2026-11-26).
 */
export const LEDGER_KINDS: ReadonlyMap<string, LedgerEntry["kind"]> = new Map<string, LedgerEntry["kind"]>([
  ["fiat_deposit", "deposit"],
  ["receive", "deposit"],
  ["fiat_withdrawal", "withdrawal"],
  ["buy", "trade"],
  ["sell", "trade"],
  ["trade", "trade"],
  ["advanced_trade_fill", "trade"],
  ["subscription", "fee"],
  ["subscription_rebate", "fee"],
  ["earn_payout", "reward"],
  ["incentives_rewards_payout", "reward"],
  ["transfer", "transfer"],
  ["vault_withdrawal", "transfer"],
  ["staking_transfer", "transfer"],
  ["unstaking_transfer", "transfer"],
]);

/**
 * Moves across the account's border in either direction: the sign tells which. `send` once named both; `exchange_deposit` is out of
 * here into Coinbase Exchange.
 */
export const CROSSING_KINDS: ReadonlySet<string> = new Set([
  "send",
  "exchange_deposit",
  "exchange_withdrawal",
  "intx_deposit",
  "intx_withdrawal",
]);

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
  cannot: [
    "Coinbase takes a market buy only by the amount to spend, not by quantity.",
    "Coinbase does not tell whether a key is restricted to addresses.",
    "Coinbase tells no status of its systems; only whether it answers is known.",
  ],
};
