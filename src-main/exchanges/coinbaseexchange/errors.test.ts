// Every sentence with which Coinbase Exchange says no, and what that proves of an order that was being sent.
import { describe, expect, it } from "vitest";
import { Answer } from "#exchanges/shared/answer.ts";
import { CallFailure } from "#exchanges/shared/call-failure.ts";
import { judgeFailure } from "#exchanges/shared/ccxt-errors.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { COINBASE_EXCHANGE_ERRORS, readCoinbaseExchangeError } from "./errors.ts";

const VENUE = venueIdSchema.parse("coinbaseexchange");

function judge(status: number, message: string | null) {
  const venueError = message === null ? null : readCoinbaseExchangeError(new Answer(VENUE, "error", { message }));
  const facts = { stage: "answered", reason: "refusal", status, venueError, error: null, retryAfterMs: null } as const;
  const { kind, order, code, error } = judgeFailure(new CallFailure(facts), VENUE, COINBASE_EXCHANGE_ERRORS);
  return { kind, order, code, read: error.code, retryable: error.retryable };
}

const ROWS: readonly (readonly [number, string | null, string, "rejected" | "unknown", string, boolean])[] = [
  [401, "request timestamp expired", "clock", "rejected", "VENUE_CLOCK", true],
  [400, "request timestamp expired", "clock", "rejected", "VENUE_CLOCK", true],
  [401, "invalid timestamp", "clock", "rejected", "VENUE_CLOCK", true],
  [401, "Invalid API Key", "auth", "rejected", "VENUE_AUTH", false],
  [401, "invalid signature", "auth", "rejected", "VENUE_AUTH", false],
  [401, "Invalid Passphrase", "auth", "rejected", "VENUE_AUTH", false],
  [401, "CB-ACCESS-SIGN header is required", "auth", "rejected", "VENUE_AUTH", false],
  [401, null, "auth", "rejected", "VENUE_AUTH", false],
  [403, "Forbidden", "permission", "rejected", "VENUE_PERMISSION", false],
  [403, null, "permission", "rejected", "VENUE_PERMISSION", false],
  [400, "Insufficient funds", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "size is too small. Minimum size is 0.001", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "price too precise", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "price too small", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "Invalid Price", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "Invalid order id", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "Trading pair not available", "refused", "rejected", "VENUE_REJECTED", false],
  [404, "Product not found", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "Post only mode", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "Limit only mode", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "something that nobody has listed", "refused", "rejected", "VENUE_REJECTED", false],
  [400, "Cancel only mode", "maintenance", "rejected", "VENUE_MAINTENANCE", true],
  [400, "The exchange is under maintenance", "maintenance", "rejected", "VENUE_MAINTENANCE", true],
  [404, "NotFound", "orderNotFound", "rejected", "ORDER_NOT_FOUND", false],
  [404, "order not found", "orderNotFound", "rejected", "ORDER_NOT_FOUND", false],
  [400, "Duplicate client_oid", "duplicate", "unknown", "VENUE_REJECTED", false],
  [400, "Order already done", "orderOver", "rejected", "VENUE_REJECTED", false],
  [429, "Private rate limit exceeded", "rate", "rejected", "VENUE_RATE_LIMITED", true],
  [400, "Private rate limit exceeded", "rate", "rejected", "VENUE_RATE_LIMITED", true],
  [451, null, "region", "rejected", "VENUE_NOT_SUPPORTED", false],
  [500, "Internal server error", "busy", "unknown", "VENUE_UNREACHABLE", true],
  [502, null, "busy", "unknown", "VENUE_UNREACHABLE", true],
  [503, "Service Unavailable", "busy", "unknown", "VENUE_UNREACHABLE", true],
  // The library throws for any `message` in an answer of 200; what it means is not known.
  [200, "something that nobody has listed", "unlisted", "unknown", "VENUE_REJECTED", false],
];

describe("refusals", () => {
  it.each(ROWS)("%i %s is %s", (status, message, kind, order, read, retryable) => {
    expect(judge(status, message)).toMatchObject({ kind, order, read, retryable });
  });

  it("gives the sentence as the code", () => {
    expect(judge(400, "Insufficient funds").code).toBe("Insufficient funds");
  });

  it.each([{ id: "1", status: "pending" }, [], [{ message: "of an item" }]])("%j is none", (body) => {
    expect(readCoinbaseExchangeError(new Answer(VENUE, "error", body))).toBeNull();
  });
});
