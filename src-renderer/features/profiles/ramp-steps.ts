// Which steps has the ramp, and which is the next in each direction? Pure.
import type { Ramp } from "#shared/domain/profile.ts";

export interface RampStep {
  readonly ramp: Ramp;
  readonly words: string;
}

export const RAMP_STEPS: readonly RampStep[] = [
  { ramp: "0.02", words: "2%" },
  { ramp: "0.1", words: "10%" },
  { ramp: "none", words: "Own limits" },
];

/** One step at a time; null where there is none. */
export function rampNeighbors(ramp: Ramp | null): {
  readonly lower: RampStep | null;
  readonly higher: RampStep | null;
} {
  const at = RAMP_STEPS.findIndex((step) => step.ramp === ramp);
  if (at === -1) return { lower: null, higher: null };
  return { lower: RAMP_STEPS[at - 1] ?? null, higher: RAMP_STEPS[at + 1] ?? null };
}
