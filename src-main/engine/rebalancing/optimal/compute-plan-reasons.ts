// Why do targets stay outside their bands although the plan is the best one?

import { computeBar } from "#engine/rebalancing/compute-barred.ts";
import { depthOf } from "#engine/rebalancing/compute-book-walk.ts";
import { groupValues } from "#engine/rebalancing/compute-plan-result.ts";
import type { GreedyPlan } from "#engine/rebalancing/plan-greedy.ts";
import type { PlanGroup, PlanModel } from "#engine/rebalancing/plan-model.ts";
import { paidIn } from "#engine/rebalancing/plan-shares.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { ResidualReason } from "#shared/domain/plan.ts";
import type { ExactPlan } from "./plan-execution.ts";
import type { PlanProblem, ProblemLeg } from "./plan-problem.ts";

/** A budget that is used up to this share of it is taken as what held the plan back. */
const USED_UP = decimal("0.99");

export function computePlanReasons(
  problem: PlanProblem,
  plan: ExactPlan,
  greedy: GreedyPlan,
): Pick<GreedyPlan, "reasons" | "cutBy"> {
  const { model } = problem;
  const values = groupValues(model, plan.after);
  const total = Decimal.sum(values);
  const reasons = new Map<Asset, ResidualReason>();
  let outside = false;
  model.groups.forEach((group, index) => {
    const off = (values[index] ?? Decimal.ZERO).sub(group.target.mul(total));
    if (off.abs().lte(group.half.mul(total))) return;
    outside = true;
    if (group.isCash) return;
    const side = off.isPositive ? "sell" : "buy";
    reasons.set(group.asset, reasonOf(problem, plan, greedy, group, side, off.abs()));
  });
  return { reasons, cutBy: outside ? cutBy(model, plan) : null };
}

function cutBy({ policy, totalValue }: PlanModel, plan: ExactPlan): GreedyPlan["cutBy"] {
  const isUsedUp = (used: Decimal, share: string | undefined) =>
    share !== undefined && used.isPositive && used.gte(decimal(share).mul(totalValue).mul(USED_UP));
  const turnover = Decimal.sum(plan.legs.map((leg) => leg.notional.mul(leg.market.quotePrice)));
  if (isUsedUp(plan.cost, policy.maxCostFraction)) return "cost";
  return isUsedUp(turnover, policy.maxTurnoverFraction) ? "turnover" : null;
}

function reasonOf(
  { model, legs }: PlanProblem,
  plan: ExactPlan,
  greedy: GreedyPlan,
  { asset }: PlanGroup,
  side: Side,
  off: Decimal,
): ResidualReason {
  const bar = computeBar(model.input.policy, asset, side);
  if (bar !== null) return bar;
  if (side === "sell" && model.policy.goal === "cashFlow") return "neverSell";
  const ways = legs.filter(({ market, side: way }) =>
    side === "sell" ? paidIn(market, way) === asset : (way === "buy" ? market.base : market.quote) === asset,
  );
  if (ways.length === 0) return greedy.reasons.get(asset) ?? "noMarket";
  const price = model.prices.get(asset) ?? Decimal.ZERO;
  const keep = model.kept.get(asset);
  if (side === "sell" && keep?.gte((plan.after.get(asset) ?? Decimal.ZERO).sub(ways[0]?.market.amountStep ?? keep)))
    return "pinned";
  if (ways.every(({ market, side: way }) => market.least[way]?.mul(market.basePrice).gt(off)))
    return lotOrMinimum(ways, price, off);
  // Value comes over other coins as well: where any book in use is empty, it may be that one.
  const isUsedUp = ways.every((way) => isDry(plan, way)) || plan.legs.some((leg) => isDry(plan, leg));
  return isUsedUp ? "bookDepth" : "venueBalance";
}

function lotOrMinimum(ways: readonly ProblemLeg[], price: Decimal, off: Decimal): ResidualReason {
  const fits = ways.some(({ market }) => market.amountStep.mul(price).lte(off));
  return fits ? "minNotional" : "lotStep";
}

/** Whether the plan leaves less than a lot of this side of the book. */
function isDry(plan: ExactPlan, { market, side }: Pick<ProblemLeg, "market" | "side">): boolean {
  const levels = market.levels[side];
  const taken = Decimal.sum(
    plan.legs.filter((leg) => leg.market.levels[side] === levels && leg.side === side).map((leg) => leg.quantity),
  );
  return depthOf(levels).sub(taken).lt(market.amountStep);
}
