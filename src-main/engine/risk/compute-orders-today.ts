// How many orders were sent since midnight UTC?
import type { Order } from "#shared/domain/order.ts";
import { DAY_MS, floorTime, type UnixMs } from "#shared/domain/time.ts";

/** Those that a gate refused never left and do not count. */
export function computeOrdersToday(
  orders: readonly { readonly order: Pick<Order, "state">; readonly plannedAt: UnixMs }[],
  now: UnixMs,
): number {
  const midnight = floorTime(now, DAY_MS);
  return orders.filter(({ order, plannedAt }) => plannedAt >= midnight && order.state !== "DENIED").length;
}
