// How much of each asset is there over all accounts, free or not?
import { Decimal, type DecimalString, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";

/** By asset, in alphabetical order; assets of which nothing is there are left out. */
export function computeHoldings({ accounts }: Pick<PlannerInput, "accounts">): Record<Asset, DecimalString> {
  const sums = new Map<Asset, Decimal>();
  for (const { balances } of accounts)
    for (const { asset, free, inOrders, earn, locked } of balances) {
      const amount = Decimal.sum([free, inOrders, earn, locked].map((part) => decimal(part)));
      sums.set(asset, (sums.get(asset) ?? Decimal.ZERO).add(amount));
    }
  const held: Record<Asset, DecimalString> = {};
  for (const [asset, sum] of [...sums].sort(([left], [right]) => (left < right ? -1 : 1)))
    if (sum.isPositive) held[asset] = sum.toString();
  return held;
}
