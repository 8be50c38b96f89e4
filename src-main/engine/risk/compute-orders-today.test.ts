import { describe, expect, it } from "vitest";
import type { Order } from "#shared/domain/order.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import { computeOrdersToday } from "./compute-orders-today.ts";

const MIDNIGHT = 1_767_571_200_000;
const planned = (atMs: number, state: Order["state"] = "FILLED") => ({
  order: { state } as Order,
  plannedAt: unixMs(MIDNIGHT + atMs),
});
const noon = unixMs(MIDNIGHT + DAY_MS / 2);

describe("computeOrdersToday", () => {
  it("counts from UTC midnight on, the first millisecond included", () => {
    expect(computeOrdersToday([planned(-1), planned(0), planned(1)], noon)).toBe(2);
    expect(computeOrdersToday([planned(0)], unixMs(MIDNIGHT + DAY_MS))).toBe(0);
  });

  it("counts what was sent, whatever became of it, and not what a gate denied", () => {
    const states = ["SUBMITTING", "UNKNOWN", "REJECTED", "CANCELED", "ATTESTED"] as const;
    expect(computeOrdersToday([...states.map((state) => planned(1, state)), planned(1, "DENIED")], noon)).toBe(5);
  });
});
