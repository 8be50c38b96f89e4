// The solver's thread: loads the solver once and plans what it is asked for.
import type { SolverAnswer } from "#engine/ports/plan-solver.ts";
import { computeOptimalPlan } from "#engine/rebalancing/optimal/compute-optimal-plan.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { serveQuestions } from "#workers/serve-questions.ts";
import { loadHighsFactory } from "./highs-program.ts";

const loading = loadHighsFactory();

serveQuestions<PlannerInput, SolverAnswer>(
  async (input) => ({ kind: "planned", result: computeOptimalPlan(input, await loading) }),
  () => "The solver failed",
);
