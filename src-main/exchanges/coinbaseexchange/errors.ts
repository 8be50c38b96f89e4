// How does Coinbase Exchange say no, and what does each sentence mean? It has no codes: the sentence is the code.
// Sources: docs.cdp.coinbase.com, Exchange REST, "Requests" (read 2026-11-26): "errors to bad requests respond with HTTP 4xx";
// sentences as listed in ccxt 4.5.84 and measured in resources/docs/exchanges.md, traps 13 and 14.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { VenueError } from "#exchanges/shared/call-failure.ts";
import type { ErrorTable } from "#exchanges/shared/ccxt-errors.ts";

/** The refusal in an answer of any status; null where there is none. No answer that is a success has a `message`. */
export function readCoinbaseExchangeError(body: Answer): VenueError | null {
  if (typeof body.value !== "object" || body.value === null || Array.isArray(body.value)) return null;
  const { value } = body.at("message");
  return typeof value === "string" ? { code: value || "no reason given", message: value } : null;
}

export const COINBASE_EXCHANGE_ERRORS: ErrorTable = {
  rows: [
    [/request timestamp (expired|invalid)|invalid timestamp/i, "clock"],
    [/rate limit exceeded|too many requests/i, "rate"],
    [/invalid api key|invalid signature|invalid passphrase|CB-ACCESS-\w+ header/i, "auth"],
    // A repeated `client_oid`: the order is there (resources/docs/exchanges.md section 4).
    [/duplicate|already (exists|been used)|not unique/i, "duplicate"],
    [/order already done/i, "orderOver"],
    [/^NotFound:|order not found|^not found:/i, "orderNotFound"],
    [/under maintenance|cancel only mode/i, "maintenance"],
    [/^forbidden/i, "permission"],
    [/insufficient funds/i, "refused"],
    [/(post|limit) only|trading pair not available|product not found|trading (is )?disabled/i, "refused"],
    [
      /too (small|large|precise|high|low|many)|is required|must be|not (a )?valid|^invalid|^missing|^bad request/i,
      "refused",
    ],
    [/internal server error/i, "busy"],
  ],
  statuses: [
    [400, "refused"],
    [401, "auth"],
    // Trap 13: the library takes it for an outage and would try again.
    [403, "permission"],
    [404, "orderNotFound"],
  ],
};
