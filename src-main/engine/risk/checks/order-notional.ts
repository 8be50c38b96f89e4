// Is this one order small enough?

import { computeDraftValue } from "#engine/risk/compute-draft-value.ts";
import { denyLeg, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

/** The larger of the order share and three minimum trades, but never over a quarter of the profile. */
const MINIMUM_TRADES = Decimal.fromInteger(3);
const MOST = Decimal.parse("0.25");

export const orderNotional: Gate = {
  name: "Order size",
  when: "always",
  check: ({ draft, plan, limits }) => {
    // The planner knew this total, so no leg it made is refused because the total moved since.
    const total = Decimal.parse(plan.totalValue);
    const share = total.mul(Decimal.parse(limits.maxOrderFraction));
    const floor = Decimal.parse(plan.policy.minTradeValue).mul(MINIMUM_TRADES);
    const cap = Decimal.min(Decimal.max(share, floor), total.mul(MOST));
    const value = computeDraftValue(plan, draft);
    return value.gt(cap)
      ? denyLeg("ORDER_TOO_LARGE", `The order is worth ${value} ${plan.currency}; one order may be worth ${cap}.`)
      : null;
  },
};
