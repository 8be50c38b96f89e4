// Do the same inputs still give the same bytes? A plan's hash is what a person approves: work on speed must not change a
// digit. Whoever changes the rules on purpose raises GREEDY_PLANNER_VERSION and writes the new hashes here.
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import { plannerInputs } from "#testing/plan-arbitraries.ts";
import { widePlanInput } from "#testing/wide-plan-input.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { GREEDY_PLANNER_VERSION } from "./greedy-planner.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

vi.setConfig({ testTimeout: 60_000 });

const POLICIES: readonly Record<string, unknown>[] = [
  {},
  { maxOrderFraction: "0.004" },
  { maxTurnoverFraction: "0.1" },
  { goal: "bandEdge", bands: { relative: "0.2", floor: "0.002" } },
  { goal: "cashFlow" },
  { goal: "raiseCash", raise: { asset: "USD", amount: "20000" } },
  { goal: "liquidate", liquidate: "C00003" },
  { neverSell: ["C00001"], neverBuy: ["C00002"], pinned: { C00004: "1" }, cashReserve: { USD: "500" } },
];

const CASES: readonly {
  readonly name: string;
  readonly inputs: () => readonly PlannerInput[];
  readonly inputsHash: string;
  readonly plansHash: string;
}[] = [
  {
    name: "300 small portfolios",
    inputs: () => fc.sample(plannerInputs, { seed: 20_260_101, numRuns: 300 }),
    inputsHash: "491fc1de0ab6b1ba3d968ecee852d55c51fb94d6fb564a57dc578f3ab9589260",
    plansHash: "1bb060d6ca0d1c1f8c10c04c92392fc3586963944a1fa1ed3969f93d587b998a",
  },
  {
    name: "portfolios of 24 coins on two venues, one of each kind of policy",
    inputs: () =>
      POLICIES.map((policy, index) => widePlanInput({ seed: index, venues: 2, coins: 24, levels: 8, policy })),
    inputsHash: "67f62590e435172955ce7e47b865b13cba59d9ca9a0ed448143a2228020e1846",
    plansHash: "4d284d644d8709d9f93239090aa58524c5bcf5eae723fb2e7ebe95f40ab68306",
  },
  {
    name: "200 coins on one venue",
    inputs: () => [widePlanInput({ seed: 99, venues: 1, coins: 200, levels: 5 })],
    inputsHash: "53330c6959fee31c0936d35ef78c1c2a35c82224b65a099f17e3a80af709f09c",
    plansHash: "fe14738683bcc7fd7a7309844ba6891db59c061aa4b64a4d7d6e447508fad9cb",
  },
];

describe("plans of known portfolios", () => {
  it.each(CASES)("are the same bytes as ever: $name", ({ inputs, inputsHash, plansHash }) => {
    const drawn = inputs();
    // First what went in: a generator that draws differently is no fault of the planner's.
    expect(canonicalHash(drawn)).toBe(inputsHash);
    const plans = drawn.map((input) => computeGreedyPlan(validatePlannerInput(input)));
    expect(plans.some((plan) => plan.legs.length > 0)).toBe(true);
    expect(canonicalHash({ version: GREEDY_PLANNER_VERSION, plans })).toBe(plansHash);
  });
});
