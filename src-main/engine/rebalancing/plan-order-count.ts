// Which orders of a plan are left where only so many may be sent today?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { computeLegCost } from "./compute-leg-cost.ts";
import { emptyPlan, isWorthIt } from "./compute-plan-adoption.ts";
import type { GreedyPlan } from "./plan-greedy.ts";
import { PlanLedger } from "./plan-ledger.ts";
import { LegDrafts, type PlannedLeg } from "./plan-leg-drafts.ts";
import type { PlanModel } from "./plan-model.ts";

export interface CountedPlan {
  readonly plan: GreedyPlan;
  /** What a person should know of it; null where nothing was left out. */
  readonly note: string | null;
}

/**
 * The plan with at most `policy.maxOrders` orders: those that move the most value, in their order, each still funded by the ones
 * before it. What is left out is named `dailyTrades`; what then is not worth a trade any more is no plan.
 */
export function planWithinOrders(model: PlanModel, plan: GreedyPlan): CountedPlan {
  const most = model.policy.maxOrders;
  if (most === undefined || plan.legs.length <= most) return { plan, note: null };
  const drafts = new LegDrafts(model);
  const byValue = plan.legs
    .map((leg, index) => ({ leg, index, value: leg.notional.mul(leg.market.quotePrice) }))
    .sort((one, other) => other.value.cmp(one.value) || one.index - other.index);
  const unfunded = new Set<PlannedLeg>();
  for (;;) {
    const kept = byValue
      .filter(({ leg }) => !unfunded.has(leg))
      .slice(0, most)
      .sort((one, other) => one.index - other.index);
    const ledger = new PlanLedger(model, drafts);
    const before = unfunded.size;
    for (const { leg } of kept) {
      const quoted = ledger.quote(leg.market, leg.side, leg.quantity);
      if (quoted?.draft.keepsFilters === true) ledger.book(quoted);
      else unfunded.add(leg);
    }
    if (unfunded.size > before) continue;
    const left = plan.legs.length - kept.length;
    const note = `Only ${most} more ${most === 1 ? "order" : "orders"} may be sent today: ${left} of ${plan.legs.length} were left out.`;
    const sent = new Set(kept.map(({ leg }) => leg));
    const out = plan.legs.filter((leg) => !sent.has(leg)).flatMap(({ market }) => [market.base, market.quote]);
    const reasons = new Map([...plan.reasons, ...out.map((asset) => [asset, "dailyTrades"] as const)]);
    const counted: GreedyPlan = { ...plan, legs: ledger.legs, after: ledger.after, reasons };
    return kept.length > 0 && isWorthIt(model, counted) && isInBudget(model, counted)
      ? { plan: counted, note }
      : { plan: { ...emptyPlan(model), reasons }, note };
  }
}

/** An order that gained may have paid for one that is left. */
function isInBudget(model: PlanModel, { legs }: GreedyPlan): boolean {
  const cost = Decimal.sum(legs.map((leg) => computeLegCost(model, leg).total));
  return cost.lte(decimal(model.policy.maxCostFraction).mul(model.totalValue));
}
