// Is it time for a rebalance, or a recurring buy, by the clock?
import { Decimal } from "#shared/domain/decimal.ts";
import type { SuggestedPlan } from "#shared/domain/suggestion.ts";
import { HOUR_MS } from "#shared/domain/time.ts";
import type { SchedulePlan } from "#shared/domain/trigger-settings.ts";
import { times, untilText } from "./compute-suggestion-text.ts";
import { inOrder, type Trigger } from "./trigger.ts";

function planOf(plan: SchedulePlan): SuggestedPlan {
  switch (plan.kind) {
    case "profile":
      return { policy: {} };
    case "target":
    case "bandEdge":
      return { policy: { goal: plan.kind } };
    case "invest":
      return { policy: { goal: "cashFlow", invest: { asset: plan.asset, amount: plan.amount } } };
  }
}

/** Hours, for the numbers of a record. */
const hours = (ms: number): Decimal => Decimal.fromInteger(ms).div(Decimal.fromInteger(HOUR_MS), 4, "halfEven");

/** One time is due at once, however many have passed: the others are caught up by it. */
export const scheduleTrigger: Trigger = {
  type: "schedule",
  version: 1,
  name: "schedule",
  evaluate: ({ profile, facts }) => {
    const { plan } = profile.triggers.schedule;
    const { schedule, now } = facts;
    if (schedule === null || schedule.due === null) {
      const next = schedule?.next ?? null;
      const left = next === null ? null : next - now;
      const reason = left === null ? "The schedule has no next time." : `Due ${untilText(left)}.`;
      return inOrder(left === null ? null : hours(-left), Decimal.ZERO, reason);
    }
    const late = now - schedule.due;
    const missed = schedule.missed === 0 ? "" : ` It also catches up ${times(schedule.missed)} before it.`;
    const buys = plan.kind === "invest";
    return {
      quiet: null,
      findings: [
        {
          type: "schedule",
          asset: null,
          title: buys ? `Time to buy for ${plan.amount} ${plan.asset}` : "Time to rebalance",
          reason: `Due by the schedule${missed === "" ? "" : ", once"}.${missed}`,
          action: buys ? `Buy what is under target with ${plan.amount} ${plan.asset}.` : "Look at the plan.",
          plan: planOf(plan),
          priority: "medium",
          measured: hours(late),
          limit: Decimal.ZERO,
        },
      ],
    };
  },
  severity: (measured) => measured,
};
