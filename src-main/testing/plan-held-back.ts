// Does a planner do with what is held back as with what is never bought or sold, but for the reason?
import { expect } from "vitest";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";

/** Compares both plans of an input; the count of targets that are left for being held back. */
export function expectHeldBackAsNever(plan: (input: PlannerInput) => PlannerResult, input: PlannerInput): number {
  const { neverBuy, neverSell } = input.policy;
  const policy = { ...input.policy, neverBuy: [], neverSell: [], heldBack: { buy: neverBuy, sell: neverSell } };
  const [never, back] = [plan(input), plan({ ...input, policy })];
  let held = 0;
  for (const [index, { asset, reason }] of back.residuals.entries()) {
    const wished = never.residuals[index]?.reason;
    if (reason !== "volatilityCeiling") expect(reason, asset).toBe(wished);
    else expect(["neverBuy", "neverSell"], asset).toContain(wished);
    if (reason === "volatilityCeiling") held += 1;
  }
  const rest = (result: PlannerResult) => ({ ...result, residuals: result.residuals.map(({ asset }) => asset) });
  expect(rest(back)).toEqual(rest(never));
  return held;
}
