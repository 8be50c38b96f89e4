// Is this one order small enough?
import { computeDraftValue } from "#engine/risk/compute-draft-value.ts";
import { computeOrderCap } from "#engine/risk/compute-order-cap.ts";
import { denyLeg, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export const orderNotional: Gate = {
  name: "Order size",
  when: "always",
  check: ({ draft, plan, limits }) => {
    // The planner knew this total, so no leg it made is refused because the total moved since.
    const cap = computeOrderCap(
      Decimal.parse(plan.totalValue),
      Decimal.parse(limits.maxOrderFraction),
      Decimal.parse(plan.policy.minTradeValue),
    );
    const value = computeDraftValue(plan, draft);
    return value.gt(cap)
      ? denyLeg("ORDER_TOO_LARGE", `The order is worth ${value} ${plan.currency}; one order may be worth ${cap}.`)
      : null;
  },
};
