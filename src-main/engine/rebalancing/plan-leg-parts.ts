// Which order of an approved leg comes next, and how much of the leg may be used up with it?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Order, OrderKind } from "#shared/domain/order.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";

type Parts = Pick<PlanLeg, "kind" | "quantity" | "makerWaitMs" | "slices">;

/** Most that may be bought or sold with all orders up to number `part` (from 1); the whole leg once its parts were sent. */
export function planPartCap(leg: Parts, part: number): Decimal {
  const { slices } = leg;
  if (slices === undefined || part >= slices.length) return Decimal.parse(leg.quantity);
  return Decimal.sum(slices.slice(0, part).map(({ quantity }) => Decimal.parse(quantity)));
}

/** Kind of order number `part`: the first one rests where the leg says so. */
export function planPartKind(leg: Parts, part: number): OrderKind {
  return leg.makerWaitMs !== undefined && part === 1 ? "postOnly" : leg.kind;
}

/** How many orders the leg may take: each of its parts once, and `ordersPerLeg` less one for what they leave. */
export function planOrdersOf(leg: Parts, ordersPerLeg: number): number {
  return (
    ordersPerLeg + (leg.slices === undefined ? 0 : leg.slices.length - 1) + (leg.makerWaitMs === undefined ? 0 : 1)
  );
}

/** How much longer the next part must wait. `sent`: what was sent for the leg, in order. */
export function planPartWait(leg: Parts, sent: readonly Pick<Order, "sentAt">[], now: UnixMs): DurationMs {
  const slice = leg.slices?.[sent.length];
  const before = sent.at(-1)?.sentAt ?? null;
  if (slice === undefined || before === null) return 0;
  // A clock that was set back must not make it wait longer than what was approved.
  return Math.min(slice.waitMs, Math.max(0, before + slice.waitMs - now));
}
