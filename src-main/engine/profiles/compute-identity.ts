// What tells profiles apart, when does it turn, and which of them are the same one?
import { computePick } from "#engine/signals/compute-mapper.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import { type Asset, type MarketSymbol, marketSymbolSchema, type ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { ProfileIdentity } from "#shared/domain/profile-identity.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { NOTES_STRATEGY_NAMES } from "#shared/domain/strategy-name.ts";
import { SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** What of a profile makes it itself. */
export type Identified = Pick<Profile, "id" | "seed" | "identity" | "targets" | "strategies">;

export interface IdentityReading {
  /** SHA-256 over [base hash, entropy seed]: parameters are drawn from it once. */
  readonly staticSeed: string;
  /** SHA-256 over [static seed, epoch, assets, weights]: picks and delays are drawn from it. */
  readonly rotatingHash: string;
  readonly epoch: number;
  /** When the next epoch begins. */
  readonly rotatesAt: UnixMs;
}

const DEFAULTS = { rotationIntervalS: 3600, complexityFactor: 1.1, trajectoryWeight: 0.85 } as const;

/** The profile's own identity, or the one that its id and seed give. */
export function computeIdentitySettings({ id, seed, identity }: Identified): ProfileIdentity {
  return identity ?? { baseHash: `${id} ${seed}`, entropySeed: "0", ...DEFAULTS };
}

/** Sorted: base assets and the chosen one; without base assets those that have a target. */
export function computeIdentityAssets({ strategies, targets }: Identified): readonly Asset[] {
  // Keys of a parsed record are assets.
  const base = strategies.baseAssets.length > 0 ? strategies.baseAssets : (Object.keys(targets) as Asset[]);
  const all = strategies.chosenAsset === null ? base : [...base, strategies.chosenAsset];
  return [...new Set(all)].sort();
}

/** What it looks at: its assets against its currency, without cash. */
export function computeIdentityMarkets(
  profile: Identified & Pick<Profile, "currency" | "cashAssets">,
): readonly MarketSymbol[] {
  return computeIdentityAssets(profile)
    .filter((asset) => asset !== profile.currency && !profile.cashAssets.includes(asset))
    .map((asset) => marketSymbolSchema.parse(`${asset}/${profile.currency}`));
}

export function computeStaticSeed(profile: Identified): string {
  const { baseHash, entropySeed } = computeIdentitySettings(profile);
  return canonicalHash([baseHash, entropySeed]);
}

/** Times in Unix seconds, hashes over canonical JSON (RFC 8785) of the list of arguments. */
export function computeIdentity(profile: Identified, now: UnixMs): IdentityReading {
  const { rotationIntervalS } = computeIdentitySettings(profile);
  const staticSeed = computeStaticSeed(profile);
  const epoch = Math.floor(now / SECOND_MS / rotationIntervalS);
  return {
    staticSeed,
    epoch,
    rotatingHash: canonicalHash([staticSeed, epoch, computeIdentityAssets(profile), weightsByNote(profile)]),
    rotatesAt: unixMs((epoch + 1) * rotationIntervalS * SECOND_MS),
  };
}

/** Under the names of the files that profiles come from: a strategy may be renamed here without making every profile another one. */
function weightsByNote({ strategies }: Identified): Readonly<Record<string, number>> {
  const weights = Object.entries(strategies.weights) as [StrategyName, number][];
  return Object.fromEntries(weights.map(([name, weight]) => [NOTES_STRATEGY_NAMES[name], weight]));
}

/**
 * The first of the others that is the same profile as this one: equal seed, assets and weights. The time between rotations does not
 * count: two different ones may stand at the same epoch now and then, and the hashes would be equal then.
 */
export function findSameProfile<T extends Identified>(profile: Identified, others: readonly T[]): T | null {
  const own = configurationOf(profile);
  return others.find((other) => other.id !== profile.id && configurationOf(other) === own) ?? null;
}

/** Equal seed, assets and weights. */
export function isSameConfiguration(first: Identified, second: Identified): boolean {
  return configurationOf(first) === configurationOf(second);
}

function configurationOf(profile: Identified): string {
  return canonicalHash([computeStaticSeed(profile), computeIdentityAssets(profile), weightsByNote(profile)]);
}

/** Pairs whose rotating hashes are equal now. None, as long as no two were saved that are the same. */
export function computeCollisions(
  profiles: readonly Identified[],
  now: UnixMs,
): readonly (readonly [ProfileId, ProfileId])[] {
  const seen = new Map<string, ProfileId[]>();
  const pairs: (readonly [ProfileId, ProfileId])[] = [];
  for (const profile of profiles) {
    const { rotatingHash } = computeIdentity(profile, now);
    const same = seen.get(rotatingHash) ?? [];
    pairs.push(...same.map((other) => [other, profile.id] as const));
    seen.set(rotatingHash, [...same, profile.id]);
  }
  return pairs;
}

/** The others in the pairs that a profile is part of. */
export function collidingWith(id: ProfileId, collisions: readonly (readonly [ProfileId, ProfileId])[]): ProfileId[] {
  return collisions.flatMap(([first, second]) => (first === id ? [second] : second === id ? [first] : []));
}

/** The separation rule: at this time the hashes differ, or the assets do. */
export function isSeparated(first: Identified, second: Identified, now: UnixMs): boolean {
  if (computeIdentity(first, now).rotatingHash !== computeIdentity(second, now).rotatingHash) return true;
  return canonicalHash(computeIdentityAssets(first)) !== canonicalHash(computeIdentityAssets(second));
}

export interface ResolvedPick {
  readonly profileId: ProfileId;
  /** Null where no strategy has a weight. */
  readonly pick: StrategyName | null;
  /** Strategies that profiles of higher priority had taken and that were drawn before this one. */
  readonly without: readonly StrategyName[];
  /** Every strategy was taken: the pick is one that another profile has too. */
  readonly exhausted: boolean;
}

/**
 * What each profile in `pick` mode draws for one symbol. The lower priority draws again without what is taken while any is left.
 */
export function computePicks(
  profiles: readonly (Identified & Pick<Profile, "priority">)[],
  symbol: MarketSymbol,
  now: UnixMs,
): readonly ResolvedPick[] {
  const taken = new Set<StrategyName>();
  return profiles
    .filter(({ strategies }) => strategies.mode === "pick")
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1))
    .map((profile): ResolvedPick => {
      const { rotatingHash, epoch } = computeIdentity(profile, now);
      const common = { rotatingHash, epoch, symbol, weights: profile.strategies.weights };
      const first = computePick(common);
      if (first === null || !taken.has(first)) {
        if (first !== null) taken.add(first);
        return { profileId: profile.id, pick: first, without: [], exhausted: false };
      }
      const without = [...taken];
      const second = computePick({ ...common, without });
      if (second !== null) taken.add(second);
      return { profileId: profile.id, pick: second ?? first, without, exhausted: second === null };
    });
}
