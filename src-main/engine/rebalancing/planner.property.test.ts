// Are the optimal planner's plans legal, never worse than the greedy ones, the same each time, and final once filled?
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { plannerInputsOfAnyFee, shuffled } from "#testing/plan-arbitraries.ts";
import { PLAN_LIMIT_MS, PLAN_RUNS } from "#testing/plan-counts.ts";
import { sendPlan } from "#testing/plan-exchange.ts";
import { expectHeldBackAsNever } from "#testing/plan-held-back.ts";
import { expectInvariants, expectPurpose } from "#testing/plan-invariants.ts";
import { compareMeasures, filledInput, measurePlan } from "#testing/plan-measure.ts";
import { widePlanInput } from "#testing/wide-plan-input.ts";
import { loadHighsFactory } from "#workers/solver/highs-program.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeOptimalPlan } from "./optimal/compute-optimal-plan.ts";
import type { LinearProgramFactory } from "./optimal/plan-linear-program.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

vi.setConfig({ testTimeout: PLAN_LIMIT_MS });

/** What stays open by itself: asked again when market or day have changed. */
const OPEN = ["costBudget", "bookDepth", "orderCap", "dailyTrades"];
/** One of so many portfolios is planned again from shuffled inputs. */
const SHUFFLED_ONE_OF = 5;

let factory: LinearProgramFactory;
beforeAll(async () => {
  factory = await loadHighsFactory();
});
const plan = (input: PlannerInput) => computeOptimalPlan(validatePlannerInput(input), factory);
const isFinal = ({ solver, legs, residuals }: PlannerResult) =>
  solver === "proven" && legs.length > 0 && !residuals.some(({ reason }) => OPEN.includes(reason));

const named = ({ accountId, side, quantity, symbol }: PlannerResult["legs"][number]) =>
  `${accountId} ${side} ${quantity} ${symbol}`;

/** Whether every leg goes the other way than the plan before it did with the same coin at the same account. */
function isTurned(before: PlannerResult, after: PlannerResult): boolean {
  return after.legs.every((leg) =>
    before.legs.some((old) => old.accountId === leg.accountId && old.base === leg.base && old.side !== leg.side),
  );
}

function expectNoWorseThanGreedy(input: PlannerInput, result: PlannerResult): void {
  const [own, greedy] = [measurePlan(input, result.legs), measurePlan(input, computeGreedyPlan(input).legs)];
  const told = `${own.deviation} at ${own.loss}, greedy ${greedy.deviation} at ${greedy.loss}`;
  expect(compareMeasures(own, greedy), told).toBeLessThanOrEqual(0);
}

describe("every plan of the optimal planner", () => {
  it("keeps every rule, is never worse than greedy's, the same from shuffled inputs, and final once it is filled", () => {
    const counts = { planned: 0, legs: 0, proven: 0, final: 0 };
    fc.assert(
      fc.property(plannerInputsOfAnyFee, (input) => {
        const result = plan(input);
        counts.planned += 1;
        counts.legs += result.legs.length;
        if (result.solver === "proven") counts.proven += 1;
        expect(result.solver).not.toBe("greedy");
        expectInvariants(input, result);
        expectPurpose(input, result);
        expectNoWorseThanGreedy(input, result);
        if (counts.planned % SHUFFLED_ONE_OF === 0)
          expect(JSON.stringify(plan(shuffled(input)))).toBe(JSON.stringify(result));
        if (!isFinal(result)) return;
        const again = plan(filledInput(input, result));
        // Far from consensus a coin may pay to go one way and then the other; in one plan that is a wash. And what gains by
        // trading gains again once deeper levels have come into reach.
        if (again.legs.length > 0 && (isTurned(result, again) || again.cost.total.startsWith("-"))) return;
        counts.final += 1;
        expect(again.legs.map(named), "asked again after a perfect fill").toEqual([]);
      }),
      // Always the same portfolios; what fails is told as it was drawn, for it would be planned thousands of times to be shrunk.
      { numRuns: PLAN_RUNS.portfolios, seed: 2026, endOnFailure: true },
    );
    expect(counts.legs).toBeGreaterThan(PLAN_RUNS.portfolios);
    expect(counts.proven).toBeGreaterThan(PLAN_RUNS.portfolios / 2);
    expect(counts.final).toBeGreaterThan(PLAN_RUNS.portfolios / 5);
  });

  it("does with what is held back as with what is never bought or sold, but for the reason", () => {
    let held = 0;
    fc.assert(
      fc.property(plannerInputsOfAnyFee, (input) => {
        held += expectHeldBackAsNever(plan, input);
      }),
      { numRuns: PLAN_RUNS.secondSolver / 4, seed: 2026, endOnFailure: true },
    );
    expect(held).toBeGreaterThan(5);
  });

  it("gives the same bytes when it is asked again", () => {
    for (const input of fc.sample(plannerInputsOfAnyFee, { numRuns: 40, seed: 11 }))
      expect(JSON.stringify(plan(input))).toBe(JSON.stringify(plan(structuredClone(input))));
  });

  it("has no leg that a venue refuses, with many assets on several venues and two accounts at one", () => {
    let sent = 0;
    for (let seed = 1; sent < PLAN_RUNS.legsSent; seed += 1) {
      const input = widePlanInput({ seed, venues: 1 + (seed % 3), coins: 10 + 5 * (seed % 5), levels: 5 });
      const result = plan(input);
      sent += result.legs.length;
      expect(sendPlan(input, result.legs), `seed ${seed}`).toEqual([]);
      // All rules and the comparison for some: they take longer than the plan.
      if (seed % 10 !== 1) continue;
      expectInvariants(input, result);
      expectNoWorseThanGreedy(input, result);
    }
    expect(sent).toBeGreaterThanOrEqual(PLAN_RUNS.legsSent);
  });
});
