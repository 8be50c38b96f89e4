// Did a person approve this very plan, not too long ago?
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const approval: Gate = {
  name: "Approved",
  when: "send",
  check: ({ approval: given, plan, planState, now, approvalMs }) => {
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
    return null;
  },
};
