// How did the orders and plans of a world end, by what is on its disk?
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ClientOrderId, PlanId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { PlanReport, PlanState, RebalancePlan } from "#shared/domain/plan.ts";

interface OrderEnd {
  readonly venue: string;
  readonly state: Order["state"];
  /** Over, not by a person's word, and filled as its state says. */
  readonly isCorrect: boolean;
}

interface PlanEnd {
  readonly state: PlanState;
  /** Largest distance of an asset from where the approved legs lead, in points of all that counted (1 = 1 %). */
  readonly worstPoints: number;
  /** The plan's own reason, or the outcomes that its report gives for legs not filled whole. Empty: nothing is said. */
  readonly why: readonly string[];
}

/** Of every order that was written down, and of every plan that was approved. */
export function computeEnds(journal: readonly JournalEntry[]): {
  readonly orders: readonly OrderEnd[];
  readonly plans: readonly PlanEnd[];
} {
  const orders = new Map<ClientOrderId, Order>();
  const plans = new Map<string, RebalancePlan>();
  const approved = new Map<PlanId, RebalancePlan>();
  const states = new Map<PlanId, { readonly to: PlanState; readonly reason: string | null }>();
  const reports = new Map<PlanId, PlanReport>();
  for (const { event } of journal) {
    if (event.kind === "order.planned" || event.kind === "order.state") {
      orders.set(event.order.clientOrderId, event.order);
    } else if (event.kind === "plan.previewed") plans.set(event.plan.planHash, event.plan);
    else if (event.kind === "plan.approved") {
      approved.set(event.planId, ensure(plans.get(event.planHash), "the approved plan"));
    } else if (event.kind === "plan.state") {
      states.set(event.planId, { to: event.to, reason: event.reason?.message ?? null });
    } else if (event.kind === "plan.report") reports.set(event.planId, event.report);
  }
  const all = [...orders.values()];
  return {
    orders: all.map((order) => ({ venue: order.venue, state: order.state, isCorrect: isCorrect(order) })),
    plans: [...approved].map(([planId, plan]) => {
      const own = all.filter((order) => order.planId === planId);
      const { to, reason } = ensure(states.get(planId), "the plan's state");
      const outcomes = (reports.get(planId)?.legs ?? [])
        .filter(({ plannedQuantity, filledQuantity }) => plannedQuantity !== filledQuantity)
        .map(({ outcome }) => outcome);
      return {
        state: to,
        worstPoints: worstPoints(plan, own),
        why: reason === null ? outcomes : [reason, ...outcomes],
      };
    }),
  };
}

function isCorrect({ state, quantity, filledQuantity }: Order): boolean {
  if (!isTerminal(state) || state === "ATTESTED") return false;
  const filled = Decimal.parse(filledQuantity);
  if (state === "FILLED") return filled.eq(Decimal.parse(quantity));
  if (state === "CANCELED" || state === "EXPIRED") return filled.lt(Decimal.parse(quantity));
  return filled.isZero;
}

/** What of the legs was not filled, at their own prices: buys and sells of one coin make up for each other. */
function worstPoints(plan: RebalancePlan, orders: readonly Order[]): number {
  const missing = new Map<string, Decimal>();
  const add = (asset: string, by: Decimal) => missing.set(asset, (missing.get(asset) ?? Decimal.ZERO).add(by));
  for (const [legIndex, leg] of plan.legs.entries()) {
    const filled = orders
      .filter((order) => order.legIndex === legIndex)
      .map((order) => Decimal.parse(order.filledQuantity));
    const rest = Decimal.parse(leg.quantity).sub(Decimal.sum(filled)).mul(Decimal.parse(leg.expectedPrice));
    add(leg.base, leg.side === "buy" ? rest : rest.neg());
    add(leg.quote, leg.side === "buy" ? rest.neg() : rest);
  }
  const total = Number(plan.totalValue);
  return Math.max(0, ...[...missing.values()].map((value) => (Math.abs(Number(value.toString())) / total) * 100));
}
