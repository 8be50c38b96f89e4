// What is an order worth in the plan it belongs to?
import { Decimal } from "#shared/domain/decimal.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";

/** Places of a value in the valuation currency: far below its smallest coin. */
const VALUE_SCALE = 12;

/**
 * Its share of its leg's value as planned and approved, so that no leg is refused for its size by a price that moved
 * after the planner kept to the same limit. Zero for a leg that the plan does not have (another gate refuses that).
 */
export function computeDraftValue(
  plan: Pick<RebalancePlan, "legs">,
  part: { readonly legIndex: number; readonly quantity: Decimal },
): Decimal {
  const leg = plan.legs[part.legIndex];
  if (leg === undefined || Decimal.parse(leg.quantity).isZero) return Decimal.ZERO;
  return Decimal.parse(leg.value).mul(part.quantity).div(Decimal.parse(leg.quantity), VALUE_SCALE, "up");
}
