// May this profile trade, and in this direction?
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const tradingState: Gate = {
  name: "Profile may trade",
  when: "always",
  check: ({ trading, draft, isCash }) => {
    if (trading.state === "halted") {
      return denyPlan("PROFILE_HALTED", `Trading of this profile is halted: ${trading.reason ?? "no reason given"}`);
    }
    if (trading.state === "reducing" && !(draft.side === "sell" && isCash(draft.quote))) {
      return denyPlan("PROFILE_REDUCING", "This profile only lowers risk now: only sales for cash are sent.");
    }
    return null;
  },
};
