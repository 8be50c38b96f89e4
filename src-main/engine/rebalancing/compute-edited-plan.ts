// Which plan do the legs of another one make after a person changed them, and can each leg be as asked?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { PlanLeg, PlannerInput, PlannerResult } from "#shared/domain/plan.ts";
import type { PlanEdits } from "#shared/domain/plan-edits.ts";
import { computeLegCost } from "./compute-leg-cost.ts";
import { computePlanModel } from "./compute-plan-model.ts";
import { computePlanResult } from "./compute-plan-result.ts";
import { PlanLedger } from "./plan-ledger.ts";
import { type LegDraft, LegDrafts } from "./plan-leg-drafts.ts";
import type { PlanMarket, PlanModel } from "./plan-model.ts";

export type EditedPlan =
  | { readonly kind: "plan"; readonly result: PlannerResult }
  /** `path` of the first wrong field of the edits. */
  | { readonly kind: "refused"; readonly path: string; readonly problem: string };

interface Step {
  readonly leg: PlanLeg;
  readonly index: number;
  readonly quantity: Decimal;
  readonly path: string;
}

/**
 * The legs at the prices of these inputs, in the order asked for, each paid from what the ones before it leave: no balance
 * is ever negative, every filter is kept, and the projection is exact. Quantities stay as the person left them.
 */
export function computeEditedPlan(
  input: PlannerInput,
  legs: readonly PlanLeg[],
  edits: Pick<PlanEdits, "legs" | "order">,
): EditedPlan {
  const steps = readSteps(legs, edits);
  if (!Array.isArray(steps)) return steps;
  const model = computePlanModel(input);
  const ledger = new PlanLedger(model, new LegDrafts(model));
  for (const step of steps) {
    const problem = bookStep(model, ledger, step);
    if (problem === null) continue;
    const { leg, index, quantity, path } = step;
    const name = `Order ${index + 1} (${leg.side} ${quantity} ${leg.base} in ${leg.symbol} at ${leg.venue})`;
    return { kind: "refused", path, problem: `${name}: ${problem}` };
  }
  const reasons = new Map(model.groups.map((group) => [group.asset, "edited"] as const));
  const plan = { legs: ledger.legs, after: ledger.after, reasons, cutBy: null };
  const result = computePlanResult(model, plan, budgetNotes(model, ledger));
  return { kind: "plan", result: { ...result, solver: "edited" } };
}

function readSteps(
  legs: readonly PlanLeg[],
  edits: Pick<PlanEdits, "legs" | "order">,
): Step[] | Extract<EditedPlan, { readonly kind: "refused" }> {
  const refused = (path: string, problem: string) => ({ kind: "refused", path, problem }) as const;
  const byLeg = new Map<number, { readonly edit: PlanEdits["legs"][number]; readonly at: number }>();
  for (const [at, edit] of edits.legs.entries()) {
    const path = `edits.legs[${at}]`;
    if (edit.leg >= legs.length)
      return refused(`${path}.leg`, `expected a leg of the plan, 0 to ${legs.length - 1}, got ${edit.leg}`);
    if (byLeg.has(edit.leg)) return refused(`${path}.leg`, `leg ${edit.leg} is changed twice`);
    if (edit.skip === true && edit.quantity !== undefined)
      return refused(path, "a leg that is skipped has no quantity: give one of the two");
    byLeg.set(edit.leg, { edit, at });
  }
  const kept = legs.flatMap((_, index) => (byLeg.get(index)?.edit.skip === true ? [] : [index]));
  const order = edits.order ?? kept;
  const named = new Set(order);
  if (order.length !== kept.length || named.size !== kept.length || !kept.every((index) => named.has(index)))
    return refused(
      "edits.order",
      `expected each leg that is not skipped once (${kept.join(", ")}), got ${order.join(", ")}`,
    );
  return order.flatMap((index) => {
    const leg = legs[index];
    if (leg === undefined) return [];
    const own = byLeg.get(index);
    const quantity = decimal(own?.edit.quantity ?? leg.quantity);
    const path = own?.edit.quantity === undefined ? "edits.order" : `edits.legs[${own.at}].quantity`;
    return [{ leg, index, quantity, path }];
  });
}

