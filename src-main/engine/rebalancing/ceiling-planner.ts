// Which plan raises the portfolio's volatility nowhere above its ceiling? The planner's, asked again without the orders that would.
import type { Planner } from "#engine/ports/planner.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import { computeHeldBack } from "./compute-held-back.ts";

export interface CeilingPlannerOptions {
  readonly planner: Pick<Planner, "plan">;
  /** Volatility a year above which no order may raise it. */
  readonly ceiling: DecimalString;
  /** Each asset's daily returns, once those of this plan were read as far as they come in time. */
  readonly returns: (
    result: Pick<PlannerResult, "before" | "legs">,
  ) => Promise<Parameters<typeof computeHeldBack>[2]["dailyReturns"]>;
}

/** The plan, and the input whose policy tells what was held back. Rejects as the planner does. */
export async function planBelowCeiling(
  { planner, ceiling, returns }: CeilingPlannerOptions,
  input: PlannerInput,
  options: { readonly signal?: AbortSignal },
): Promise<{ readonly input: PlannerInput; readonly result: PlannerResult }> {
  let within = input;
  // Every round holds back one asset more at least, so it ends.
  for (;;) {
    const result = await planner.plan(within, options);
    if (result.legs.length === 0) return { input: within, result };
    const dailyReturns = await returns(result);
    options.signal?.throwIfAborted();
    const heldBack = computeHeldBack(within, result, { ceiling, dailyReturns });
    if (heldBack === null) return { input: within, result };
    within = { ...within, policy: { ...within.policy, heldBack } };
  }
}
