// Which strategies are there?
import { z } from "zod";

/** In the order in which they are listed. The names of the notes' files are labels of the same: see `resources/docs/strategies.md`. */
export const strategyNameSchema = z.enum([
  "volumeMomentum",
  "entropyGate",
  "weightTensor",
  "evidenceCombiner",
  "executionSchedule",
  "cycleWheel",
]);
export type StrategyName = z.infer<typeof strategyNameSchema>;

/** What a person reads. */
export const STRATEGY_TITLES: Readonly<Record<StrategyName, string>> = {
  volumeMomentum: "Volume-weighted momentum",
  entropyGate: "Entropy gate",
  weightTensor: "Regime-weighted ensemble",
  evidenceCombiner: "Evidence combiner",
  executionSchedule: "Execution schedule",
  cycleWheel: "Cycle wheel",
};

/** What the files call them that profiles come from. */
export const NOTES_STRATEGY_NAMES: Readonly<Record<StrategyName, string>> = {
  volumeMomentum: "volume_weighted_hash_oscillator",
  entropyGate: "zygot_zalgo_entropy_dual_key_gate",
  weightTensor: "multi_phase_strategy_weight_tensor",
  evidenceCombiner: "quantum_strategy_calculator",
  executionSchedule: "entropy_enhanced_trading_executor",
  cycleWheel: "ferris_wheel",
};
