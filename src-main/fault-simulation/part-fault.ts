// Is an order that is about to leave the part of its leg that was approved, and not too soon? Reckoned without the engine's code.
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { PlanLeg, RebalancePlan } from "#shared/domain/plan.ts";
import { LOT_PLACES, whole } from "./sim-venue.ts";

/** `own`: all orders of the leg on disk, this one among them. Null where all is as approved. */
export function partFault(leg: PlanLeg, order: Order, own: readonly Order[], nowMs: number): string | null {
  const isItsMarket = order.symbol === leg.symbol && order.side === leg.side && order.accountId === leg.accountId;
  if (!isItsMarket) return `an order of a leg that is to ${leg.side} ${leg.symbol} at ${leg.accountId}`;
  const before = own.filter(({ clientOrderId, state }) => clientOrderId !== order.clientOrderId && state !== "DENIED");
  const rests = leg.makerWaitMs !== undefined && before.length === 0;
  if (order.kind !== (rests ? "postOnly" : leg.kind)) return `order ${before.length + 1} of its leg is ${order.kind}`;
  if (order.restMs !== (rests ? leg.makerWaitMs : undefined)) return "an order rests for another time than approved";
  const { slices } = leg;
  if (slices === undefined) return null;
  const due = slices[before.length];
  if (due !== undefined) {
    const last = Math.max(0, ...before.map(({ sentAt }) => sentAt ?? 0));
    if (before.length > 0 && nowMs - last < due.waitMs) return `a part left ${nowMs - last} ms after the one before`;
  }
  const allowed = slices
    .slice(0, before.length + 1)
    .reduce((sum, { quantity }) => sum + whole(quantity, LOT_PLACES), 0);
  const used = [...before, order].reduce(
    (sum, { state, quantity, filledQuantity }) =>
      sum + whole(isTerminal(state) ? filledQuantity : quantity, LOT_PLACES),
    0,
  );
  return used > allowed ? `${used} lots are under way where the parts allow ${allowed}` : null;
}

/** Whether an order leaves before its plan may begin, `waitedMs` after its approval at most. Null where all is as approved. */
export function startFault(plan: RebalancePlan | undefined, waitedMs: number, sharesVenues: boolean): string | null {
  const delayMs = plan?.startDelayMs ?? 0;
  if (waitedMs < delayMs) return `an intent ${waitedMs} ms after the approval of a plan that waits ${delayMs}`;
  const meetsOthers = sharesVenues && plan !== undefined && plan.mode !== "paper";
  return meetsOthers && delayMs === 0 ? "a plan begins at once although another profile trades at its venue" : null;
}
