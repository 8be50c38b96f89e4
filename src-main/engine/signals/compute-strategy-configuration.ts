// What of a profile's settings do its strategies' decisions depend on?
import type { StrategyConfiguration } from "#shared/domain/decision.ts";
import type { ProfileIdentity } from "#shared/domain/profile-identity.ts";
import type { StrategySettings } from "#shared/domain/strategy-settings.ts";

/**
 * The wheel is always followed, for its signals are its own; without a weight it has no vote.
 *
 * @param staticSeed of the profile's identity, hexadecimal
 */
export function computeStrategyConfiguration(
  settings: StrategySettings,
  identity: Pick<ProfileIdentity, "complexityFactor" | "trajectoryWeight">,
  staticSeed: string,
): StrategyConfiguration {
  const { weights, mode, confidenceThreshold, signalStrengthThreshold, entropyThreshold, driftDeltaRange } = settings;
  const { complexityFactor, trajectoryWeight } = identity;
  return {
    staticSeed,
    complexityFactor,
    trajectoryWeight,
    weights: { cycleWheel: 0, ...weights },
    mode,
    confidenceThreshold,
    signalStrengthThreshold,
    entropyThreshold,
    driftDeltaRange,
  };
}
