// Do this plan and this day trade too much?

import { computeDraftValue } from "#engine/risk/compute-draft-value.ts";
import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export const planTurnover: Gate = {
  name: "Turnover of the plan",
  when: "always",
  check: ({ plan, limits }) => {
    const total = Decimal.sum(plan.legs.map((leg) => Decimal.parse(leg.value)));
    const most = Decimal.parse(plan.totalValue).mul(Decimal.parse(limits.maxPlanTurnoverFraction));
    return total.gt(most)
      ? denyPlan("PLAN_TURNOVER", `The plan trades ${total} ${plan.currency}; a plan may trade ${most}.`)
      : null;
  },
};

export const dayTurnover: Gate = {
  name: "Turnover of the day",
  when: "always",
  check: ({ draft, plan, limits, dayTurnover: before }) => {
    const after = before.add(computeDraftValue(plan, draft));
    const most = Decimal.parse(plan.totalValue).mul(Decimal.parse(limits.maxDayTurnoverFraction));
    return after.gt(most)
      ? denyPlan("DAY_TURNOVER", `Today ${after} ${plan.currency} would be traded; ${most} is allowed.`)
      : null;
  },
};
