// How does a test get the planner's result for legs that it chose itself?
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanLeg, PlannerInput, PlannerResult } from "#shared/domain/plan.ts";

/** A result with exactly these legs; what it would cost and change is left out. */
export function planOfLegs(input: PlannerInput, legs: readonly PlanLeg[]): PlannerResult {
  const values = input.accounts
    .flatMap((account) => account.balances)
    .map(({ asset, free }) => Decimal.parse(free).mul(Decimal.parse(input.prices[asset] ?? "0")));
  const zero = Decimal.ZERO.toString();
  return {
    solver: "greedy",
    gap: null,
    legs: [...legs],
    before: {},
    after: {},
    residuals: [],
    cost: { fees: zero, spread: zero, slippage: zero, total: zero },
    turnover: Decimal.sum(legs.map((leg) => Decimal.parse(leg.value))).toString(),
    totalValue: Decimal.sum(values).toString(),
    warnings: [],
  };
}
