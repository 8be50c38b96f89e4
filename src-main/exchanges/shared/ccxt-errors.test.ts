// Does each kind of failure mean what the table of resources/docs/exchanges.md section 5 says, for reads and for orders?
import {
  AuthenticationError,
  BadRequest,
  BadResponse,
  DDoSProtection,
  ExchangeError,
  ExchangeNotAvailable,
  InsufficientFunds,
  InvalidNonce,
  InvalidOrder,
  NetworkError,
  NullResponse,
  OnMaintenance,
  OperationFailed,
  OperationRejected,
  OrderNotFound,
  PermissionDenied,
  RateLimitExceeded,
  RequestTimeout,
} from "ccxt";
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { CallFailure, type FailureFacts } from "./call-failure.ts";
import { type ErrorTable, judgeFailure } from "./ccxt-errors.ts";

const venue = venueIdSchema.parse("kraken");
const NO_TABLE: ErrorTable = { rows: [], statuses: [] };
const facts = (changes: Partial<FailureFacts>): FailureFacts => ({
  stage: "answered",
  reason: "refusal",
  status: 200,
  venueError: null,
  error: null,
  retryAfterMs: null,
  ...changes,
});
const judge = (changes: Partial<FailureFacts>, table = NO_TABLE) =>
  judgeFailure(new CallFailure(facts(changes)), venue, table);

describe("what a failure means", () => {
  it.each([
    ["no answer in time", { stage: "noAnswer", reason: "timeout", status: null }, "VENUE_UNREACHABLE", true, "unknown"],
    ["cut off", { stage: "noAnswer", reason: "network", status: null }, "VENUE_UNREACHABLE", true, "unknown"],
    ["stopped under way", { stage: "noAnswer", reason: "aborted", status: null }, "VENUE_UNREACHABLE", true, "unknown"],
    ["sent elsewhere", { stage: "noAnswer", reason: "redirect", status: null }, "VENUE_UNREACHABLE", true, "unknown"],
    ["never left", { stage: "notSent", reason: "network", status: null }, "VENUE_UNREACHABLE", true, "rejected"],
    ["left too late", { stage: "notSent", reason: "late", status: null }, "VENUE_UNREACHABLE", true, "rejected"],
    ["stopped before", { stage: "notSent", reason: "aborted", status: null }, "VENUE_UNREACHABLE", true, "rejected"],
    ["cannot sign", { stage: "notSent", reason: "signing", status: null }, "VENUE_AUTH", false, "rejected"],
    ["not understood", { reason: "malformed" }, "VENUE_ANSWER", true, "unknown"],
    ["418", { status: 418 }, "VENUE_BANNED", true, "rejected"],
    ["429", { status: 429 }, "VENUE_RATE_LIMITED", true, "rejected"],
    ["451", { status: 451 }, "VENUE_NOT_SUPPORTED", false, "rejected"],
    ["500", { status: 500 }, "VENUE_UNREACHABLE", true, "unknown"],
    ["502", { status: 502, reason: "malformed" }, "VENUE_UNREACHABLE", true, "unknown"],
    ["503", { status: 503 }, "VENUE_UNREACHABLE", true, "unknown"],
    ["no class, no row", { status: 400, error: new Error("?") }, "VENUE_REJECTED", false, "unknown"],
  ] as const)("%s", (_name, changes, code, retryable, order) => {
    const verdict = judge(changes);
    expect(verdict.error).toMatchObject({ code, retryable });
    expect(verdict.order).toBe(order);
  });

  it.each([
    [new AuthenticationError(""), "VENUE_AUTH", "rejected"],
    [new PermissionDenied(""), "VENUE_PERMISSION", "rejected"],
    [new InsufficientFunds(""), "VENUE_REJECTED", "rejected"],
    [new InvalidOrder(""), "VENUE_REJECTED", "rejected"],
    [new OrderNotFound(""), "ORDER_NOT_FOUND", "rejected"],
    [new BadRequest(""), "VENUE_REJECTED", "rejected"],
    [new OperationRejected(""), "VENUE_REJECTED", "rejected"],
    [new DDoSProtection(""), "VENUE_RATE_LIMITED", "rejected"],
    [new RateLimitExceeded(""), "VENUE_RATE_LIMITED", "rejected"],
    [new InvalidNonce(""), "VENUE_CLOCK", "rejected"],
    [new OnMaintenance(""), "VENUE_MAINTENANCE", "rejected"],
    [new ExchangeNotAvailable(""), "VENUE_UNREACHABLE", "unknown"],
    [new RequestTimeout(""), "VENUE_UNREACHABLE", "unknown"],
    [new NetworkError(""), "VENUE_UNREACHABLE", "unknown"],
    [new OperationFailed(""), "VENUE_UNREACHABLE", "unknown"],
    [new BadResponse(""), "VENUE_UNREACHABLE", "unknown"],
    [new NullResponse(""), "VENUE_UNREACHABLE", "unknown"],
    [new ExchangeError(""), "VENUE_REJECTED", "unknown"],
  ] as const)("class %s without a row", (error, code, order) => {
    const verdict = judge({ error });
    expect([verdict.error.code, verdict.order, verdict.code]).toEqual([code, order, error.name]);
  });

  it("lets a row win over the class, but not over a gateway's status when an order was sent", () => {
    const table: ErrorTable = { rows: [["-2015", "auth"]], statuses: [] };
    const venueError = { code: "-2015", message: "Invalid API-key, IP, or permissions for action." };
    // Trap 10: the library calls a revoked key that worked before a rate limit.
    const revoked = judge({ venueError, error: new DDoSProtection(""), status: 401 }, table);
    expect([revoked.error.code, revoked.order, revoked.code]).toEqual(["VENUE_AUTH", "rejected", "-2015"]);
    expect(judge({ venueError, status: 502 }, table).order).toBe("unknown");
  });

  it("takes the library's own refusal before sending for a rejection", () => {
    expect(judge({ stage: "notSent", error: new InvalidOrder("") }).order).toBe("rejected");
    expect(judge({ stage: "notSent", error: new OperationFailed("") }).order).toBe("rejected");
  });

  it("keeps the code of what stopped a call beforehand", () => {
    const verdict = judgeFailure(new EngineError("SECRET_LOCKED", "The vault is locked."), venue, NO_TABLE);
    expect(verdict).toMatchObject({ order: "rejected", code: "SECRET_LOCKED", message: "The vault is locked." });
  });

  it("takes an error that nobody foresaw for an answer that was not understood", () => {
    expect(judgeFailure(new TypeError("x is undefined"), venue, NO_TABLE)).toMatchObject({
      order: "unknown",
      kind: "malformed",
    });
  });

  it("speaks in plain sentences that name the venue and hold no address, key or signature", () => {
    const signature = "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71";
    const message = `Bad call https://api.kraken.com/0/private?signature=${signature} ${signature}`;
    const verdict = judge({ venueError: { code: "E1", message } });
    expect(verdict.message).toBe("Kraken refused it: E1 Bad call … ….");
    expect(verdict.error.message).toBe(verdict.message);
    expect(JSON.stringify(verdict.error.data)).not.toContain(signature);
    expect(judge({ status: 500 }).message).toBe("Kraken could not answer (HTTP 500).");
  });
});
