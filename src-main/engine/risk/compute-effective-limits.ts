// Which limits hold for a profile in its mode? The ramp of a live profile lowers what one plan may turn over.
import { Decimal } from "#shared/domain/decimal.ts";
import type { RiskLimits } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** The person's own limit stays where it is the stricter one. */
export function computeEffectiveLimits({ mode, live, limits }: Pick<Profile, "mode" | "live" | "limits">): RiskLimits {
  if (mode !== "live" || live === undefined || live.ramp === "none") return limits;
  const most = Decimal.min(Decimal.parse(live.ramp), Decimal.parse(limits.maxPlanTurnoverFraction));
  return { ...limits, maxPlanTurnoverFraction: most.toString() };
}
