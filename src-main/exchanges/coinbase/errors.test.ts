// Every word with which Coinbase says no, in the bodies it uses, and what that proves of an order that was being sent.
import { describe, expect, it } from "vitest";
import { Answer } from "#exchanges/shared/answer.ts";
import { CallFailure } from "#exchanges/shared/call-failure.ts";
import { judgeFailure } from "#exchanges/shared/ccxt-errors.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { COINBASE_ERRORS, readCoinbaseError } from "./errors.ts";

const COINBASE = venueIdSchema.parse("coinbase");

function judge(status: number, body: object | null) {
  const venueError = body === null ? null : readCoinbaseError(new Answer(COINBASE, "error", body));
  const facts = { stage: "answered", reason: "refusal", status, venueError, error: null, retryAfterMs: null } as const;
  const { kind, order, code, message, error } = judgeFailure(new CallFailure(facts), COINBASE, COINBASE_ERRORS);
  return { kind, order, code, message, read: error.code, retryable: error.retryable };
}

const ofOrder = (fields: object) => ({
  success: false,
  order_id: "",
  error_response: { message: "", error_details: "", ...fields },
});

describe("a refused order", () => {
  it.each([
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
    "ORDER_ENTRY_DISABLED",
    "GEOFENCING_RESTRICTION",
  ])("%s is a definite refusal with the venue's code", (reason) => {
    const body = ofOrder({ error: reason, new_order_failure_reason: reason });
    expect(judge(200, body)).toMatchObject({ order: "rejected", code: reason });
  });

  it("takes the field that says something (trap 11)", () => {
    const preview = { error: "UNKNOWN_FAILURE_REASON", preview_failure_reason: "PREVIEW_INSUFFICIENT_FUND" };
    expect(judge(200, ofOrder(preview))).toMatchObject({ order: "rejected", code: "PREVIEW_INSUFFICIENT_FUND" });
    const insufficient = { error: "INSUFFICIENT_FUND", preview_failure_reason: "UNKNOWN_PREVIEW_FAILURE_REASON" };
    expect(judge(200, ofOrder(insufficient))).toMatchObject({ order: "rejected", code: "INSUFFICIENT_FUND" });
    expect(judge(200, { errs: ["PREVIEW_INVALID_SIDE"] })).toMatchObject({ code: "PREVIEW_INVALID_SIDE" });
  });

  it("proves nothing without a reason, or with one that nobody knows", () => {
    expect(judge(200, ofOrder({ error: "UNKNOWN_FAILURE_REASON" }))).toMatchObject({ order: "unknown" });
    expect(judge(200, ofOrder({ error: "SOMETHING_NEW" }))).toMatchObject({ order: "unknown", code: "SOMETHING_NEW" });
  });
});

describe("any call", () => {
  const v3 = (error: string, details = "") => ({ error, error_details: details, message: details });
  const v2 = (id: string, message = "") => ({ errors: [{ id, message }] });
  const rows: readonly (readonly [number, object | null, string, "rejected" | "unknown", string])[] = [
    [401, null, "auth", "rejected", "VENUE_AUTH"],
    [403, null, "permission", "rejected", "VENUE_PERMISSION"],
    [403, v3("PERMISSION_DENIED", "Missing required scopes"), "permission", "rejected", "VENUE_PERMISSION"],
    [403, v2("invalid_scope"), "permission", "rejected", "VENUE_PERMISSION"],
    [401, v3("UNAUTHENTICATED"), "auth", "rejected", "VENUE_AUTH"],
    [401, v2("authentication_error", "invalid api key"), "auth", "rejected", "VENUE_AUTH"],
    [401, v2("authentication_error", "request timestamp expired"), "clock", "rejected", "VENUE_CLOCK"],
    [401, v2("invalid_token"), "auth", "rejected", "VENUE_AUTH"],
    [401, v2("revoked_token"), "auth", "rejected", "VENUE_AUTH"],
    [401, v2("expired_token"), "auth", "rejected", "VENUE_AUTH"],
    [401, v2("unauthorized"), "auth", "rejected", "VENUE_AUTH"],
    [401, v2("invalid_authentication_method"), "auth", "rejected", "VENUE_AUTH"],
    [402, v2("two_factor_required"), "auth", "rejected", "VENUE_AUTH"],
    [400, v2("unverified_email"), "auth", "rejected", "VENUE_AUTH"],
    [400, v2("identity_verification_required"), "auth", "rejected", "VENUE_AUTH"],
    [400, v2("personal_details_required"), "auth", "rejected", "VENUE_AUTH"],
    [400, v3("INVALID_ARGUMENT", "invalid limit"), "refused", "rejected", "VENUE_REJECTED"],
    [400, v2("invalid_request"), "refused", "rejected", "VENUE_REJECTED"],
    [400, v2("param_required"), "refused", "rejected", "VENUE_REJECTED"],
    [400, v2("validation_error"), "refused", "rejected", "VENUE_REJECTED"],
    [400, v3("SOMETHING_NEW"), "refused", "rejected", "VENUE_REJECTED"],
    [404, v3("unknown", "order with this orderID was not found"), "orderNotFound", "rejected", "ORDER_NOT_FOUND"],
    [404, v3("NOT_FOUND"), "orderNotFound", "rejected", "ORDER_NOT_FOUND"],
    [404, v2("not_found"), "orderNotFound", "rejected", "ORDER_NOT_FOUND"],
    [429, null, "rate", "rejected", "VENUE_RATE_LIMITED"],
    [429, v2("rate_limit_exceeded"), "rate", "rejected", "VENUE_RATE_LIMITED"],
    [200, v3("RESOURCE_EXHAUSTED"), "rate", "rejected", "VENUE_RATE_LIMITED"],
    [200, v3("RATE_LIMIT_EXCEEDED"), "rate", "rejected", "VENUE_RATE_LIMITED"],
    [451, null, "region", "rejected", "VENUE_NOT_SUPPORTED"],
    [500, v2("internal_server_error"), "busy", "unknown", "VENUE_UNREACHABLE"],
    [500, v3("INTERNAL"), "busy", "unknown", "VENUE_UNREACHABLE"],
    [503, v3("UNAVAILABLE"), "busy", "unknown", "VENUE_UNREACHABLE"],
    [504, v3("DEADLINE_EXCEEDED"), "busy", "unknown", "VENUE_UNREACHABLE"],
    [502, null, "busy", "unknown", "VENUE_UNREACHABLE"],
    // Whatever a broken gateway says, the order may have passed it.
    [500, v3("INVALID_ARGUMENT"), "refused", "unknown", "VENUE_REJECTED"],
  ];

  it.each(rows)("%i %j is %s", (status, body, kind, order, read) => {
    expect(judge(status, body)).toMatchObject({ kind, order, read });
  });
});

describe("no refusal", () => {
  it.each([
    { orders: [], has_next: false, cursor: "" },
    { success: true, success_response: { order_id: "1" } },
    { errs: [], preview_id: "1" },
    { errors: [] },
    [],
  ])("%j", (body) => expect(readCoinbaseError(new Answer(COINBASE, "error", body))).toBeNull());
});
