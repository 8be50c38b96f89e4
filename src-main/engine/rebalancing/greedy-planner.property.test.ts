import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { plannerInputs, plannerInputsOfAnyFee, shuffled } from "#testing/plan-arbitraries.ts";
import { expectHeldBackAsNever } from "#testing/plan-held-back.ts";
import { expectInvariants } from "#testing/plan-invariants.ts";
import { filledInput } from "#testing/plan-measure.ts";
import { widePlanInput } from "#testing/wide-plan-input.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

// Hundreds of runs each: a busy machine may need longer than a plain test is given.
vi.setConfig({ testTimeout: 60_000 });
const RUNS = 300;
const plan = (input: PlannerInput) => computeGreedyPlan(validatePlannerInput(input));

describe("every plan of the greedy planner", () => {
  it("keeps every rule: funds, filters, budgets, book walk, value, and the venue takes each leg", () => {
    let legs = 0;
    fc.assert(
      fc.property(plannerInputsOfAnyFee, (input) => {
        const result = plan(input);
        legs += result.legs.length;
        expectInvariants(input, result);
      }),
      { numRuns: 4 * RUNS, endOnFailure: true },
    );
    expect(legs).toBeGreaterThan(2 * RUNS);
  });

  it("keeps them with many assets, several venues and two accounts at one of them", () => {
    let legs = 0;
    for (let seed = 1; seed <= 12; seed += 1) {
      const input = widePlanInput({ seed, venues: 1 + (seed % 3), coins: 10 + 5 * (seed % 4), levels: 5 });
      const result = plan(input);
      legs += result.legs.length;
      expectInvariants(input, result);
    }
    expect(legs).toBeGreaterThan(100);
  });

  it("does not depend on the order of its inputs", () => {
    fc.assert(
      fc.property(plannerInputsOfAnyFee, (input) => {
        expect(JSON.stringify(plan(shuffled(input)))).toBe(JSON.stringify(plan(input)));
      }),
      { numRuns: RUNS },
    );
  });

  it("does with what is held back as with what is never bought or sold, but for the reason", () => {
    let held = 0;
    fc.assert(
      fc.property(plannerInputsOfAnyFee, (input) => {
        held += expectHeldBackAsNever(plan, input);
      }),
      { numRuns: RUNS, seed: 2026, endOnFailure: true },
    );
    expect(held).toBeGreaterThan(5);
  });

  it("asks for nothing more once it is filled and everything is in its band", () => {
    let planned = 0;
    fc.assert(
      fc.property(plannerInputsOfAnyFee, (input) => {
        if (input.policy.goal === "raiseCash" || input.policy.goal === "liquidate") return;
        const result = plan(input);
        if (result.legs.length === 0 || result.residuals.some(({ reason }) => reason !== "tolerance")) return;
        planned += 1;
        expect(plan(filledInput(input, result)).legs).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(planned).toBeGreaterThan(0);
  });

  it("asks for nothing more out of its band either, unless a budget or book ran out, in 98 of 100 portfolios", () => {
    // Greedy is one pass: where the coins of split venues ran out, a second look finds a rest now and then. One fixed sample.
    const open = ["costBudget", "bookDepth", "orderCap", "dailyTrades"];
    const plans = fc
      .sample(plannerInputs, { numRuns: RUNS, seed: 2026 })
      .filter(({ policy }) => policy.goal !== "raiseCash" && policy.goal !== "liquidate")
      .map((input) => ({ input, result: plan(input) }))
      .filter(({ result }) => result.legs.length > 0 && !result.residuals.some(({ reason }) => open.includes(reason)));
    const unfinished = plans.filter(({ input, result }) => plan(filledInput(input, result)).legs.length > 0);
    expect(plans.length).toBeGreaterThan(50);
    expect(unfinished.length).toBeLessThanOrEqual(plans.length * 0.02);
  });
});
