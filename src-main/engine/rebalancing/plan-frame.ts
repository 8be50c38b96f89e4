// What of a plan is the same in every round, and is therefore worked out once?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Side } from "#shared/domain/order.ts";
import { marketsFor } from "./compute-plan-routes.ts";
import { LegDrafts } from "./plan-leg-drafts.ts";
import type { PlanGroup, PlanMarket, PlanModel } from "./plan-model.ts";
import { computeReach, type Reach } from "./plan-reach.ts";

/** One side of one target that is not cash. */
export interface FrameSide {
  readonly markets: readonly PlanMarket[];
  /** Value of the smallest order. */
  readonly least: Decimal;
  /** Whether any of its markets is paid in something else than cash. */
  readonly crosses: boolean;
}

export interface FrameAsset {
  readonly index: number;
  readonly asset: Asset;
  readonly group: PlanGroup;
  /** Zero where it is not known. */
  readonly price: Decimal;
  readonly buy: FrameSide;
  readonly sell: FrameSide;
}

export interface PlanFrame {
  readonly model: PlanModel;
  /** Targets that are not cash, in the order of the groups. */
  readonly assets: readonly FrameAsset[];
  readonly reach: ReadonlyMap<Asset, Reach>;
  readonly drafts: LegDrafts;
  /** Value of the cash that reserves and pins keep. */
  readonly cashKept: Decimal;
}

export function planFrame(model: PlanModel): PlanFrame {
  const priceOf = (asset: Asset) => model.prices.get(asset) ?? Decimal.ZERO;
  const sideOf = (asset: Asset, price: Decimal, side: Side): FrameSide => {
    const markets = marketsFor(model, asset, side);
    return {
      markets,
      least: smallestOrder(markets, side).mul(price),
      crosses: markets.some((market) => !model.cash.includes(market.quote)),
    };
  };
  const assets = model.groups
    .filter((group) => !group.isCash)
    .map((group, index): FrameAsset => {
      const { asset } = group;
      const price = priceOf(asset);
      return { index, asset, group, price, buy: sideOf(asset, price, "buy"), sell: sideOf(asset, price, "sell") };
    });
  const cashKept = Decimal.sum(model.cash.map((coin) => (model.kept.get(coin) ?? Decimal.ZERO).mul(priceOf(coin))));
  return { model, assets, reach: computeReach(model), drafts: new LegDrafts(model), cashKept };
}

function smallestOrder(markets: readonly PlanMarket[], side: Side): Decimal {
  let smallest: Decimal | null = null;
  for (const market of markets) {
    const least = market.least[side];
    if (least !== null && (smallest === null || least.lt(smallest))) smallest = least;
  }
  return smallest ?? Decimal.ZERO;
}
