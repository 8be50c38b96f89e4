import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import type { SolverAnswer } from "#engine/ports/plan-solver.ts";
import { OptimalPlanner } from "#engine/rebalancing/optimal/optimal-planner.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { widePlanInput } from "#testing/wide-plan-input.ts";
import type { SolverReply, SolverRequest } from "./protocol.ts";
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

/** A worker of which the test holds the other end. */
class FakeWorker implements SolverWorker {
  readonly requests: SolverRequest[] = [];
  terminated = 0;
  #message: (reply: SolverReply) => void = () => undefined;
  #error: (error: Error) => void = () => undefined;
  #exit: () => void = () => undefined;

  postMessage(request: SolverRequest): void {
    this.requests.push(request);
  }

  on(event: "message" | "error" | "exit", listener: never): void {
    if (event === "message") this.#message = listener;
    if (event === "error") this.#error = listener;
    if (event === "exit") this.#exit = listener;
  }

  async terminate(): Promise<void> {
    this.terminated += 1;
    this.#exit();
  }

  reply(answer: SolverAnswer): void {
    this.#message({ id: this.requests.at(-1)?.id ?? 0, answer });
  }

  fail(message: string): void {
    this.#error(new Error(message));
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const failure: SolverAnswer = { kind: "failed", why: "Tried." };

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

  it("asks one thing at a time", async () => {
    const worker = new FakeWorker();
    const solver = thread(() => worker);
    const answers = [solver.solve(input, {}), solver.solve(input, {})];
    await settled();
    expect(worker.requests.map(({ id }) => id)).toEqual([1]);
    worker.reply(failure);
    await settled();
    expect(worker.requests.map(({ id }) => id)).toEqual([1, 2]);
    worker.reply(failure);
    expect(await Promise.all(answers)).toEqual([failure, failure]);
  });

  it("tells of a thread that ended with an error, and starts another for the next plan", async () => {
    const workers = [new FakeWorker(), new FakeWorker()];
    const [first, second] = [...workers];
    const solver = thread(() => workers.shift() ?? new FakeWorker());
    const broken = solver.solve(input, {});
    await settled();
    first?.fail("out of memory");
    expect(await broken).toEqual({ kind: "failed", why: "The solver ended with an error: out of memory." });
    const next = solver.solve(input, {});
    await settled();
    second?.reply(failure);
    expect(await next).toEqual(failure);
  });

  it("starts another thread after an answer that failed", async () => {
    const workers = [new FakeWorker(), new FakeWorker()];
    const [first, second] = [...workers];
    const solver = thread(() => workers.shift() ?? new FakeWorker());
    const broken = solver.solve(input, {});
    await settled();
    first?.reply(failure);
    expect(await broken).toEqual(failure);
    const next = solver.solve(input, {});
    await settled();
    expect([first?.terminated, first?.requests.length, second?.requests.length]).toEqual([1, 1, 1]);
    second?.reply(failure);
    expect(await next).toEqual(failure);
  });

  it("tells where the thread cannot be started", async () => {
    const solver = thread(() => {
      throw new Error("no such file");
    });
    expect(await solver.solve(input, {})).toEqual({
      kind: "failed",
      why: "The solver cannot be started: no such file.",
    });
  });

  it("kills a search that is called off, and rejects with the reason", async () => {
    const worker = new FakeWorker();
    const solver = thread(() => worker);
    const abort = new AbortController();
    const asked = solver.solve(input, { signal: abort.signal });
    await settled();
    abort.abort(new Error("closed"));
    await expect(asked).rejects.toThrow("closed");
    expect(worker.terminated).toBe(1);
  });

  it("answers nothing after it was stopped", async () => {
    const solver = thread(() => new FakeWorker());
    await solver.dispose();
    expect(await solver.solve(input, {})).toEqual({ kind: "failed", why: "The solver was stopped." });
  });
});
