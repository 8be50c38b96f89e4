// Is there already an order of this side in this market?

import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { isTerminal } from "#shared/domain/order.ts";

export const oneOpenOrder: Gate = {
  name: "No open order",
  when: "always",
  check: ({ draft, orders }) => {
    const other = orders.find(
      ({ order }) =>
        !isTerminal(order.state) &&
        order.accountId === draft.accountId &&
        order.symbol === draft.symbol &&
        order.side === draft.side,
    );
    return other === undefined
      ? null
      : denyPlan(
          "OPEN_ORDER_EXISTS",
          `A ${draft.side} order of ${draft.symbol} is still ${other.order.state} on this account.`,
        );
  },
};
