// What is taken for granted about an exchange that we have no facts about?
import type { OrderRules } from "#engine/ports/exchange-client.ts";
import type { VenueAbilities } from "#engine/ports/venues.ts";
import type { ErrorTable } from "#exchanges/shared/ccxt-errors.ts";
import type { BudgetRules } from "#exchanges/shared/rate-budget.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

/** No expiry is known, so "not found" never proves that an order was not placed, and an id is never sent twice. */
export const RULES: OrderRules = { expiryMs: null, visibilityLagMs: 5 * SECOND_MS, idempotentClientId: false };

/** Slow enough for every exchange that the library knows. */
export const BUDGETS: BudgetRules = { calls: { scope: "ip", kind: "decay", limit: 5, perSecond: 1 } };
export const COSTS = { calls: 1 } as const;

/** Only what is common to all: HTTP statuses and the library's classes. */
export const ERRORS: ErrorTable = {
  rows: [],
  statuses: [
    [401, "auth"],
    [403, "permission"],
  ],
};

/** Rows of a list per call, and lists that do not end by themselves after so many calls are left. */
export const PAGE_SIZE = 100;

/** Said before anything is known of the exchange: what it can is asked when it is first used. */
export const ABILITIES: VenueAbilities = {
  trade: true,
  validateOrder: false,
  findByClientId: false,
  permissions: false,
  deposits: true,
  withdrawals: true,
  ledger: true,
  candles: true,
  orderBook: true,
  cannot: [
    "This exchange is reached in a general way: what it lacks is said when it is asked for.",
    "It does not say what a key may do; you confirm that it cannot withdraw.",
    "It has no validate-only order, so the connection check sends none.",
    "An order whose outcome is unknown may have to be settled by you.",
    "Fees are taken from the exchange's general list, not from your tier.",
  ],
};
