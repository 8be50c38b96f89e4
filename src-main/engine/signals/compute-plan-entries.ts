// How is a proposed plan followed on paper?
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { PaperEntry } from "./compute-counterfactual.ts";

/** Results of all proposals are summed under this name. */
export const PROPOSALS = "proposals";
const RATE_SCALE = 18;

export interface ProposedPlan {
  readonly id: string;
  readonly at: UnixMs;
  readonly expiresAt: UnixMs;
  /** It was approved. */
  readonly taken: boolean;
  readonly legs: readonly Pick<PlanLeg, "base" | "side" | "quantity" | "value" | "spreadCost" | "slippageCost">[];
}

/**
 * One entry for each leg, of its base asset's price in the valuation asset. The stake is what the leg is worth at the middle price: its value
 * less what spread and slippage add to a buy, or with what they take from a sale. Both count as the half spread. A leg without a
 * quantity or a value is left out.
 *
 * @param takerFee a fraction
 */
export function computePlanEntries(
  { id, at, expiresAt, taken, legs }: ProposedPlan,
  takerFee: Decimal,
): readonly PaperEntry[] {
  return legs.flatMap((leg, index): readonly PaperEntry[] => {
    const lost = Decimal.parse(leg.spreadCost).add(Decimal.parse(leg.slippageCost));
    const value = Decimal.parse(leg.value);
    const stake = leg.side === "buy" ? value.sub(lost) : value.add(lost);
    const quantity = Decimal.parse(leg.quantity);
    if (!quantity.isPositive || !stake.isPositive) return [];
    return [
      {
        id: `${id} ${index}`,
        group: PROPOSALS,
        market: leg.base,
        side: leg.side,
        at,
        price: stake.div(quantity, RATE_SCALE, "halfEven"),
        stake,
        halfSpread: Decimal.max(Decimal.ZERO, lost.div(stake, RATE_SCALE, "halfEven")),
        fee: takerFee,
        expiresAt,
        stop: null,
        takeProfit: null,
        taken,
      },
    ];
  });
}
