// How far is each leg of a plan, and what may still be sent for it?
import { isPassingRefusal } from "#engine/risk/compute-passing-refusal.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import { planOrdersOf } from "./plan-leg-parts.ts";

export interface LegProgress {
  readonly legIndex: number;
  readonly filled: Decimal;
  readonly remaining: Decimal;
  /** Orders that were sent for it, in order. */
  readonly sent: readonly Order[];
  /** The one that has not ended, if any. */
  readonly open: Order | null;
  /** Why nothing more is sent for it; null where something may be. */
  readonly over: { readonly code: string; readonly message: string } | null;
}

/** `leftLegs`: legs given up in this run, with the reason. What follows from orders alone needs no such mark. */
export function planLegProgress(
  plan: Pick<RebalancePlan, "legs" | "policy">,
  orders: readonly Order[],
  ordersPerLeg: number,
  leftLegs: ReadonlyMap<number, { readonly code: string; readonly message: string }>,
): readonly LegProgress[] {
  return plan.legs.map((leg, legIndex) => {
    const own = orders.filter((order) => order.legIndex === legIndex);
    const sent = own.filter((order) => order.state !== "DENIED");
    const filled = Decimal.sum(own.map((order) => Decimal.parse(order.filledQuantity)));
    const quantity = Decimal.parse(leg.quantity);
    const remaining = Decimal.max(Decimal.ZERO, quantity.sub(filled));
    const last = sent.at(-1);
    const open = sent.find((order) => !isTerminal(order.state)) ?? null;
    return { legIndex, filled, remaining, sent, open, over: overBecause() };

    function overBecause(): LegProgress["over"] {
      if (open !== null) return null;
      if (remaining.isZero) return { code: "FILLED", message: "Filled." };
      const left = leftLegs.get(legIndex);
      if (left !== undefined) return left;
      // What a venue does not let rest may still trade at once.
      const mayTake = last?.kind === "postOnly" && leg.makerWaitMs !== undefined;
      if (last?.state === "REJECTED" && !mayTake && !isPassingRefusal(last.reason ?? "")) {
        return { code: last.reason ?? "REJECTED", message: last.detail ?? "The venue refused it." };
      }
      if (last?.state === "ATTESTED") return { code: "ATTESTED", message: "Settled by your word." };
      // What is under the minimum trade was never worth an order of its own.
      const value = Decimal.parse(leg.value).mul(remaining);
      if (filled.isPositive && value.lt(Decimal.parse(plan.policy.minTradeValue).mul(quantity))) {
        return { code: "REST_TOO_SMALL", message: `The rest of ${remaining} is worth less than the minimum trade.` };
      }
      const most = planOrdersOf(leg, ordersPerLeg);
      return sent.length >= most
        ? { code: "ORDERS_USED_UP", message: `${most} orders did not fill it; ${remaining} is left.` }
        : null;
    }
  });
}
