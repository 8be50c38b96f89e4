// What does a person read of a plan: legs, weights before and after, what is left and why, and the cost?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanLeg, PlannerResult, ResidualReason } from "#shared/domain/plan.ts";
import { computeLegCost, type LegCost } from "./compute-leg-cost.ts";
import type { GreedyPlan } from "./plan-greedy.ts";
import type { PlannedLeg } from "./plan-leg-drafts.ts";
import type { PlanGroup, PlanModel } from "./plan-model.ts";

const WEIGHT_PLACES = 10;
/** Places of an average price that does not end; notional is exact all the same. */
const AVERAGE_PLACES = 18;

export function computePlanResult(model: PlanModel, plan: GreedyPlan, notes: readonly string[]): PlannerResult {
  const costs = plan.legs.map((leg) => computeLegCost(model, leg));
  const sum = (pick: (cost: (typeof costs)[number]) => Decimal) => Decimal.sum(costs.map(pick)).toString();
  const afterValues = valuesOf(model, plan.after);
  const afterTotal = Decimal.sum([...afterValues.values()]);
  return {
    solver: "greedy",
    gap: null,
    legs: plan.legs.map((leg, index) => toPlanLeg(leg, costs[index] ?? computeLegCost(model, leg))),
    before: weights(model, valuesOf(model, model.owned), model.totalValue),
    after: weights(model, afterValues, afterTotal),
    residuals: residuals(model, plan, afterValues, afterTotal),
    cost: {
      fees: sum((cost) => cost.fee),
      spread: sum((cost) => cost.spread),
      slippage: sum((cost) => cost.slippage),
      total: sum((cost) => cost.total),
    },
    turnover: Decimal.sum(plan.legs.map((leg) => leg.notional.mul(leg.market.quotePrice))).toString(),
    totalValue: model.totalValue.toString(),
    warnings: [...model.warnings, ...notes],
  };
}

/** Value of each target after the plan, in the order of the groups. */
export function groupValues(model: PlanModel, holdings: ReadonlyMap<Asset, Decimal>): readonly Decimal[] {
  const values = valuesOf(model, holdings);
  return model.groups.map((group) =>
    group.isCash
      ? Decimal.sum(model.cash.map((coin) => values.get(coin) ?? Decimal.ZERO))
      : (values.get(group.asset) ?? Decimal.ZERO),
  );
}

function toPlanLeg(leg: PlannedLeg, cost: LegCost): PlanLeg {
  const { market } = leg;
  const average = leg.notional.div(leg.quantity, AVERAGE_PLACES, "halfEven");
  return {
    accountId: market.accountId,
    venue: market.venue,
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    side: leg.side,
    kind: "limitIoc",
    quantity: leg.quantity.toString(),
    limitPrice: leg.limit.toFixed(market.pricePlaces, "down"),
    expectedPrice: average.toString(),
    notional: leg.notional.toString(),
    fee: leg.fee.toString(),
    feeAsset: leg.feeAsset,
    spreadCost: cost.spread.toString(),
    slippageCost: cost.slippage.toString(),
    value: leg.notional.mul(market.quotePrice).toString(),
  };
}

function valuesOf(model: PlanModel, holdings: ReadonlyMap<Asset, Decimal>): ReadonlyMap<Asset, Decimal> {
  return new Map(
    model.weighed.map((asset) => [
      asset,
      (holdings.get(asset) ?? Decimal.ZERO).mul(model.prices.get(asset) ?? Decimal.ZERO),
    ]),
  );
}

function weights(model: PlanModel, values: ReadonlyMap<Asset, Decimal>, total: Decimal): Record<Asset, DecimalString> {
  const shown: Record<Asset, DecimalString> = {};
  const targeted = new Set<Asset>(model.groups.map((group) => group.asset));
  for (const [asset, value] of [...values].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (value.isZero && !targeted.has(asset)) continue;
    shown[asset] = total.isZero ? Decimal.ZERO.toString() : value.div(total, WEIGHT_PLACES, "halfEven").toString();
  }
  return shown;
}

function residuals(
  model: PlanModel,
  plan: GreedyPlan,
  values: ReadonlyMap<Asset, Decimal>,
  total: Decimal,
): PlannerResult["residuals"] {
  const left: PlannerResult["residuals"] = [];
  const after = groupValues(model, plan.after);
  const offs = model.groups.map((group, index) => {
    const off = (after[index] ?? Decimal.ZERO).sub(group.target.mul(total));
    return { group, off, outside: off.abs().gt(group.half.mul(total)) };
  });
  // What was not traded because nothing could be traded against it has the reason of that other asset.
  const first = offs
    .filter(({ group, outside }) => outside && plan.reasons.has(group.asset))
    .reduce<(typeof offs)[number] | null>((most, one) => (most?.off.abs().gte(one.off.abs()) ? most : one), null);
  const fallback = (first === null ? undefined : plan.reasons.get(first.group.asset)) ?? "minNotional";
  for (const { group, off, outside } of offs) {
    if (group.isCash && !outside) continue;
    const weight = total.isZero ? group.target.neg() : off.div(total, WEIGHT_PLACES, "halfEven");
    if (weight.isZero) continue;
    const reason = outside ? reasonOf(plan, group, fallback) : "tolerance";
    left.push({ asset: group.asset, weight: weight.toString(), reason });
  }
  for (const asset of model.unpriced)
    if (!values.has(asset)) left.push({ asset, weight: Decimal.ZERO.toString(), reason: "noPrice" });
  return left;
}

function reasonOf(plan: GreedyPlan, group: PlanGroup, fallback: ResidualReason): ResidualReason {
  if (plan.cutBy === "cost") return "costBudget";
  if (plan.cutBy === "turnover") return "orderCap";
  return plan.reasons.get(group.asset) ?? fallback;
}
