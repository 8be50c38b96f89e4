// The solver's thread: loads the solver once and plans what it is asked for.
import { parentPort } from "node:worker_threads";
import { computeOptimalPlan } from "#engine/rebalancing/optimal/compute-optimal-plan.ts";
import { loadHighsFactory } from "./highs-program.ts";
import type { SolverReply, SolverRequest } from "./protocol.ts";

const port = parentPort;
if (port === null) throw new Error("This file is the entry of a worker thread");

const loading = loadHighsFactory();

async function answer({ id, input }: SolverRequest): Promise<SolverReply> {
  try {
    return { id, answer: { kind: "planned", result: computeOptimalPlan(input, await loading) } };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { id, answer: { kind: "failed", why: `The solver failed: ${problem}.` } };
  }
}

port.on("message", (request: SolverRequest) => {
  void answer(request).then((reply) => port.postMessage(reply));
});
