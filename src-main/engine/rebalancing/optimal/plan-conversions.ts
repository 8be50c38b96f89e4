// Which legs turn one cash coin into another, and how much of that is for something?

import type { PlannedLeg } from "#engine/rebalancing/plan-leg-drafts.ts";
import type { PlanModel } from "#engine/rebalancing/plan-model.ts";
import { paidIn } from "#engine/rebalancing/plan-shares.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";

/** Most value converted into a coin for each value that is paid with it: room for least orders and coarse lots. */
export const MOST_CONVERTED = 10;

/** The cash coin that a leg brings in exchange for another; null where it is no such leg. */
export function convertedCoin(model: PlanModel, { market, side }: Pick<PlannedLeg, "market" | "side">): Asset | null {
  if (!model.cash.includes(market.base) || !model.cash.includes(market.quote)) return null;
  return side === "buy" ? market.base : market.quote;
}

/** Whether each account pays with the coins that it converts into. */
export function spendsWhatItConverts(model: PlanModel, legs: readonly PlannedLeg[]): boolean {
  const spare = new Map<string, Decimal>();
  const add = (leg: PlannedLeg, coin: Asset, factor: number) => {
    const key = `${leg.market.accountIndex} ${coin}`;
    const value = leg.quantity.mul(leg.market.basePrice).mul(Decimal.fromInteger(factor));
    spare.set(key, (spare.get(key) ?? Decimal.ZERO).add(value));
  };
  for (const leg of legs) {
    const coin = convertedCoin(model, leg);
    if (coin !== null) add(leg, coin, -1);
    add(leg, paidIn(leg.market, leg.side), MOST_CONVERTED);
  }
  return [...spare.values()].every((value) => !value.isNegative);
}
