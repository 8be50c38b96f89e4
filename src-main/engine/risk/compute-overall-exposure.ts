// What do all live profiles hold together, and what would an order add to it?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import type { PlanState, RebalancePlan } from "#shared/domain/plan.ts";
import { computeDraftValue } from "./compute-draft-value.ts";

/** One live profile, in its own currency; null is "not known". */
export interface LiveHolding {
  readonly name: string;
  /** What one unit of its currency is worth in the common one. */
  readonly rate: Decimal | null;
  readonly totalValue: Decimal | null;
  readonly positions: readonly { readonly asset: Asset; readonly value: Decimal | null; readonly isCash: boolean }[];
}

/** Money in the common currency. */
export type Exposure =
  | {
      readonly total: Decimal;
      readonly byAsset: ReadonlyMap<Asset, Decimal>;
      /** The coin that most is held of; null where only cash is. */
      readonly largest: { readonly asset: Asset; readonly value: Decimal } | null;
    }
  | { readonly unknown: string };

/** Limits over all live profiles that are off are null. Money in `currency`. */
export interface OverallFacts {
  readonly largestAssetShare: DecimalString | null;
  readonly liveMoneyMost: DecimalString | null;
  readonly currency: Asset;
  readonly exposure: Exposure;
  /** What one unit of the profile's currency is worth; null where it has no price. */
  readonly rate: Decimal | null;
}

export const NO_OVERALL_LIMITS: OverallFacts = {
  largestAssetShare: null,
  liveMoneyMost: null,
  currency: assetSchema.parse("USD"),
  exposure: { unknown: "no limit is set" },
  rate: Decimal.ONE,
};

export function computeExposure(holdings: readonly LiveHolding[]): Exposure {
  const byAsset = new Map<Asset, Decimal>();
  const coins = new Set<Asset>();
  let total = Decimal.ZERO;
  for (const { name, rate, totalValue, positions } of holdings) {
    if (rate === null || totalValue === null) return { unknown: `the value of ${name} is not known` };
    total = total.add(totalValue.mul(rate));
    for (const { asset, value, isCash } of positions) {
      if (value === null) return { unknown: `the value of ${asset} in ${name} is not known` };
      byAsset.set(asset, (byAsset.get(asset) ?? Decimal.ZERO).add(value.mul(rate)));
      if (!isCash) coins.add(asset);
    }
  }
  const [first] = [...byAsset]
    .filter(([asset, value]) => coins.has(asset) && value.isPositive)
    .sort(([, one], [, other]) => other.cmp(one));
  return { total, byAsset, largest: first === undefined ? null : { asset: first[0], value: first[1] } };
}

/**
 * Value that an order brings of an asset, less what it takes; before the approval together with the legs in front of it. In the plan's
 * currency.
 */
export function computeBrought(
  facts: {
    readonly draft: Leg & { readonly legIndex: number; readonly quantity: Decimal };
    readonly plan: RebalancePlan;
    readonly planState: PlanState;
  },
  asset: Asset,
): Decimal {
  const { draft, plan, planState } = facts;
  const moved = ({ base, quote, side }: Leg, value: Decimal): Decimal => {
    const bought = side === "buy" ? base : quote;
    if (asset === bought) return value;
    return asset === base || asset === quote ? value.neg() : Decimal.ZERO;
  };
  const front = planState === "PREVIEWED" ? plan.legs.slice(0, draft.legIndex) : [];
  return Decimal.sum([
    ...front.map((leg) => moved(leg, Decimal.parse(leg.value))),
    moved(draft, computeDraftValue(plan, draft)),
  ]);
}

type Leg = Pick<RebalancePlan["legs"][number], "base" | "quote" | "side">;
