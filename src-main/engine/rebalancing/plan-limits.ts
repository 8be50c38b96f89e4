// Which of the gates' limits must the planner know, so that no leg is refused for what was known when it was planned?
import { computeOrderCap } from "#engine/risk/compute-order-cap.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import type { RiskLimits } from "#shared/domain/policy.ts";

/** Places of a share; cut off, so that the planner's cap is never above the gate's. */
const SHARE_SCALE = 12;

/**
 * The input with the order cap, the turnover cap and the orders left today of the profile's limits in its policy; a stricter policy
 * stays. `ordersToday`: sent since midnight UTC; null where the day does not matter.
 */
export function planWithinLimits(input: PlannerInput, limits: RiskLimits, ordersToday: number | null): PlannerInput {
  const { policy } = input;
  const total = Decimal.sum(
    input.accounts
      .flatMap(({ balances }) => balances)
      .map(({ asset, free, inOrders, earn, locked }) => {
        const amount = Decimal.sum([free, inOrders, earn, locked].map((part) => Decimal.parse(part)));
        return amount.mul(Decimal.parse(input.prices[asset] ?? "0"));
      }),
  );
  if (!total.isPositive) return input;
  const cap = computeOrderCap(total, Decimal.parse(limits.maxOrderFraction), Decimal.parse(policy.minTradeValue));
  const order = cap.div(total, SHARE_SCALE, "down");
  const turnover = Decimal.parse(limits.maxPlanTurnoverFraction);
  const least = (own: string | undefined, limit: Decimal) =>
    (own === undefined ? limit : Decimal.min(limit, Decimal.parse(own))).toString();
  const left = ordersToday === null ? null : Math.max(0, limits.maxOrdersPerDay - ordersToday);
  return {
    ...input,
    policy: {
      ...policy,
      ...(left === null ? {} : { maxOrders: Math.min(left, policy.maxOrders ?? left) }),
      maxOrderFraction: least(policy.maxOrderFraction, order),
      maxTurnoverFraction: least(policy.maxTurnoverFraction, turnover),
    },
  };
}
