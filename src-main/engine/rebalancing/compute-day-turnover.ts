// How much did a profile trade since midnight UTC?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Order } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { DAY_MS, floorTime, type UnixMs } from "#shared/domain/time.ts";

const VALUE_SCALE = 12;

/** Value of what was filled, or may still be, of every order sent today, at the values its plan gave its legs. */
export function computeDayTurnover(
  orders: readonly Order[],
  planOf: (order: Order) => Pick<RebalancePlan, "legs"> | undefined,
  now: UnixMs,
): Decimal {
  const midnight = floorTime(now, DAY_MS);
  return Decimal.sum(
    orders
      .filter((order) => (order.sentAt ?? 0) >= midnight)
      .map((order) => {
        const leg = planOf(order)?.legs[order.legIndex];
        if (leg === undefined || Decimal.parse(leg.quantity).isZero) return Decimal.ZERO;
        const open = order.state === "UNKNOWN" || order.state === "SUBMITTING";
        const quantity = Decimal.parse(open ? order.quantity : order.filledQuantity);
        return Decimal.parse(leg.value).mul(quantity).div(Decimal.parse(leg.quantity), VALUE_SCALE, "up");
      }),
  );
}