/** Null when the leg was booked; else what stands against it and what would do. */
function bookStep(model: PlanModel, ledger: PlanLedger, { leg, quantity }: Step): string | null {
  const { side } = leg;
  const market = model.markets.find(({ accountId, symbol }) => accountId === leg.accountId && symbol === leg.symbol);
  if (market === undefined) return "this market cannot be traded now. Plan again.";
  if (!quantity.isPositive) return "the quantity is zero. Skip the order instead.";
  const misfit = amountMisfit(market, quantity);
  if (misfit !== null) return misfit;
  const draft = new LegDrafts(model).get(market, side, ledger.taken(market, side), quantity);
  if (draft === null)
    return "the order book does not hold so much inside the slippage tolerance. Take less, or allow more slippage.";
  if (!draft.keepsFilters) return valueMisfit(model, draft);
  const quoted = ledger.quote(market, side, quantity);
  if (quoted === null) {
    const pays = side === "buy" ? market.quote : market.base;
    const there = ledger.available(market.accountIndex, pays);
    return `it may take ${draft.need} ${pays} and ${there} is there at that point. Take less, or send what brings it first.`;
  }
  ledger.book(quoted);
  return null;
}

function amountMisfit(market: PlanMarket, quantity: Decimal): string | null {
  const { amountStep, amountMin, amountMax } = market;
  if (!quantity.isMultipleOf(amountStep)) {
    const near = quantity.roundToStep(amountStep, "down");
    return `the quantity is not on the market's step of ${amountStep}; ${near} would be.`;
  }
  if (amountMin !== null && quantity.lt(amountMin)) return `the market takes no less than ${amountMin}.`;
  if (amountMax !== null && quantity.gt(amountMax)) return `the market takes no more than ${amountMax} in one order.`;
  return null;
}

function valueMisfit(model: PlanModel, { leg, worstNotional }: LegDraft): string {
  const { market, notional } = leg;
  if (market.costMin !== null && worstNotional.lt(market.costMin))
    return `it is worth ${worstNotional} ${market.quote}; the market takes no less than ${market.costMin}.`;
  if (market.costMax !== null && worstNotional.gt(market.costMax))
    return `it is worth ${worstNotional} ${market.quote}; the market takes no more than ${market.costMax}.`;
  const value = Decimal.max(worstNotional, notional).mul(market.quotePrice);
  if (model.orderCap !== null && value.gt(model.orderCap))
    return `it is worth ${value}, more than the profile's limit of one order, ${model.orderCap}.`;
  return `it is worth ${notional.mul(market.quotePrice)}, less than the smallest trade of the policy, ${model.minTrade}.`;
}

/** Budgets bind the planner; a person may go beyond them, and is told. The safety checks stay as they are. */
function budgetNotes({ policy, totalValue, ...model }: PlanModel, ledger: PlanLedger): readonly string[] {
  const cost = Decimal.sum(ledger.legs.map((leg) => computeLegCost({ policy, totalValue, ...model }, leg).total));
  const turnover = Decimal.sum(ledger.legs.map((leg) => leg.notional.mul(leg.market.quotePrice)));
  const mostCost = decimal(policy.maxCostFraction).mul(totalValue);
  const most = policy.maxTurnoverFraction === undefined ? null : decimal(policy.maxTurnoverFraction).mul(totalValue);
  return [
    ...(cost.gt(mostCost) ? [`These orders cost ${cost}; the limit of a plan is ${mostCost}.`] : []),
    ...(most !== null && turnover.gt(most) ? [`These orders move ${turnover}; the limit of a plan is ${most}.`] : []),
  ];
}
