// How many orders of an account did its venue refuse in a row, for reasons that point at a fault of ours?
import type { Order } from "#shared/domain/order.ts";

/** Orders of one account refused in a row at which trading halts. */
export const REFUSALS_TO_HALT = 3;

/** Refusals that good orders meet too: the price moved, the money is elsewhere, the venue is busy. */
const HARMLESS = /PRICE|BOOK|POST_ONLY|WOULD_TAKE|FUNDS|BALANCE|RATE/;

/** `orders`: of one account, in the order they were planned. Orders that never reached the venue do not count. */
export function computeRefusalStreak(orders: readonly Order[]): number {
  let streak = 0;
  for (const order of orders) {
    if (order.state === "REJECTED") {
      if (!HARMLESS.test(order.reason ?? "")) streak += 1;
    } else if (order.venueOrderId !== null) {
      streak = 0;
    }
  }
  return streak;
}
