// Child: how long does an optimal plan take, how good is it known to be, and what do simpler ways reach and cost?
// Arguments: inProcess | worker, then numbers of venues, assets and portfolios.
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import { computeOptimalPlan } from "#engine/rebalancing/optimal/compute-optimal-plan.ts";
import { OptimalPlanner } from "#engine/rebalancing/optimal/optimal-planner.ts";
import { validatePlannerInput } from "#engine/rebalancing/validate-planner-input.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { measurePlan } from "#testing/plan-measure.ts";
import { loadHighsFactory } from "#workers/solver/highs-program.ts";
import { SolverThread, startSolverWorker } from "#workers/solver/solver-thread.ts";
import { answer } from "../support/child.ts";
import { cpuMsSince } from "../support/measure-loop.ts";
import { personInput } from "./person-input.ts";
import { sellAllBuyAll } from "./sell-all-buy-all.ts";

const [mode, ...sizes] = process.argv.slice(2);
const [venues = 1, assets = 1, count = 1] = sizes.map((size) => Number.parseInt(size, 10));
const inputs = Array.from({ length: count }, (_, index) => personInput(index + 1, venues, assets));
/** Planned first and not counted: the compiler has seen the code then, and the solver is loaded. */
const warmUp = [9_001, 9_002, 9_003].map((seed) => personInput(seed, venues, assets));

const reached = (input: PlannerInput, result: PlannerResult) => {
  const { deviation, cost } = measurePlan(input, result.legs);
  return { deviation: deviation.toNumber(), cost: cost.toNumber(), turnover: Number(result.turnover) };
};

async function inProcess() {
  const factory = await loadHighsFactory();
  const plan = (input: PlannerInput) => computeOptimalPlan(validatePlannerInput(input), factory);
  const greedy = new GreedyPlanner();
  warmUp.forEach(plan);
  const samples = [];
  for (const input of inputs) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    const result = plan(input);
    const wallMs = performance.now() - started;
    const cpuMs = cpuMsSince(cpu);
    const exact = { ...input, policy: { ...input.policy, tolerance: "0" as DecimalString } };
    samples.push({
      wallMs,
      cpuMs,
      solver: result.solver,
      gap: result.gap === null ? null : Number(result.gap),
      total: Number(result.totalValue),
      optimal: reached(input, result),
      toEdge: reached(input, await greedy.plan(input)),
      toTarget: reached(input, await greedy.plan(exact)),
      naive: sellAllBuyAll(input),
    });
  }
  return samples;
}

async function inWorker() {
  const thread = new SolverThread(() => startSolverWorker(workerUrl("solver")), new SystemClock());
  const planner = new OptimalPlanner(thread);
  for (const input of warmUp) await planner.plan(input);
  const samples = [];
  for (const input of inputs) {
    const started = performance.now();
    const { solver } = await planner.plan(input);
    samples.push({ wallMs: performance.now() - started, solver });
  }
  await thread.dispose();
  return samples;
}

answer(mode === "worker" ? await inWorker() : await inProcess());
