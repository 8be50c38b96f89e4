// How does Coinbase say no, and what does each of its words mean?
// Sources: failure reasons as public clients list them from "Create Order", and docs.cdp.coinbase.com/api-reference/v2/errors (4xx:
// the request failed as given; 5xx: the outcome is unknown), read 2026-11-26; v2 codes as in ccxt 4.5.84.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { VenueError } from "#exchanges/shared/call-failure.ts";
import type { ErrorRow, ErrorTable } from "#exchanges/shared/ccxt-errors.ts";

/** Enumerations are filled with a word that says nothing. */
const SAYS_NOTHING = /^UNKNOWN_/;

/** The refusal in an answer of any status; null where there is none. */
export function readCoinbaseError(body: Answer): VenueError | null {
  if (typeof body.value !== "object" || body.value === null || Array.isArray(body.value)) return null;
  const order = body.at("error_response");
  if (!order.absent) return orderRefusal(order);
  // A preview refuses by a list of reasons.
  const reasons = body.at("errs");
  if (Array.isArray(reasons.value) && reasons.value.length > 0) return { code: String(reasons.value[0]), message: "" };
  const first = body.at("errors");
  if (Array.isArray(first.value) && first.value.length > 0) {
    const { id, message } = words(first.at(0), "id", "message");
    return { code: id || "error", message };
  }
  const {
    error,
    message,
    error_details: details,
    error_description: description,
  } = words(body, "error", "message", "error_details", "error_description");
  return error === "" ? null : { code: error, message: details || message || description };
}

/** A refused order names its reason in up to three fields, of which the others hold the word for nothing (trap 11). */
function orderRefusal(response: Answer): VenueError {
  const found = words(
    response,
    "new_order_failure_reason",
    "preview_failure_reason",
    "error",
    "message",
    "error_details",
  );
  const reasons = [found.new_order_failure_reason, found.preview_failure_reason, found.error].filter(
    (word) => word !== "",
  );
  const code = reasons.find((word) => !SAYS_NOTHING.test(word)) ?? reasons[0] ?? "UNKNOWN_FAILURE_REASON";
  return { code, message: found.message || found.error_details };
}

function words<Name extends string>(answer: Answer, ...names: readonly Name[]): Record<Name, string> {
  const found = names.map((name) => {
    const { value } = answer.at(name);
    return [name, typeof value === "string" ? value : ""] as const;
  });
  return Object.fromEntries(found) as Record<Name, string>; // one entry per name, by construction
}

/** Reasons of a refused order. Each is given before anything is placed. */
const ORDER_REASONS = [
  "UNSUPPORTED_ORDER_CONFIGURATION",
  "INVALID_SIDE",
  "INVALID_PRODUCT_ID",
  "INVALID_SIZE_PRECISION",
  "INVALID_PRICE_PRECISION",
  "INSUFFICIENT_FUND",
  "INSUFFICIENT_FUNDS",
  "INVALID_LEDGER_BALANCE",
  "INELIGIBLE_PAIR",
  "INVALID_LIMIT_PRICE_POST_ONLY",
  "INVALID_LIMIT_PRICE",
  "INVALID_NO_LIQUIDITY",
  "INVALID_REQUEST",
  "COMMANDER_REJECTED_NEW_ORDER",
  "IN_LIQUIDATION",
  "INVALID_MARGIN_TYPE",
  "INVALID_LEVERAGE",
  "UNTRADABLE_PRODUCT",
  "INVALID_FCM_TRADING_SESSION",
].map((reason): ErrorRow => [reason, "refused"]);

export const COINBASE_ERRORS: ErrorTable = {
  rows: [
    [/request timestamp expired/i, "clock"],
    [/order with this orderID was not found/i, "orderNotFound"],
    [/\brate limit/i, "rate"],
    ["rate_limit_exceeded", "rate"],
    ["resource_exhausted", "rate"],
    ["RESOURCE_EXHAUSTED", "rate"],
    ["RATE_LIMIT_EXCEEDED", "rate"],
    ...ORDER_REASONS,
    ["ORDER_ENTRY_DISABLED", "maintenance"],
    ["GEOFENCING_RESTRICTION", "region"],
    [/^PREVIEW_/, "refused"],
    ["INVALID_ARGUMENT", "refused"],
    ["PERMISSION_DENIED", "permission"],
    ["UNAUTHENTICATED", "auth"],
    ["invalid_scope", "permission"],
    ["authentication_error", "auth"],
    ["unauthorized", "auth"],
    ["Unauthorized", "auth"],
    ["invalid_token", "auth"],
    ["revoked_token", "auth"],
    ["expired_token", "auth"],
    ["invalid_authentication_method", "auth"],
    ["two_factor_required", "auth"],
    ["unverified_email", "auth"],
    [/_verification_required:|^personal_details_required:/, "auth"],
    ["invalid_request", "refused"],
    ["param_required", "refused"],
    ["validation_error", "refused"],
    ["internal_server_error", "busy"],
    ["INTERNAL", "busy"],
    ["UNAVAILABLE", "busy"],
    ["DEADLINE_EXCEEDED", "busy"],
    ["NOT_FOUND", "orderNotFound"],
    ["not_found", "orderNotFound"],
  ],
  statuses: [
    [400, "refused"],
    [401, "auth"],
    [403, "permission"],
    [404, "orderNotFound"],
  ],
};
