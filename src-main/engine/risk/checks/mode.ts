// Is the plan for the mode the profile is in, and is that mode unlocked?
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const mode: Gate = {
  name: "Mode",
  when: "always",
  check: ({ plan, profileMode, liveUnlocked }) => {
    if (plan.mode !== profileMode) {
      return denyPlan("MODE_CHANGED", `The plan was made for ${plan.mode}; the profile is in ${profileMode} now.`);
    }
    if (profileMode === "live" && !liveUnlocked) {
      return denyPlan("LIVE_NOT_UNLOCKED", "Live trading of this profile is not unlocked: see Profiles, Mode.");
    }
    return null;
  },
};
