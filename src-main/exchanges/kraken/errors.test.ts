// Does each of Kraken's errors mean what it should?
import { describe, expect, it } from "vitest";
import { CallFailure } from "#exchanges/shared/call-failure.ts";
import { judgeFailure } from "#exchanges/shared/ccxt-errors.ts";
import { KRAKEN_ERRORS, readKrakenError } from "./errors.ts";
import { KRAKEN } from "./quirks.ts";

function judge(body: object, status = 200) {
  const venueError = readKrakenError(body);
  return judgeFailure(
    new CallFailure({ stage: "answered", reason: "refusal", status, venueError, error: null, retryAfterMs: null }),
    KRAKEN,
    KRAKEN_ERRORS,
  );
}

describe("Kraken's errors", () => {
  it.each([
    ["EAPI:Invalid key", "VENUE_AUTH", "rejected"],
    ["EAPI:Invalid signature", "VENUE_AUTH", "rejected"],
    ["EGeneral:Permission denied", "VENUE_PERMISSION", "rejected"],
    ["EAccount:Invalid permissions", "VENUE_PERMISSION", "rejected"],
    ["EAPI:Feature disabled", "VENUE_PERMISSION", "rejected"],
    ["EAPI:Invalid nonce", "VENUE_CLOCK", "rejected"],
    ["EAPI:Rate limit exceeded", "VENUE_RATE_LIMITED", "rejected"],
    ["EOrder:Rate limit exceeded", "VENUE_RATE_LIMITED", "rejected"],
    ["EGeneral:Temporary lockout", "VENUE_RATE_LIMITED", "rejected"],
    ["EService:Throttled: 1688669448", "VENUE_RATE_LIMITED", "rejected"],
    ["EService:Market in cancel_only mode", "VENUE_MAINTENANCE", "rejected"],
    ["EService:Market in post_only mode", "VENUE_MAINTENANCE", "rejected"],
    ["EService:Unavailable", "VENUE_UNREACHABLE", "unknown"],
    ["EService:Busy", "VENUE_UNREACHABLE", "unknown"],
    ["EService:Timeout", "VENUE_UNREACHABLE", "unknown"],
    ["EService:Deadline elapsed", "VENUE_UNREACHABLE", "unknown"],
    ["EGeneral:Internal error", "VENUE_UNREACHABLE", "unknown"],
    ["EOrder:Insufficient funds", "VENUE_REJECTED", "rejected"],
    ["EOrder:Order minimum not met", "VENUE_REJECTED", "rejected"],
    ["EOrder:Cost minimum not met", "VENUE_REJECTED", "rejected"],
    ["EOrder:Tick size check failed", "VENUE_REJECTED", "rejected"],
    ["EOrder:Post only order", "VENUE_REJECTED", "rejected"],
    ["EOrder:Orders limit exceeded", "VENUE_REJECTED", "rejected"],
    ["EGeneral:Invalid arguments:cl_ord_id", "VENUE_REJECTED", "rejected"],
    ["EQuery:Unknown asset pair", "VENUE_REJECTED", "rejected"],
    ["EOrder:Unknown order", "ORDER_NOT_FOUND", "rejected"],
    // An order with the id is there: never taken for refused.
    ["EOrder:Duplicate cl_ord_id", "VENUE_REJECTED", "unknown"],
    ["EOrder:Something new", "VENUE_REJECTED", "unknown"],
    ["ENew:Unheard of", "VENUE_REJECTED", "unknown"],
  ])("%s", (error, code, order) => {
    const verdict = judge({ error: [error] });
    expect([verdict.error.code, verdict.order, verdict.code]).toEqual([code, order, error]);
    expect(verdict.message).toContain("Kraken");
  });

  it("does not take a warning for an error, and the first error counts", () => {
    expect(readKrakenError({ error: ["WGeneral:Old version"], result: {} })).toBeNull();
    expect(readKrakenError({ error: [], result: {} })).toBeNull();
    expect(readKrakenError({ error: ["WGeneral:Old", "EService:Busy"] })).toEqual({
      code: "EService:Busy",
      message: "",
    });
  });

  it("does not know what an error of another form means", () => {
    expect(judge({ error: [{ code: 5 }] }).order).toBe("unknown");
    expect(judge({ error: "EOrder:Insufficient funds" }).order).toBe("rejected");
  });
});
