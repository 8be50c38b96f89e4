// Is this order, with all sent before it for the same leg, no more than what was approved?

import { planPartCap, planPartKind } from "#engine/rebalancing/plan-leg-parts.ts";
import { computeMostFilled } from "#engine/risk/compute-most-filled.ts";
import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export const orderInPlan: Gate = {
  name: "Part of the plan",
  when: "always",
  check: ({ draft, plan, planState, orders }) => {
    const leg = plan.legs[draft.legIndex];
    if (leg === undefined || draft.planId !== plan.planId) {
      return denyPlan("ORDER_NOT_IN_PLAN", `The plan has no leg ${draft.legIndex + 1}.`);
    }
    const same =
      leg.accountId === draft.accountId &&
      leg.venue === draft.venue &&
      leg.symbol === draft.symbol &&
      leg.side === draft.side;
    const own = orders
      .map(({ order }) => order)
      .filter((order) => order.planId === draft.planId && order.legIndex === draft.legIndex);
    const part = own.filter(({ state }) => state !== "DENIED").length + 1;
    // Before the approval the leg is looked at as a whole.
    const whole = planState === "PREVIEWED";
    if (!same || (whole ? leg.kind : planPartKind(leg, part)) !== draft.kind) {
      return denyPlan("ORDER_NOT_IN_PLAN", `Leg ${draft.legIndex + 1} was approved as another order.`);
    }
    const limit = Decimal.parse(leg.limitPrice);
    if (draft.side === "buy" ? draft.limitPrice.gt(limit) : draft.limitPrice.lt(limit)) {
      return denyPlan(
        "ORDER_NOT_IN_PLAN",
        `Its limit ${draft.limitPrice} is worse than the approved ${leg.limitPrice}.`,
      );
    }
    const used = Decimal.sum(own.map(computeMostFilled));
    const cap = whole ? Decimal.parse(leg.quantity) : planPartCap(leg, part);
    return used.add(draft.quantity).gt(cap)
      ? denyPlan("ORDER_NOT_IN_PLAN", `With ${used} used, ${draft.quantity} is more than the approved ${cap}.`)
      : null;
  },
};
