// What of a profile do its strategies' decisions depend on?
import { computeIdentitySettings, computeStaticSeed, type Identified } from "#engine/profiles/compute-identity.ts";
import type { StrategyConfiguration } from "#shared/domain/decision.ts";

/**
 * The same settings give the same configuration for ever: it is part of every decision's hash. The wheel is always followed, for its
 * signals are its own; without a weight it has no vote.
 */
export function computeStrategyConfiguration(profile: Identified): StrategyConfiguration {
  const { complexityFactor, trajectoryWeight } = computeIdentitySettings(profile);
  const { weights, mode, confidenceThreshold, signalStrengthThreshold, entropyThreshold, driftDeltaRange } =
    profile.strategies;
  return {
    staticSeed: computeStaticSeed(profile),
    ...{ complexityFactor, trajectoryWeight, weights: { cycleWheel: 0, ...weights }, mode },
    ...{ confidenceThreshold, signalStrengthThreshold, entropyThreshold, driftDeltaRange },
  };
}
