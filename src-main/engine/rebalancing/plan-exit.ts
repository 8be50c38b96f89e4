// Does a plan only take a position out? The day's limits let such plans through: they lower what can still be lost.
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Trade } from "#shared/domain/trade.ts";

/** The exit of a position that a signal opened, as it was asked for. */
export function isExitTrade(trade: Trade | undefined): boolean {
  return trade?.side === "sell" && trade.signal?.exit !== undefined;
}

/** The same once planned: only sales, and only of the position's own asset. */
export function isExit({ trade, legs }: Pick<RebalancePlan, "trade" | "legs">): boolean {
  const asset = trade?.signal?.asset;
  return isExitTrade(trade) && legs.every(({ side, base }) => side === "sell" && base === asset);
}
