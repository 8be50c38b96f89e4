// Who turns inputs into legs?
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";

/** Same input, same bytes out. */
export interface Planner {
  /** Version of the planner's rules; part of the plan hash. */
  readonly version: number;
  /** Rejects with `EngineError` INPUT_INVALID (path named) or PLAN_ codes. */
  plan(input: PlannerInput, options: { readonly signal?: AbortSignal }): Promise<PlannerResult>;
}
