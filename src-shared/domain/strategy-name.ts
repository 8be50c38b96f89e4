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
