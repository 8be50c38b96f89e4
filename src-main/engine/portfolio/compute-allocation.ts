// How far is each target group from its target, and is it outside its band? Shares are exact fractions of one total.
import { computeBand } from "#shared/domain/compute-band.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";

/** Places of a printed weight. */
export const WEIGHT_SCALE = 10;

/** Value of what is held of one asset; every asset given has a price. */
export interface AssetValue {
  readonly asset: Asset;
  readonly value: Decimal;
}

/** What has one target: an asset, or all cash coins together unless two or more of them have targets of their own. */
export interface AllocationGroup {
  /** The asset that stands for the group; of the cash group its targeted coin, else the first one held. */
  readonly asset: Asset;
  readonly members: readonly Asset[];
  readonly isCash: boolean;
  /** Exact; weight = value / total of the scope. */
  readonly value: Decimal;
  readonly target: Decimal;
  /** Half width of the tolerance band, as a share. */
  readonly band: Decimal;
  /** Printed to 10 places, half-even. */
  readonly weight: Decimal;
  /** weight - target from the exact fraction, printed to 10 places, half-even. Positive: over target. */
  readonly drift: Decimal;
  /** abs(drift) > band, decided on the exact fractions. */
  readonly outOfBand: boolean;
}

export interface Allocation {
  /** Value of everything in scope: targeted assets and cash, and with `includeUntargeted` all assets. */
  readonly total: Decimal;
  /** By target, largest first, cash last; empty while nothing in scope has a value. */
  readonly groups: readonly AllocationGroup[];
}

export interface AllocationInput {
  readonly values: readonly AssetValue[];
  readonly targets: Targets;
  readonly cashAssets: readonly Asset[];
  readonly policy: Pick<Policy, "bands" | "bandsByAsset" | "includeUntargeted">;
}

interface Draft {
  readonly asset: Asset;
  readonly members: readonly Asset[];
  readonly isCash: boolean;
  readonly target: Decimal;
}

function draftGroups({ values, targets, cashAssets, policy }: AllocationInput): Draft[] {
  const cash = new Set(cashAssets);
  // Keys of a parsed record are assets; Object.entries only knows them as text.
  const targetOf = new Map(Object.entries(targets).map(([asset, share]) => [asset as Asset, Decimal.parse(share)]));
  const targetedCash = [...targetOf.keys()].filter((asset) => cash.has(asset));
  const oneCashGroup = targetedCash.length < 2;
  const drafts: Draft[] = [];
  for (const [asset, target] of targetOf) {
    if (oneCashGroup && cash.has(asset)) continue;
    drafts.push({ asset, members: [asset], isCash: cash.has(asset), target });
  }
  if (policy.includeUntargeted) {
    for (const { asset } of values) {
      if (targetOf.has(asset) || (oneCashGroup && cash.has(asset))) continue;
      drafts.push({ asset, members: [asset], isCash: cash.has(asset), target: Decimal.ZERO });
    }
  }
  if (oneCashGroup) {
    const held = new Set(values.map(({ asset }) => asset));
    const representative = targetedCash[0] ?? cashAssets.find((asset) => held.has(asset)) ?? cashAssets[0];
    if (representative !== undefined) {
      const target = targetOf.get(representative) ?? Decimal.ZERO;
      drafts.push({ asset: representative, members: [...cash], isCash: true, target });
    }
  }
  return drafts.sort(compareDrafts);
}

function compareDrafts(first: Draft, second: Draft): number {
  if (first.isCash !== second.isCash) return first.isCash ? 1 : -1;
  const byTarget = second.target.cmp(first.target);
  if (byTarget !== 0) return byTarget;
  return first.asset < second.asset ? -1 : first.asset > second.asset ? 1 : 0;
}

export function computeAllocation(input: AllocationInput): Allocation {
  const heldValues = new Map(input.values.map(({ asset, value }) => [asset, value]));
  const drafts = draftGroups(input).map((draft) => ({
    ...draft,
    value: Decimal.sum(draft.members.map((asset) => heldValues.get(asset) ?? Decimal.ZERO)),
  }));
  const total = Decimal.sum(drafts.map((draft) => draft.value));
  if (!total.isPositive) return { total, groups: [] };
  const groups = drafts.map((draft): AllocationGroup => {
    const band = computeBand(draft.asset, draft.target, input.policy);
    // Multiplied by the total instead of divided, so that the comparison is exact.
    const excess = draft.value.sub(draft.target.mul(total));
    return {
      ...draft,
      band,
      weight: draft.value.div(total, WEIGHT_SCALE, "halfEven"),
      drift: excess.div(total, WEIGHT_SCALE, "halfEven"),
      outOfBand: excess.abs().gt(band.mul(total)),
    };
  });
  return { total, groups };
}
