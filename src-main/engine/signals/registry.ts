// Which strategies are there? One line each, in the order in which they are listed.
import { cycleWheel } from "./strategies/cycle-wheel.ts";
import { entropyGate } from "./strategies/entropy-gate.ts";
import { evidenceCombiner } from "./strategies/evidence-combiner.ts";
import { executionSchedule } from "./strategies/execution-schedule.ts";
import { volumeMomentum } from "./strategies/volume-momentum.ts";
import { weightTensor } from "./strategies/weight-tensor.ts";
import type { Strategy } from "./strategy.ts";

/** A strategy with its parameters' type closed over: it is asked with a profile's configuration. */
export const STRATEGIES: readonly Strategy[] = [
  volumeMomentum,
  entropyGate,
  weightTensor,
  evidenceCombiner,
  executionSchedule,
  cycleWheel,
];
