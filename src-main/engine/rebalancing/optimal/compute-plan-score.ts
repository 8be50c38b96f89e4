// How good is a plan, exactly? Distance to its goal first, what it loses second.

import { computeDistance } from "#engine/rebalancing/compute-plan-amounts.ts";
import { groupValues } from "#engine/rebalancing/compute-plan-result.ts";
import type { PlanModel } from "#engine/rebalancing/plan-model.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";

/** Both in valuation money. */
export interface PlanScore {
  /** Value outside the bands; of a raise what is missing, of a liquidation what is left. */
  readonly distance: Decimal;
  /** The cost; of a raise with what is raised beyond the amount and lies outside the bands, of a liquidation with what other coins gain. */
  readonly loss: Decimal;
  readonly cost: Decimal;
}

/** `after`: all of each asset; `cost`: what the legs lose at consensus prices. */
export function computePlanScore(model: PlanModel, after: ReadonlyMap<Asset, Decimal>, cost: Decimal): PlanScore {
  const { policy, groups } = model;
  const values = groupValues(model, after);
  const total = Decimal.sum(values);
  const gainOf = (asset: Asset) =>
    (after.get(asset) ?? Decimal.ZERO).sub(model.owned.get(asset) ?? Decimal.ZERO).mul(priceOf(model, asset));
  if (policy.goal === "raiseCash" && policy.raise !== undefined) {
    const wanted = decimal(policy.raise.amount).mul(priceOf(model, policy.raise.asset));
    const missing = wanted.sub(gainOf(policy.raise.asset));
    const beyond = Decimal.max(Decimal.ZERO, missing.neg());
    const drift = computeDistance(groups.slice(0, -1), values, total.sub(wanted));
    return { distance: Decimal.max(Decimal.ZERO, missing), loss: Decimal.sum([cost, drift, beyond]), cost };
  }
  if (policy.goal === "liquidate" && policy.liquidate !== undefined) {
    const left = (after.get(policy.liquidate) ?? Decimal.ZERO).mul(priceOf(model, policy.liquidate));
    const gains = groups
      .filter((group) => !group.isCash && group.asset !== policy.liquidate)
      .map((group) => gainOf(group.asset));
    return { distance: left, loss: cost.add(Decimal.sum(gains)), cost };
  }
  return { distance: computeDistance(groups, values, total), loss: cost, cost };
}

/** Negative where the left one is better. */
export function comparePlans(left: PlanScore, right: PlanScore): number {
  return left.distance.cmp(right.distance) || left.loss.cmp(right.loss);
}

function priceOf(model: PlanModel, asset: Asset): Decimal {
  return model.prices.get(asset) ?? Decimal.ZERO;
}
