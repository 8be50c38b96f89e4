// What does a profile look like after a person's changes? Pure; refuses what no plan could be made from.
import { EngineError } from "#engine/core/engine-error.ts";
import type { ProfileChanges } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";

/** Weights are typed and rounded by people and programs: this much is forgiven. */
const SUM_TOLERANCE = Decimal.parse("0.000000001");

/** Throws INPUT_INVALID naming the field. */
export function changeProfile(profile: Profile, changes: ProfileChanges): Profile {
  if (changes.targets !== undefined) checkSum(changes.targets);
  const { policy, limits, strategies, positions, operation, ...rest } = changes;
  const byHand = changes.targets !== undefined && !isSameTargets(changes.targets, profile.targets);
  return profileSchema.parse({
    ...profile,
    ...present(rest),
    // Other targets than those in force are the person's own: no method computes them any more. Its settings stay for the next time.
    ...(byHand ? { targetMethod: { ...profile.targetMethod, method: "fixed" }, computedTargets: undefined } : {}),
    policy: { ...profile.policy, ...present(policy ?? {}) },
    limits: { ...profile.limits, ...present(limits ?? {}) },
    strategies: { ...profile.strategies, ...present(strategies ?? {}) },
    positions: { ...profile.positions, ...present(positions ?? {}) },
    operation: { ...profile.operation, ...present(operation ?? {}) },
  });
}

/** Names of the fields that differ, for the journal. */
export function changedFields(before: Profile, after: Profile): readonly string[] {
  // The keys of a parsed profile are the profile's by its schema.
  const keys = Object.keys(after) as (keyof Profile)[];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

function present(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function isSameTargets(first: Targets, second: Targets): boolean {
  const assets = new Set([...Object.keys(first), ...Object.keys(second)] as Asset[]); // keys of parsed records
  return [...assets].every((asset) => Decimal.parse(first[asset] ?? "0").eq(Decimal.parse(second[asset] ?? "0")));
}

function checkSum(targets: Targets): void {
  const sum = Decimal.sum(Object.values(targets).map((weight) => Decimal.parse(weight)));
  if (sum.sub(Decimal.ONE).abs().lte(SUM_TOLERANCE)) return;
  throw new EngineError("INPUT_INVALID", `The targets sum to ${sum.toString()}; they must sum to 1.`, {
    data: { path: "changes.targets" },
  });
}
