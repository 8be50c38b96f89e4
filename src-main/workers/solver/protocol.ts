// What do the engine's thread and the solver's thread say to each other?
import type { SolverAnswer } from "#engine/ports/plan-solver.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";

/** One at a time: the thread is asked again only after it answered. */
export interface SolverRequest {
  readonly id: number;
  readonly input: PlannerInput;
}

export interface SolverReply {
  readonly id: number;
  readonly answer: SolverAnswer;
}
