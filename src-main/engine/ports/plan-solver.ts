// Who finds the optimal plan, away from the thread that everything else runs on?
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";

export type SolverAnswer =
  | { readonly kind: "planned"; readonly result: PlannerResult }
  /** Stuck, gone or broken; `why` is one plain sentence. */
  | { readonly kind: "failed"; readonly why: string };

export interface PlanSolver {
  /** Plan of a checked input. Rejects with the signal's reason when aborted, and in no other case. */
  solve(input: PlannerInput, options: { readonly signal?: AbortSignal }): Promise<SolverAnswer>;
}
