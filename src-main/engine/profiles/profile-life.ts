// How does a profile begin, and when may it be put away?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type PortableProfile, portableProfileSchema } from "#shared/domain/portable-profile.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeCashAssets } from "./compute-cash-assets.ts";
import { findSameProfile, isSameConfiguration } from "./compute-identity.ts";
import { computeJaccard, OVERLAP_LIMIT } from "./compute-separation.ts";
import { freeProfileId } from "./connected-profile.ts";
import type { ProfileRuntime } from "./profile-runtime.ts";

const LAST_PRIORITY = 99;

export interface PlannedProfile {
  readonly profile: Profile;
  /** Journaled with its creation. */
  readonly events: readonly JournalEvent[];
}

/** Where and among whom a profile begins. */
export interface Beginning {
  readonly source: Profile["source"];
  /** Of a simulated or replayed market; null: the profile's id. */
  readonly seed: string | null;
  /** Running or put away. */
  readonly others: readonly Profile[];
  readonly now: UnixMs;
}

/** A profile of these values, without accounts. `priority: null`: after all others. Throws `ZodError` for values that are none. */
export function planProfile(
  values: { readonly name: string; readonly priority: number | null } & Readonly<Record<string, unknown>>,
  { source, seed, others, now }: Beginning,
): Profile {
  const id = freeProfileId(values.name, others);
  const lowest = Math.max(0, ...others.map(({ priority }) => priority));
  return profileSchema.parse({
    ...values,
    ...{ id, source, accounts: [], createdAt: now, seed: seed ?? id },
    priority: values.priority ?? Math.min(LAST_PRIORITY, lowest + 1),
  });
}

/** On paper and without targets. */
export function planEmptyProfile(name: string, currency: Asset, beginning: Beginning): Profile {
  const cashAssets = computeCashAssets(currency);
  const values = { name, priority: null, mode: "paper", currency, cashAssets, targets: {}, policy: {}, limits: {} };
  return planProfile(values, beginning);
}

/** The same settings under another name, on paper, with an identity of its own: else it would be the same profile. */
export function planDuplicate(original: Profile, name: string, beginning: Beginning): Profile {
  const { identity, ...values } = toPortable(original);
  const own =
    identity === undefined ? {} : { identity: { ...identity, baseHash: `${identity.baseHash} ${name}`.slice(-128) } };
  return planProfile({ ...values, ...own, name, priority: null, mode: "paper" }, beginning);
}

/** Everything a person sets. */
export function toPortable(profile: Profile): PortableProfile {
  const kept = new Set(Object.keys(portableProfileSchema.shape));
  return portableProfileSchema.parse(Object.fromEntries(Object.entries(profile).filter(([key]) => kept.has(key))));
}

/** Throws PROFILE_EXISTS naming the profile that this one would be a second time. */
export function refuseSame(profile: Profile, others: readonly Profile[]): void {
  const same = findSameProfile(profile, others);
  if (same === null) return;
  const message = `${profile.name} would be the same as ${same.name}: equal seed, assets and weights, so both would always do the same. Change one of them.`;
  throw new EngineError("PROFILE_EXISTS", message, { data: { profileId: same.id } });
}

/** As {@link refuseSame}; one that is the same as another already can still be paused, renamed or set to paper. */
export function refuseBecomingSame(before: Profile, changed: Profile, others: readonly Profile[]): void {
  if (!isSameConfiguration(before, changed)) refuseSame(changed, others);
}

/**
 * Throws INPUT_INVALID where base assets that a person sets share more with those of another profile than the limit allows. Those that
 * stay as they are, and lists that come closer to no other, are let be: a doubled profile begins with the assets of its original.
 */
export function refuseOverlap(before: Profile, changed: Profile, others: readonly Profile[]): void {
  const own = changed.strategies.baseAssets;
  if (own.length === 0 || own.join() === before.strategies.baseAssets.join()) return;
  for (const { id, name, strategies } of others) {
    const shared = computeJaccard(own, strategies.baseAssets);
    if (id === changed.id || shared <= OVERLAP_LIMIT) continue;
    if (shared <= computeJaccard(before.strategies.baseAssets, strategies.baseAssets)) continue;
    const message = `These base assets share ${Math.round(100 * shared)} % with those of ${name}; at most ${100 * OVERLAP_LIMIT} % is allowed. Leave some out, or take others.`;
    throw new EngineError("INPUT_INVALID", message, { data: { path: "changes.strategies.baseAssets" } });
  }
}

/** Throws PLAN_BUSY or PROFILE_MODE: nothing may be under way that nobody would look after. */
export function refuseArchiving(runtime: ProfileRuntime, running: number): void {
  const { name, mode, accounts } = runtime.profile;
  if (running === 1) {
    throw new EngineError("PROFILE_MODE", `${name} is the only profile that runs: make or restore another one first.`);
  }
  if (mode === "live") throw new EngineError("PROFILE_MODE", `${name} trades live: set it to paper first.`);
  if (runtime.isPlanUnderWay) {
    throw new EngineError("PLAN_BUSY", `A plan of ${name} is under way: wait for it or stop it.`);
  }
  const open = accounts.reduce((count, { id }) => count + runtime.openOrders(id), 0);
  if (open > 0) throw new EngineError("PLAN_BUSY", `${name} has ${open} open orders: cancel them first.`);
}
