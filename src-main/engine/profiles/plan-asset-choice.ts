// Which targets does a profile have once an asset has joined, and what does the way there cost?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";

const PLACES = 10;

export interface ChoiceTargets {
  /** Null: they stay as they are. */
  readonly targets: Targets | null;
  /** Why they stay. */
  readonly reason: string | null;
}

/**
 * The asset takes the target of the one that it follows, unless that is a base asset; without such a one it gets an equal part, 1 / (n + 1),
 * and all n others give in proportion. The sum stays exactly what it was.
 */
export function planChoiceTargets(profile: Profile, asset: Asset): ChoiceTargets {
  const { targets, targetMethod, strategies } = profile;
  const weights = Object.entries(targets) as [Asset, DecimalString][];
  if (weights.length === 0) return { targets: null, reason: "No targets are set yet: set them under Rebalance." };
  if (targetMethod.method !== "fixed") {
    return { targets: null, reason: "The targets are computed by a method: add the asset to it under Rebalance." };
  }
  const weightOf = (name: Asset) => Decimal.parse(targets[name] ?? "0");
  const holder = strategies.chosenAsset;
  const follows = holder !== null && holder !== asset && !strategies.baseAssets.includes(holder);
  if (follows && weightOf(holder).isPositive) {
    const { [holder]: _given, ...others } = targets;
    return { targets: { ...others, [asset]: weightOf(holder).add(weightOf(asset)).toString() }, reason: null };
  }
  if (weightOf(asset).isPositive) return { targets: null, reason: "It has a target already." };
  const sum = Decimal.sum(weights.map(([, weight]) => Decimal.parse(weight)));
  const parts = Decimal.fromInteger(weights.length + 1);
  const kept = weights.map(([name, weight]): [Asset, Decimal] => {
    const given = Decimal.parse(weight).div(parts, PLACES, "down");
    return [name, Decimal.parse(weight).sub(given)];
  });
  const rest = sum.sub(Decimal.sum(kept.map(([, weight]) => weight)));
  const next = [...kept, [asset, rest] as const].map(([name, weight]) => [name, weight.toString()] as const);
  return { targets: Object.fromEntries(next), reason: null };
}

export interface ChoiceCost {
  /** Value sold and value bought, cash apart. */
  readonly turnover: DecimalString;
  readonly cost: DecimalString;
}

/** From the present targets to others, at a taker's fee and half a spread for each asset, both as shares. */
export function computeChoiceCost(
  { before, after }: { readonly before: Targets; readonly after: Targets },
  totalValue: DecimalString,
  costOf: (asset: Asset) => Decimal | null,
): ChoiceCost {
  const total = Decimal.parse(totalValue);
  const assets = [...new Set([...Object.keys(before), ...Object.keys(after)])] as Asset[]; // keys of parsed records
  const moves = assets.flatMap((asset) => {
    const share = costOf(asset);
    // Money itself is not traded.
    if (share === null) return [];
    const move = Decimal.parse(after[asset] ?? "0")
      .sub(Decimal.parse(before[asset] ?? "0"))
      .abs();
    return [{ value: move.mul(total), cost: move.mul(total).mul(share) }];
  });
  return {
    turnover: Decimal.sum(moves.map(({ value }) => value)).toString(),
    cost: Decimal.sum(moves.map(({ cost }) => cost)).toString(),
  };
}
