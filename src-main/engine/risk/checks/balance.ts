// Is there enough free for the worst case of this order and of every order whose outcome is not known?
import { computeWorstCase } from "#engine/execution/compute-worst-case.ts";
import { denyLeg, denyPlan, type Gate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export const balance: Gate = {
  name: "Free balance",
  when: "always",
  check: ({ draft, balances, orders, fees }) => {
    if (balances === null) return denyPlan("BALANCE_UNKNOWN", "The venue's balances could not be read.");
    const asset = draft.side === "buy" ? draft.quote : draft.base;
    const free = balances.find((held) => held.accountId === draft.accountId && held.asset === asset)?.free ?? "0";
    // Orders that the venue has acknowledged are out of `free` already; those it may have taken unseen are not.
    const unseen = Decimal.sum(
      orders
        .filter(({ order }) => order.accountId === draft.accountId)
        .filter(({ order }) => order.state === "SUBMITTING" || order.state === "UNKNOWN")
        .map(({ order }) => computeWorstCase(order, fees))
        .filter((cost) => cost.asset === asset)
        .map((cost) => cost.amount),
    );
    const need = computeWorstCase(
      {
        symbol: draft.symbol,
        side: draft.side,
        quantity: draft.quantity.toString(),
        filledQuantity: Decimal.ZERO.toString(),
        limitPrice: draft.limitPrice.toString(),
      },
      fees,
    ).amount;
    return need.add(unseen).gt(Decimal.parse(free))
      ? denyLeg(
          "BALANCE_TOO_SMALL",
          `It may take ${need} ${asset}${unseen.isZero ? "" : ` beside ${unseen} held back`}; ${free} is free at ${draft.venue}.`,
        )
      : null;
  },
};
