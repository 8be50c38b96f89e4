// Does each of Binance's errors mean what it should?
import { describe, expect, it } from "vitest";
import { CallFailure } from "#exchanges/shared/call-failure.ts";
import { judgeFailure } from "#exchanges/shared/ccxt-errors.ts";
import { BINANCE_ERRORS, readBinanceError } from "./errors.ts";
import { BINANCE } from "./quirks.ts";

function judge(body: object, status = 400) {
  const venueError = readBinanceError(body);
  return judgeFailure(
    new CallFailure({ stage: "answered", reason: "refusal", status, venueError, error: null, retryAfterMs: null }),
    BINANCE,
    BINANCE_ERRORS,
  );
}

describe("Binance's errors", () => {
  it.each([
    ["-1000", "An unknown error occurred", "VENUE_UNREACHABLE", "unknown"],
    ["-1001", "Internal error; unable to process your request.", "VENUE_UNREACHABLE", "unknown"],
    ["-1006", "An unexpected response was received. Execution status unknown.", "VENUE_UNREACHABLE", "unknown"],
    ["-1007", "Timeout waiting for response from backend server.", "VENUE_UNREACHABLE", "unknown"],
    ["-1008", "Server is currently overloaded.", "VENUE_UNREACHABLE", "unknown"],
    ["-1003", "Too many requests queued.", "VENUE_RATE_LIMITED", "rejected"],
    ["-1015", "Too many new orders.", "VENUE_RATE_LIMITED", "rejected"],
    ["-1016", "This service is no longer available.", "VENUE_MAINTENANCE", "rejected"],
    ["-1021", "Timestamp for this request is outside of the recvWindow.", "VENUE_CLOCK", "rejected"],
    ["-1022", "Signature for this request is not valid.", "VENUE_AUTH", "rejected"],
    ["-2014", "API-key format invalid.", "VENUE_AUTH", "rejected"],
    ["-2015", "Invalid API-key, IP, or permissions for action.", "VENUE_AUTH", "rejected"],
    ["-1013", "Filter failure: NOTIONAL", "VENUE_REJECTED", "rejected"],
    ["-1013", "Filter failure: LOT_SIZE", "VENUE_REJECTED", "rejected"],
    ["-1100", "Illegal characters found in a parameter.", "VENUE_REJECTED", "rejected"],
    ["-1111", "Parameter 'quantity' has too much precision.", "VENUE_REJECTED", "rejected"],
    ["-1121", "Invalid symbol.", "VENUE_REJECTED", "rejected"],
    ["-2010", "Account has insufficient balance for requested action.", "VENUE_REJECTED", "rejected"],
    ["-2010", "Order would immediately match and take.", "VENUE_REJECTED", "rejected"],
    ["-2010", "Market is closed.", "VENUE_MAINTENANCE", "rejected"],
    ["-2010", "This symbol is not permitted for this account.", "VENUE_PERMISSION", "rejected"],
    ["-2010", "This action is disabled on this account.", "VENUE_PERMISSION", "rejected"],
    // An order with the id is there: never taken for refused.
    ["-2010", "Duplicate order sent.", "VENUE_REJECTED", "unknown"],
    ["-2011", "Unknown order sent.", "ORDER_NOT_FOUND", "rejected"],
    ["-2011", "Order was not canceled due to cancel restrictions.", "VENUE_REJECTED", "rejected"],
    ["-2013", "Order does not exist.", "ORDER_NOT_FOUND", "rejected"],
    [
      "-2026",
      "Order was canceled or expired with no executed qty over 90 days ago and has been archived.",
      "VENUE_REJECTED",
      "rejected",
    ],
    ["-9999", "Something new.", "VENUE_REJECTED", "unknown"],
  ])("%s %s", (code, msg, read, order) => {
    const verdict = judge({ code, msg });
    expect([verdict.error.code, verdict.order, verdict.code]).toEqual([read, order, code]);
  });

  it("goes by the status where there is no code, and takes no success for an error", () => {
    expect(judge({}, 403)).toMatchObject({ kind: "rate", order: "rejected" });
    expect(judge({}, 451)).toMatchObject({ kind: "region", order: "rejected" });
    expect(judge({ code: "-1003", msg: "banned" }, 418)).toMatchObject({ kind: "banned", order: "rejected" });
    expect(judge({ code: "-2010", msg: "x" }, 503).order).toBe("unknown");
    for (const body of [{ code: "0" }, { code: "200" }, { code: true }, {}, []])
      expect(readBinanceError(body)).toBeNull();
  });
});
