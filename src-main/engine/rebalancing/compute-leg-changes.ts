// What do a plan's legs change of each asset, at the plan's own prices and fees?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";

/** Signed amounts by asset, in the order in which legs touch them. */
export function computeLegChanges(
  legs: readonly Pick<PlanLeg, "base" | "quote" | "side" | "quantity" | "notional" | "fee" | "feeAsset">[],
): ReadonlyMap<Asset, Decimal> {
  const changes = new Map<Asset, Decimal>();
  const add = (asset: Asset, amount: Decimal) => changes.set(asset, (changes.get(asset) ?? Decimal.ZERO).add(amount));
  for (const leg of legs) {
    const quantity = decimal(leg.quantity);
    const notional = decimal(leg.notional);
    const buys = leg.side === "buy";
    add(leg.base, buys ? quantity : quantity.neg());
    add(leg.quote, buys ? notional.neg() : notional);
    add(leg.feeAsset, decimal(leg.fee).neg());
  }
  return changes;
}
