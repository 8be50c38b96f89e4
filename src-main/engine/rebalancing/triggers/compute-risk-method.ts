// By which method does the risk-adjusted rule compute its targets?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type TargetMethod, targetMethodSchema } from "#shared/domain/target-method.ts";

/** Assets with a target that are not cash. */
export function computeMovingAssets(targets: Targets, cashAssets: readonly Asset[]): readonly Asset[] {
  // Keys of parsed targets are assets; Object.keys only knows them as text.
  return (Object.keys(targets) as Asset[]).filter((asset) => !cashAssets.includes(asset));
}

/** The rule's weighting over the assets that have targets; the cash stays what it is. Limits of other assets wait for them. */
export function computeRiskMethod({
  targets,
  cashAssets,
  triggers,
}: Pick<Profile, "targets" | "cashAssets" | "triggers">): TargetMethod {
  const { weighting, caps, floors, days } = triggers.riskAdjusted;
  const assets = computeMovingAssets(targets, cashAssets);
  const known = new Set<string>(assets);
  const own = (limits: typeof caps) => Object.fromEntries(Object.entries(limits).filter(([asset]) => known.has(asset)));
  return targetMethodSchema.parse({
    method: weighting,
    assets,
    cashShare: Decimal.sum(cashAssets.map((asset) => Decimal.parse(targets[asset] ?? "0"))).toString(),
    caps: own(caps),
    floors: own(floors),
    lookbackDays: days,
  });
}
