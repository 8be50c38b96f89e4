import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { riskLimitsSchema } from "#shared/domain/policy.ts";
import { plannerInputs } from "#testing/plan-arbitraries.ts";
import { expectRules } from "#testing/plan-invariants.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { planWithinLimits } from "./plan-limits.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

const RUNS = 200;

describe("the orders left today", () => {
  it("bound a plan: the largest orders stay, funded and by every rule, and what is left out says why", () => {
    let cut = 0;
    fc.assert(
      fc.property(plannerInputs, fc.integer({ min: 0, max: 4 }), (drawn, most) => {
        const input = validatePlannerInput(drawn);
        const whole = computeGreedyPlan(input);
        const result = computeGreedyPlan({ ...input, policy: { ...input.policy, maxOrders: most } });
        expect(result.legs.length).toBeLessThanOrEqual(most);
        expectRules(input, result);
        if (whole.legs.length <= most) {
          expect(result).toEqual(whole);
          return;
        }
        cut += 1;
        expect(result.warnings.some((warning) => warning.includes("may be sent today"))).toBe(true);
        const names = new Set(
          whole.legs.map(({ accountId, symbol, side, quantity }) => [accountId, symbol, side, quantity].join()),
        );
        for (const { accountId, symbol, side, quantity } of result.legs)
          expect(names.has([accountId, symbol, side, quantity].join())).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(cut).toBeGreaterThan(RUNS / 10);
  });

  it("are what the limit of the day leaves, or less where the policy asks for less", () => {
    const [input] = fc.sample(plannerInputs, { numRuns: 1, seed: 7 });
    if (input === undefined) throw new Error("no input was drawn");
    const limits = riskLimitsSchema.parse({ maxOrdersPerDay: 5 });
    const most = (today: number | null, own?: number) =>
      planWithinLimits(
        { ...input, policy: { ...input.policy, ...(own === undefined ? {} : { maxOrders: own }) } },
        limits,
        today,
      ).policy.maxOrders;
    expect([most(0), most(3), most(5), most(9), most(null)]).toEqual([5, 2, 0, 0, undefined]);
    expect([most(1, 2), most(4, 2)]).toEqual([2, 1]);
  });

  it("none: every target that is out of its band names them", () => {
    const drawn = fc.sample(plannerInputs, { numRuns: 60, seed: 11 }).map((input) => validatePlannerInput(input));
    const busy = drawn.find((input) => computeGreedyPlan(input).legs.length > 1);
    if (busy === undefined) throw new Error("no plan with orders was drawn");
    const { legs, residuals } = computeGreedyPlan({ ...busy, policy: { ...busy.policy, maxOrders: 0 } });
    expect(legs).toEqual([]);
    expect(residuals.map(({ reason }) => reason)).toContain("dailyTrades");
  });
});
