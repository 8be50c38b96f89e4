// Were enough orders sent today?

import { computeOrdersToday } from "#engine/risk/compute-orders-today.ts";
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const ordersPerDay: Gate = {
  name: "Orders of the day",
  when: "always",
  check: ({ draft, planState, orders, now, limits }) => {
    const sent = computeOrdersToday(orders, now);
    // Before the approval the legs in front of this one are still to be sent.
    const before = planState === "PREVIEWED" ? draft.legIndex : 0;
    return sent + before >= limits.maxOrdersPerDay
      ? denyPlan(
          "ORDERS_PER_DAY",
          `${sent + before} orders since midnight UTC come before this one; ${limits.maxOrdersPerDay} are allowed a day.`,
        )
      : null;
  },
};
