// Was the same order sent a moment ago by mistake?

import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

const WINDOW_MS = 10 * SECOND_MS;

export const duplicateOrder: Gate = {
  name: "No duplicate",
  when: "always",
  check: ({ draft, orders, now }) => {
    const twin = orders.find(
      ({ order, plannedAt }) =>
        // Legs and parts of one approved plan are numbered, and together bounded by what was approved.
        order.planId !== draft.planId &&
        order.state !== "DENIED" &&
        now - plannedAt < WINDOW_MS &&
        order.accountId === draft.accountId &&
        order.symbol === draft.symbol &&
        order.side === draft.side &&
        Decimal.parse(order.quantity).eq(draft.quantity),
    );
    return twin === undefined
      ? null
      : denyPlan("DUPLICATE_ORDER", `The same order was sent ${now - twin.plannedAt} ms ago by another plan.`);
  },
};
