// Is enough left of what the venue lets us ask, to follow this order and to cancel it?
import { computeRateShortage, FREE_SHARE } from "#engine/risk/compute-rate-shortage.ts";
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const rateBudget: Gate = {
  name: "Calls left at the venue",
  when: "send",
  check: ({ budgets, draft }) => {
    const short = computeRateShortage(budgets, FREE_SHARE);
    return short === undefined
      ? null
      : denyPlan(
          "RATE_BUDGET",
          `${short.used} of ${short.limit} calls (${short.name}) are used at ${draft.venue}; ${FREE_SHARE} of them must be free.`,
        );
  },
};
