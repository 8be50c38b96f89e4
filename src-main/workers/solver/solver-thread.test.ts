import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { OptimalPlanner } from "#engine/rebalancing/optimal/optimal-planner.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { widePlanInput } from "#testing/wide-plan-input.ts";
import { SolverThread, type SolverWorker, startSolverWorker } from "./solver-thread.ts";

const input = widePlanInput({ seed: 1, venues: 1, coins: 3, levels: 3 });
const running: SolverThread[] = [];

function thread(start: () => SolverWorker, clock = new ManualClock()): SolverThread {
  const solver = new SolverThread(start, clock);
  running.push(solver);
  return solver;
}

afterEach(async () => {
  for (const solver of running.splice(0)) await solver.dispose();
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("the solver's thread", () => {
  it("is started by the first plan and plans in a thread of its own", async () => {
    let starts = 0;
    const solver = thread(() => {
      starts += 1;
      return startSolverWorker(workerUrl("solver"));
    });
    expect(starts).toBe(0);
    const planner = new OptimalPlanner(solver);
    const first = await planner.plan(input);
    const second = await planner.plan(input);
    expect(first.solver).not.toBe("greedy");
    expect(first.legs.length).toBeGreaterThan(0);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(starts).toBe(1);
  });

  it("is killed when it is stuck, the greedy plan says so, and the next plan starts another", async () => {
    const clock = new ManualClock();
    const endless = new URL("data:text/javascript,for (;;) {}");
    const entries = [endless, workerUrl("solver")];
    const workers: Worker[] = [];
    const solver = thread(() => {
      const worker = startSolverWorker(entries.shift() ?? endless);
      if (worker instanceof Worker) workers.push(worker);
      return worker;
    }, clock);
    const planner = new OptimalPlanner(solver);
    const stuck = planner.plan(input);
    await settled();
    await clock.advance(9_999);
    expect(workers.map((worker) => worker.threadId > 0)).toEqual([true]);
    const gone = new Promise((resolve) => workers[0]?.once("exit", resolve));
    await clock.advance(1);
    const plan = await stuck;
    await gone;
    expect(plan.solver).toBe("greedy");
    expect(plan.gap).toBeNull();
    expect(plan.warnings.at(-1)).toBe("The solver gave no answer within 10 s and was ended. This is the greedy plan.");
    expect((await planner.plan(input)).solver).not.toBe("greedy");
  });
});
