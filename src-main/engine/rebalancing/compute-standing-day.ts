// What do the automatic plans of a profile come to on one day (UTC), as its journal tells them?
import { Decimal } from "#shared/domain/decimal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import { isPlanOver } from "#shared/domain/plan.ts";
import { DAY_MS, floorTime, type UnixMs } from "#shared/domain/time.ts";
import { computeDayTurnover } from "./compute-day-turnover.ts";
import { computePlanUse, type StandingDay } from "./compute-standing-approval.ts";
import type { PlanStanding } from "./plan-book-of-record.ts";

/**
 * Turnover: value of what today's orders filled or may still fill. Cost: of each plan that was approved or sent anything today
 * the larger of planned and reported; nothing of one that ended without an order. Under whichever standing approval they ran.
 */
export function computeStandingDay(plans: readonly PlanStanding[], orders: readonly Order[], now: UnixMs): StandingDay {
  const automatic = new Map(
    plans
      .filter(({ approval }) => approval?.standing !== undefined)
      .map((standing) => [standing.plan.planId, standing]),
  );
  const own = orders.filter(({ planId, sentAt }) => sentAt !== null && automatic.has(planId));
  const midnight = floorTime(now, DAY_MS);
  let cost = Decimal.ZERO;
  for (const { plan, state, approval, report } of automatic.values()) {
    const sent = own.filter(({ planId }) => planId === plan.planId);
    const isToday = (approval?.at ?? 0) >= midnight || sent.some((order) => isOfDay(order, midnight));
    if (!isToday || (isPlanOver(state) && sent.length === 0)) continue;
    cost = cost.add(Decimal.max(computePlanUse(plan).cost, Decimal.parse(report?.actualCost ?? "0")));
  }
  return { turnover: computeDayTurnover(own, ({ planId }) => automatic.get(planId)?.plan, now), cost };
}

const isOfDay = ({ state, sentAt }: Order, midnight: number): boolean =>
  !isTerminal(state) || (sentAt ?? 0) >= midnight;
