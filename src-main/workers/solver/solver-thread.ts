// How does the engine's thread ask the solver's thread? It is started by the first plan, kept warm, and killed when it takes too long.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { PlanSolver, SolverAnswer } from "#engine/ports/plan-solver.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { KillableThread, startThread, type ThreadWorker } from "#workers/killable-thread.ts";

/** A worker (or a stand-in for one) that plans. */
export type SolverWorker = ThreadWorker<PlannerInput, SolverAnswer>;

/** `entry` is `workerUrl("solver")`. */
export function startSolverWorker(entry: URL): SolverWorker {
  return startThread(entry, { name: "solver" });
}

export class SolverThread implements PlanSolver, Stoppable {
  readonly #thread: KillableThread<PlannerInput, SolverAnswer>;

  constructor(start: () => SolverWorker, clock: Clock) {
    this.#thread = new KillableThread({ start, clock, words: { name: "The solver", was: "was" } });
  }

  solve(input: PlannerInput, { signal }: { readonly signal?: AbortSignal }): Promise<SolverAnswer> {
    return this.#thread.ask(input, signal);
  }

  async dispose(): Promise<void> {
    await this.#thread.dispose();
  }
}
