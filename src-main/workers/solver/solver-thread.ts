// How does the engine's thread ask the solver's thread, and what when that is stuck? It is started by the first plan, kept warm, and killed when it takes too long.
import { Worker } from "node:worker_threads";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { PlanSolver, SolverAnswer } from "#engine/ports/plan-solver.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import type { SolverReply, SolverRequest } from "./protocol.ts";

/** Far beyond any budget of the planner, the thread's start included: only what is stuck takes so long. */
const STUCK_AFTER = 10 * SECOND_MS;

/** What is needed of a worker (or of a stand-in for one). */
export interface SolverWorker {
  postMessage(request: SolverRequest): void;
  on(event: "message", listener: (reply: SolverReply) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

/** `entry` is `workerUrl("solver")`. */
export function startSolverWorker(entry: URL): SolverWorker {
  const worker = new Worker(entry, {
    name: "solver",
    // It reckons only: flags and secrets of the environment are none of its business.
    env: {},
    execArgv: [],
  });
  // Whoever waits for a plan keeps the program alive by the time limit; the thread itself must not.
  worker.unref();
  return worker;
}

export class SolverThread implements PlanSolver, Stoppable {
  readonly #start: () => SolverWorker;
  readonly #clock: Clock;
  #worker: SolverWorker | null = null;
  #asked: { readonly id: number; readonly settle: (answer: SolverAnswer) => void } | null = null;
  #lastId = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(start: () => SolverWorker, clock: Clock) {
    this.#start = start;
    this.#clock = clock;
  }

  /** One after the other: the thread does one thing at a time, and the limit counts from its own start. */
  solve(input: PlannerInput, { signal }: { readonly signal?: AbortSignal }): Promise<SolverAnswer> {
    const turn = this.#queue.then(() => {
      signal?.throwIfAborted();
      return this.#ask(input, signal);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#kill("The solver was stopped.");
  }

  #ask(input: PlannerInput, signal: AbortSignal | undefined): Promise<SolverAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#disposed) {
        resolve({ kind: "failed", why: "The solver was stopped." });
        return;
      }
      this.#lastId += 1;
      const onAbort = () => {
        // A search that runs cannot be asked to stop.
        reject(signal?.reason);
        void this.#kill("The plan was called off.");
      };
      const limit = this.#clock.after(STUCK_AFTER, () => {
        void this.#kill(`The solver gave no answer within ${STUCK_AFTER / SECOND_MS} s and was ended.`);
      });
      const settle = (answer: SolverAnswer) => {
        this.#asked = null;
        void limit.dispose();
        signal?.removeEventListener("abort", onAbort);
        resolve(answer);
      };
      this.#asked = { id: this.#lastId, settle };
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        this.#running().postMessage({ id: this.#lastId, input });
      } catch (error) {
        settle({ kind: "failed", why: `The solver cannot be started: ${messageOf(error)}.` });
      }
    });
  }

  #running(): SolverWorker {
    if (this.#worker !== null) return this.#worker;
    const worker = this.#start();
    this.#worker = worker;
    const gone = (why: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#asked?.settle({ kind: "failed", why });
    };
    worker.on("message", ({ id, answer }) => {
      if (this.#asked?.id !== id) return;
      // A solver that failed once may have lost its memory: the next plan gets a new one.
      if (answer.kind === "failed") void this.#kill(answer.why);
      else this.#asked.settle(answer);
    });
    worker.on("error", (error) => gone(`The solver ended with an error: ${error.message}.`));
    worker.on("exit", () => gone("The solver ended."));
    return worker;
  }

  async #kill(why: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#asked?.settle({ kind: "failed", why });
    await worker?.terminate();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
