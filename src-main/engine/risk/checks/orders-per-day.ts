// Were enough orders sent today? What takes a position out goes all the same.
import { isExit } from "#engine/rebalancing/plan-exit.ts";
import { planOrdersOf } from "#engine/rebalancing/plan-leg-parts.ts";
import { computeOrdersToday } from "#engine/risk/compute-orders-today.ts";
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const ordersPerDay: Gate = {
  name: "Orders of the day",
  when: "always",
  check: ({ draft, plan, planState, orders, now, limits }) => {
    if (isExit(plan)) return null;
    const sent = computeOrdersToday(orders, now);
    // Before the approval the legs in front of this one, with all their parts, are still to be sent.
    const legs = planState === "PREVIEWED" ? plan.legs.slice(0, draft.legIndex) : [];
    const before = legs.reduce((sum, leg) => sum + planOrdersOf(leg, 1), 0);
    return sent + before >= limits.maxOrdersPerDay
      ? denyPlan(
          "ORDERS_PER_DAY",
          `${sent + before} orders since midnight UTC come before this one; ${limits.maxOrdersPerDay} are allowed a day.`,
        )
      : null;
  },
};
