import { describe, expect, it } from "vitest";
import type { Order } from "#shared/domain/order.ts";
import { computeRefusalStreak } from "./compute-refusal-streak.ts";

const refused = (reason: string | null) => ({ state: "REJECTED", reason, venueOrderId: null }) as Order;
const taken = { state: "FILLED", reason: null, venueOrderId: "v" } as unknown as Order;
const denied = { state: "DENIED", reason: "KILL_SWITCH_ON", venueOrderId: null } as Order;
const bad = refused("BAD_SIGNATURE");

describe("computeRefusalStreak", () => {
  it.each([
    [[], 0],
    [[bad, bad, bad], 3],
    [[bad, bad, taken, bad], 1],
    [[bad, denied, bad], 2],
    [[refused(null), bad], 2],
    [[bad, refused("INSUFFICIENT_FUNDS"), bad], 2],
    [[refused("PRICE_TICK"), refused("POST_ONLY_WOULD_CROSS"), refused("RATE_LIMIT"), refused("NO_BOOK")], 0],
  ] as const)("%#", (orders, streak) => {
    expect(computeRefusalStreak(orders)).toBe(streak);
  });
});
