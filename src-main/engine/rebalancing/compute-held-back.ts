// Which of a plan's orders would raise the portfolio's volatility above its ceiling?
import { computeVolatilityChange, raisesAbove } from "#engine/risk/compute-draft-volatility.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanLeg, PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import type { Policy } from "#shared/domain/policy.ts";

interface Ceiling {
  /** Volatility a year, as the gate asks for it. */
  readonly ceiling: DecimalString;
  readonly dailyReturns: Parameters<typeof computeVolatilityChange>[0]["dailyReturns"];
}

type HeldBack = NonNullable<Policy["heldBack"]>;

/**
 * What may not be bought or sold, with what the policy holds back already; null where nothing more is. The orders in front of each are
 * those that may be sent: what one that is held back would have moved counts for none behind it. What the goal is about, a coin to be
 * raised or to be sold, is not held back: that plan is for a person to give up, with the gate's word.
 */
export function computeHeldBack(
  { policy, cashAssets }: PlannerInput,
  result: Pick<PlannerResult, "legs" | "before" | "totalValue">,
  { ceiling, dailyReturns }: Ceiling,
): HeldBack | null {
  const isCash = (asset: Asset) => cashAssets.includes(asset);
  const sent: [PlanLeg, number][] = [];
  const buy = new Set(policy.heldBack?.buy);
  const sell = new Set(policy.heldBack?.sell);
  const known = buy.size + sell.size;
  for (const leg of result.legs) {
    const one: [PlanLeg, number] = [leg, +leg.value];
    const change = computeVolatilityChange({ plan: result, isCash, dailyReturns }, sent, one);
    if (!raisesAbove(change, ceiling)) {
      sent.push(one);
      continue;
    }
    const [gets, gives] = leg.side === "buy" ? [leg.base, leg.quote] : [leg.quote, leg.base];
    if (!isCash(gets)) buy.add(gets);
    else if (policy.goal !== "liquidate" || policy.liquidate !== gives) sell.add(gives);
  }
  return buy.size + sell.size === known ? null : { buy: [...buy].sort(), sell: [...sell].sort() };
}
