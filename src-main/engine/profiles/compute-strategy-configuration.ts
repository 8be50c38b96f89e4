// What of a profile do the decisions of its strategies depend on?
import type { StrategyConfiguration } from "#shared/domain/decision.ts";
import { computeIdentitySettings, computeStaticSeed, type Identified } from "./compute-identity.ts";

/** The same settings give the same configuration for ever: it is part of every decision's hash. */
export function computeStrategyConfiguration(profile: Identified): StrategyConfiguration {
  const { complexityFactor, trajectoryWeight } = computeIdentitySettings(profile);
  const { weights, mode, confidenceThreshold, signalStrengthThreshold, entropyThreshold, driftDeltaRange } =
    profile.strategies;
  return {
    staticSeed: computeStaticSeed(profile),
    ...{ complexityFactor, trajectoryWeight, weights, mode },
    ...{ confidenceThreshold, signalStrengthThreshold, entropyThreshold, driftDeltaRange },
  };
}
