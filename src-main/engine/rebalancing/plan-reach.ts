// What can each asset become at all, and what stands in the way?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import type { ResidualReason } from "#shared/domain/plan.ts";
import { computeBar } from "./compute-barred.ts";
import { depthOf } from "./compute-book-walk.ts";
import { marketsFor } from "./compute-plan-routes.ts";
import type { PlanMarket, PlanModel } from "./plan-model.ts";

/** Least and most value, in valuation money, and why not less or more. */
export interface Reach {
  readonly least: Decimal;
  readonly most: Decimal;
  readonly sellReason: ResidualReason | null;
  readonly buyReason: ResidualReason | null;
}

export function computeReach(model: PlanModel): ReadonlyMap<Asset, Reach> {
  const reach = new Map<Asset, Reach>();
  for (const group of model.groups) {
    if (group.isCash) continue;
    const { asset } = group;
    const price = model.prices.get(asset);
    const fixed = (reason: ResidualReason): Reach => ({
      least: group.value,
      most: group.value,
      sellReason: reason,
      buyReason: reason,
    });
    if (price === undefined || !price.isPositive) {
      reach.set(asset, fixed("noPrice"));
      continue;
    }
    const sell = sellReach(model, asset, price, model.kept.get(asset) ?? Decimal.ZERO);
    const sellBar = computeBar(model.input.policy, asset, "sell");
    const buyReason = buyBlock(model, asset);
    reach.set(asset, {
      least: sellBar === null ? Decimal.max(Decimal.ZERO, group.value.sub(sell.value)) : group.value,
      most:
        buyReason === null
          ? group.value.add(depthOfAll(marketsFor(model, asset, "buy"), "buy").mul(price))
          : group.value,
      sellReason: sellBar ?? sell.reason,
      buyReason: buyReason ?? "bookDepth",
    });
  }
  return reach;
}

function buyBlock(model: PlanModel, asset: Asset): ResidualReason | null {
  const bar = computeBar(model.input.policy, asset, "buy");
  if (bar !== null) return bar;
  if (model.policy.goal === "raiseCash" || model.policy.goal === "liquidate") return "tolerance";
  return marketsFor(model, asset, "buy").length === 0 ? "noMarket" : null;
}

function sellReach(
  model: PlanModel,
  asset: Asset,
  price: Decimal,
  kept: Decimal,
): { readonly value: Decimal; readonly reason: ResidualReason } {
  if (model.policy.goal === "cashFlow") return { value: Decimal.ZERO, reason: "neverSell" };
  const markets = marketsFor(model, asset, "sell");
  if (markets.length === 0) return { value: Decimal.ZERO, reason: "noMarket" };
  const accounts = new Set(markets.map((market) => market.accountIndex));
  const free = Decimal.sum([...accounts].map((index) => model.free[index]?.get(asset) ?? Decimal.ZERO));
  const depth = depthOfAll(markets, "sell");
  const spare = Decimal.max(Decimal.ZERO, (model.owned.get(asset) ?? Decimal.ZERO).sub(kept));
  const quantity = Decimal.min(free, depth, spare);
  const reason = quantity.eq(spare) && kept.isPositive ? "pinned" : quantity.eq(free) ? "venueBalance" : "bookDepth";
  return { value: quantity.mul(price), reason };
}

/** All that the books can take: each book once, however many accounts share it. */
function depthOfAll(markets: readonly PlanMarket[], side: Side): Decimal {
  return Decimal.sum([...new Set(markets.map(({ levels }) => levels[side]))].map(depthOf));
}
