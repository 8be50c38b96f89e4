// Did a person approve this very plan, not too long ago, or does a live standing approval cover it?
import { computeStandingDenial } from "#engine/rebalancing/compute-standing-approval.ts";
import { computeDraftValue } from "#engine/risk/compute-draft-value.ts";
import { type Denial, denyPlan, type GateFacts, type NarrowGate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

type Facts = "approval" | "plan" | "planState" | "now" | "approvalMs" | "standing" | "draft";

export const approval: NarrowGate<Facts> = {
  name: "Approved",
  when: "send",
  check: (facts) => {
    const { approval: given, plan, planState, now, approvalMs } = facts;
    if (given === null || planState !== "EXECUTING") {
      return denyPlan("NOT_APPROVED", `The plan is ${planState} and has no live approval.`);
    }
    if (given.planHash !== plan.planHash) {
      return denyPlan("APPROVAL_MISMATCH", "The approval names another plan than the one being sent.");
    }
    const age = now - given.at;
    if (age < 0 || age > approvalMs) {
      return denyPlan("APPROVAL_TOO_OLD", `The approval is ${age} ms old; at most ${approvalMs} ms are allowed.`);
    }
    return given.standing === undefined ? null : checkStanding(facts, given.standing);
  },
};

/** Asked at each send: what was live when the plan began may have ended since. */
function checkStanding(
  { plan, standing, draft, now }: Pick<GateFacts, Facts>,
  use: NonNullable<NonNullable<GateFacts["approval"]>["standing"]>,
): Denial | null {
  const { turnover, cost } = standing?.day ?? NOTHING_KNOWN;
  const denial = computeStandingDenial({
    use,
    record: standing?.record ?? null,
    plan,
    day: { turnover: turnover.add(computeDraftValue(plan, draft)), cost },
    now,
  });
  return denial === null ? null : denyPlan(denial.code, denial.message);
}

const NOTHING_KNOWN = { turnover: Decimal.ZERO, cost: Decimal.ZERO };
