// What does one row of the target table say? Target, band, weight now, weight after the plan, and what is left. Pure.
import { doubtOfSum, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { computeBand } from "#shared/domain/compute-band.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { entriesOf } from "./draft-targets.ts";

export interface TargetRow {
  readonly asset: Asset;
  /** All coins that this target stands for; more than one for the cash group. */
  readonly members: readonly Asset[];
  readonly target: DecimalString;
  readonly band: DecimalString;
  /** Null where a price is missing or the portfolio is not known yet. */
  readonly current: DecimalString | null;
  readonly projected: DecimalString | null;
  /** What the plan leaves: projected - target of the plan. */
  readonly left: DecimalString | null;
  readonly outOfBand: boolean;
  /** Amount of the asset itself, over all accounts; null where the portfolio is not known yet. */
  readonly held: DecimalString | null;
  /** Whether the band is this asset's own. */
  readonly ownBand: boolean;
  /** Stays as it is while the other rows are brought to a whole. */
  readonly locked: boolean;
  /** Amount that stays as it is, where the policy pins one. */
  readonly pinned: DecimalString | null;
  readonly neverSell: boolean;
  readonly neverBuy: boolean;
  /** Against the weight now, and so against what a plan makes of it. */
  readonly doubt: PriceDoubt | null;
  /** Neither held nor among the profile's own targets: it can go again. */
  readonly removable: boolean;
}

export interface TargetRowsInput {
  readonly profile: Pick<Profile, "targets" | "cashAssets">;
  /** With what was changed for this plan. */
  readonly policy: Policy;
  readonly locked?: readonly Asset[];
  readonly targets: Targets;
  readonly portfolio: Portfolio | null;
  readonly plan: Pick<RebalancePlan, "before" | "after" | "targets"> | null;
}

/** Coins that count as one row: a single targeted cash coin stands for all of them. */
export function membersOf(asset: Asset, targets: Targets, cashAssets: readonly Asset[]): readonly Asset[] {
  if (!cashAssets.includes(asset)) return [asset];
  const targeted = cashAssets.filter((coin) => targets[coin] !== undefined);
  return targeted.length > 1 ? [asset] : [asset, ...cashAssets.filter((coin) => coin !== asset)];
}

/** Sum over the coins of a row; null where none of them has a weight. */
export function weightOf(
  weights: Readonly<Record<Asset, DecimalString>>,
  members: readonly Asset[],
): DecimalString | null {
  const known = members.flatMap((coin) => (weights[coin] === undefined ? [] : [Decimal.parse(weights[coin])]));
  return known.length === 0 ? null : Decimal.sum(known).toString();
}

/** The group's exact weight is its target plus its drift; a coin without a target has its own weight only. */
function currentWeight(portfolio: Portfolio | null, members: readonly Asset[]): DecimalString | null {
  if (portfolio === null) return null;
  const positions = portfolio.positions.filter(({ asset }) => members.includes(asset));
  const group = positions.find(({ target, drift }) => target !== null && drift !== null);
  if (group !== undefined)
    return Decimal.parse(group.target ?? "0")
      .add(Decimal.parse(group.drift ?? "0"))
      .toString();
  if (positions.length === 0) return portfolio.totalValue === null ? null : Decimal.ZERO.toString();
  if (positions.some(({ weight }) => weight === null)) return null;
  return Decimal.sum(positions.map(({ weight }) => Decimal.parse(weight ?? "0"))).toString();
}

function heldAmount({ positions }: Portfolio, asset: Asset): DecimalString {
  return positions.find((position) => position.asset === asset)?.quantity ?? Decimal.ZERO.toString();
}

/** By the profile's own targets, largest first, then what was added; cash stands last. They keep their places while edited. */
function orderRows(input: TargetRowsInput): readonly (readonly [Asset, DecimalString])[] {
  const { targets: own, cashAssets } = input.profile;
  const rank = (asset: Asset) => (cashAssets.includes(asset) ? 2 : own[asset] === undefined ? 1 : 0);
  return [...entriesOf(input.targets)].sort(([left], [right]) => {
    const byRank = rank(left) - rank(right);
    if (byRank !== 0) return byRank;
    const byTarget = Decimal.parse(own[right] ?? "0").cmp(Decimal.parse(own[left] ?? "0"));
    return rank(left) === 1 ? 0 : byTarget;
  });
}

export function toTargetRows(input: TargetRowsInput): readonly TargetRow[] {
  const { profile, policy, locked = [], targets, portfolio, plan } = input;
  const { cashAssets } = profile;
  return orderRows(input).map(([asset, target]) => {
    const members = membersOf(asset, targets, cashAssets);
    const band = computeBand(asset, Decimal.parse(target), policy);
    const current = currentWeight(portfolio, members) ?? (plan === null ? null : weightOf(plan.before, members));
    const projected = plan === null ? null : weightOf(plan.after, members);
    const planned = Decimal.parse(plan?.targets[asset] ?? "0");
    return {
      asset,
      members,
      target,
      band: band.toString(),
      current,
      projected,
      left: projected === null ? null : Decimal.parse(projected).sub(planned).toString(),
      outOfBand: current !== null && Decimal.parse(current).sub(Decimal.parse(target)).abs().gt(band),
      held: portfolio === null ? null : heldAmount(portfolio, asset),
      ownBand: policy.bandsByAsset[asset] !== undefined,
      locked: locked.includes(asset),
      pinned: policy.pinned[asset] ?? null,
      neverSell: policy.neverSell.includes(asset),
      neverBuy: policy.neverBuy.includes(asset),
      doubt: doubtOfSum((portfolio?.positions ?? []).filter((position) => members.includes(position.asset))),
      removable: profile.targets[asset] === undefined && (current === null || Decimal.parse(current).isZero),
    };
  });
}

/** Assets out of their bands against the profile's own targets, for the screen's head. */
export function outOfBandAssets(portfolio: Portfolio | null): readonly Asset[] {
  return (portfolio?.positions ?? [])
    .filter(({ drift, band }) => drift !== null && band !== null && Decimal.parse(drift).abs().gt(Decimal.parse(band)))
    .map(({ asset }) => asset);
}

/** Weights held now, by row, for "Use current holdings"; a locked row keeps its target. */
export function heldWeights(rows: readonly TargetRow[]): readonly (readonly [Asset, Decimal])[] {
  return rows.map(({ asset, current, target, locked }) => [asset, Decimal.parse((locked ? target : current) ?? "0")]);
}

/** What rules of the policy keep an asset from moving, in words. */
export function markWords(
  row: Pick<TargetRow, "asset" | "locked" | "pinned" | "neverSell" | "neverBuy">,
): readonly string[] {
  return [
    ...(row.locked ? ["target locked"] : []),
    ...(row.pinned === null ? [] : [`${row.pinned} ${row.asset} are pinned`]),
    ...(row.neverSell ? ["never sold"] : []),
    ...(row.neverBuy ? ["never bought"] : []),
  ];
}
