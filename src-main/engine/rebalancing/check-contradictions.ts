// Which two wishes of a policy can never both be granted? The pair is named, before anything is planned.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";

interface Contradiction {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

/**
 * The first such pair; null where there is none. A venue's own limits that no order can keep are no wish: that market is left
 * out, and the plan says so.
 */
export function findContradiction({ policy, accounts }: PlannerInput): Contradiction | null {
  const { goal, raise, liquidate } = policy;
  if (goal === "raiseCash" && raise !== undefined && policy.neverBuy.includes(raise.asset))
    return { path: ["policy", "raise", "asset"], problem: `${raise.asset} is to be raised, but stands in neverBuy` };
  if (goal !== "liquidate" || liquidate === undefined) return null;
  const path = ["policy", "liquidate"];
  if (policy.neverSell.includes(liquidate))
    return { path, problem: `${liquidate} is to be sold, but stands in neverSell` };
  const pinned = policy.pinned[liquidate];
  if (pinned === undefined) return null;
  const balances = accounts.flatMap((account) => account.balances.filter(({ asset }) => asset === liquidate));
  const held = Decimal.sum(
    balances.flatMap(({ free, inOrders, earn, locked }) => [free, inOrders, earn, locked].map((part) => decimal(part))),
  );
  if (held.isZero || decimal(pinned).lt(held)) return null;
  return { path, problem: `${liquidate} is to be sold, but all ${held} of it stand in pinned (${pinned})` };
}
