// Does a plan keep every rule, whoever made it? Walked leg by leg, with exact numbers, from what each account holds.

import { type Level, protectiveLimit, walkLevels } from "#engine/rebalancing/compute-book-walk.ts";
import { computeLegCost } from "#engine/rebalancing/compute-leg-cost.ts";
import type { PlannedLeg } from "#engine/rebalancing/plan-leg-drafts.ts";
import type { PlanModel } from "#engine/rebalancing/plan-model.ts";
import { paidIn } from "#engine/rebalancing/plan-shares.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";

/** The first broken rule in plain words; null where all are kept. */
export function checkPlan(model: PlanModel, legs: readonly PlannedLeg[]): string | null {
  const taken = new Map<readonly Level[], Decimal>();
  const balances = {
    expected: model.free.map((free) => new Map(free)),
    worst: model.free.map((free) => new Map(free)),
  };
  for (const leg of legs) {
    const broken = checkOrder(model, leg) ?? checkBook(model, leg, taken) ?? checkFunds(model, leg, balances);
    if (broken !== null) return `${leg.side} ${leg.market.symbol} at ${leg.market.venue}: ${broken}`;
  }
  return checkBudgets(model, legs);
}

function checkOrder({ policy, orderCap, minTrade }: PlanModel, leg: PlannedLeg): string | null {
  const { market, side, quantity, limit, notional } = leg;
  const worst = quantity.mul(limit);
  if (!quantity.isPositive || !quantity.isMultipleOf(market.amountStep)) return "not a whole number of lots";
  if (!limit.isPositive || !limit.isMultipleOf(market.priceStep)) return "limit price off the tick";
  if (market.amountMin?.gt(quantity)) return "less than the least amount";
  if (market.amountMax?.lt(quantity)) return "more than the greatest amount";
  if (market.costMin?.gt(worst)) return "less than the least cost";
  if (market.costMax?.lt(worst)) return "more than the greatest cost";
  if (orderCap?.lt(Decimal.max(worst, notional).mul(market.quotePrice))) return "above the order cap";
  if (notional.mul(market.quotePrice).lt(minTrade)) return "below the minimum trade";
  const gives = paidIn(market, side);
  const gets = side === "buy" ? market.base : market.quote;
  if (policy.neverSell.includes(gives)) return `${gives} is never sold`;
  if (policy.neverBuy.includes(gets)) return `${gets} is never bought`;
  return null;
}

function checkBook(model: PlanModel, leg: PlannedLeg, taken: Map<readonly Level[], Decimal>): string | null {
  const { market, side, quantity, notional, limit } = leg;
  const levels = market.levels[side];
  const before = taken.get(levels) ?? Decimal.ZERO;
  const walk = walkLevels(levels, before, quantity);
  if (!walk.quantity.eq(quantity) || !walk.notional.eq(notional)) return "not what the book offers";
  if (!limit.eq(protectiveLimit(notional, quantity, side, model.slipped, market.priceStep)))
    return "limit price not within the slippage tolerance";
  taken.set(levels, before.add(quantity));
  return null;
}

type Balances = Readonly<Record<"expected" | "worst", readonly Map<Asset, Decimal>[]>>;

function checkFunds(model: PlanModel, leg: PlannedLeg, balances: Balances): string | null {
  const { market, side, quantity, notional, limit, fee, feeAsset } = leg;
  const sign = side === "buy" ? Decimal.ONE : Decimal.ONE.neg();
  for (const at of ["expected", "worst"] as const) {
    const own = balances[at][market.accountIndex];
    if (own === undefined) return "an account that trades nothing";
    const paid = at === "worst" ? quantity.mul(limit) : notional;
    const feeThere = at === "worst" && feeAsset === market.quote ? paid.mul(market.feeRate) : fee;
    const moves: readonly (readonly [Asset, Decimal])[] = [
      [market.base, quantity.mul(sign)],
      [market.quote, paid.mul(sign).neg()],
      [feeAsset, feeThere.neg()],
    ];
    for (const [asset, amount] of moves) own.set(asset, (own.get(asset) ?? Decimal.ZERO).add(amount));
    for (const [asset] of moves) if (own.get(asset)?.isNegative) return `${asset} would go below zero`;
  }
  const gives = paidIn(market, side);
  const keep = model.kept.get(gives);
  if (keep === undefined) return null;
  const spent = Decimal.sum(
    model.free.map((free, index) =>
      (free.get(gives) ?? Decimal.ZERO).sub(balances.worst[index]?.get(gives) ?? Decimal.ZERO),
    ),
  );
  return (model.owned.get(gives) ?? Decimal.ZERO).sub(spent).lt(keep) ? `less ${gives} would stay than must` : null;
}

function checkBudgets(model: PlanModel, legs: readonly PlannedLeg[]): string | null {
  const { maxCostFraction, maxTurnoverFraction } = model.policy;
  const cost = Decimal.sum(legs.map((leg) => computeLegCost(model, leg).total));
  if (cost.gt(decimal(maxCostFraction).mul(model.totalValue))) return "dearer than the cost limit";
  if (maxTurnoverFraction === undefined) return null;
  const turnover = Decimal.sum(legs.map((leg) => leg.notional.mul(leg.market.quotePrice)));
  return turnover.gt(decimal(maxTurnoverFraction).mul(model.totalValue)) ? "above the turnover limit" : null;
}
