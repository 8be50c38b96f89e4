// How many orders of an account did its venue refuse in a row, for reasons that point at a fault of ours?
import type { Order } from "#shared/domain/order.ts";
import { isPassingRefusal } from "./compute-passing-refusal.ts";

/** Orders of one account refused in a row at which trading halts. */
export const REFUSALS_TO_HALT = 3;

/** Refusals that good orders meet too: the price moved, the money is elsewhere. */
const HARMLESS = /PRICE|BOOK|POST_ONLY|WOULD_TAKE|FUNDS|BALANCE/;

/** `orders`: of one account, in the order they were planned. Orders that never reached the venue do not count. */
export function computeRefusalStreak(orders: readonly Order[]): number {
  let streak = 0;
  for (const order of orders) {
    if (order.state === "REJECTED") {
      const code = order.reason ?? "";
      if (!HARMLESS.test(code) && !isPassingRefusal(code)) streak += 1;
    } else if (order.venueOrderId !== null) {
      streak = 0;
    }
  }
  return streak;
}
