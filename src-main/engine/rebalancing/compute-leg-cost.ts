// What does one leg cost against the consensus prices?
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannedLeg } from "./plan-leg-drafts.ts";
import type { PlanModel } from "./plan-model.ts";

/** In valuation money. Fee + spread + slippage is exactly the value that the leg loses; a gain is negative. */
export interface LegCost {
  readonly fee: Decimal;
  /** From the consensus price to the best price of the market. */
  readonly spread: Decimal;
  /** From the best price to the average price of the walk. */
  readonly slippage: Decimal;
  readonly total: Decimal;
}

export function computeLegCost(model: PlanModel, leg: PlannedLeg): LegCost {
  const { market, side, quantity } = leg;
  const fee = leg.fee.mul(model.prices.get(leg.feeAsset) ?? Decimal.ZERO);
  const atConsensus = quantity.mul(market.basePrice);
  const atBest = quantity.mul(market.best[side]).mul(market.quotePrice);
  const atWalk = leg.notional.mul(market.quotePrice);
  const spread = side === "sell" ? atConsensus.sub(atBest) : atBest.sub(atConsensus);
  const slippage = side === "sell" ? atBest.sub(atWalk) : atWalk.sub(atBest);
  return { fee, spread, slippage, total: fee.add(spread).add(slippage) };
}
