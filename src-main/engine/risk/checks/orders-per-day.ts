// Were enough orders sent today?

import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { DAY_MS, floorTime } from "#shared/domain/time.ts";

export const ordersPerDay: Gate = {
  name: "Orders of the day",
  when: "always",
  check: ({ orders, now, limits }) => {
    const midnight = floorTime(now, DAY_MS);
    const sent = orders.filter(({ order, plannedAt }) => plannedAt >= midnight && order.state !== "DENIED").length;
    return sent >= limits.maxOrdersPerDay
      ? denyPlan(
          "ORDERS_PER_DAY",
          `${sent} orders were sent since midnight UTC; ${limits.maxOrdersPerDay} are allowed.`,
        )
      : null;
  },
};
