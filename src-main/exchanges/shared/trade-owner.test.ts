// Is a trade given to its order, and a fresh one without an order never dropped?
import { describe, expect, it } from "vitest";
import { clientOrderIdSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { ownerOf } from "./trade-owner.ts";

const venue = venueIdSchema.parse("kraken");
const own = clientOrderIdSchema.parse("6d1b345e-2821-40e2-ad83-4ecb18a06876");
const owners = new Map([
  ["ours", own],
  ["theirs", null],
]);
const of = (orderId: string, ageMs: number) =>
  ownerOf(venue, owners, { orderId, tsEvent: unixMs(10_000_000 - ageMs) }, unixMs(10_000_000));

describe("a trade's order", () => {
  it("is ours, somebody else's, or long gone", () => {
    expect([of("ours", 0), of("theirs", 0), of("unknown", 3_600_001)]).toEqual([own, null, null]);
  });

  it("is asked for again while it may still appear", () => {
    expect(() => of("unknown", 1_000)).toThrow(expect.objectContaining({ code: "VENUE_ANSWER", retryable: true }));
  });
});
