// How do the engine's profiles fill the slot that handlers may reach?
import type { ProfilesApi } from "#api/context.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { Clock } from "#engine/ports/clock.ts";
import {
  collidingWith,
  computeCollisions,
  computeIdentity,
  computeIdentityAssets,
} from "#engine/profiles/compute-identity.ts";
import { type Beginning, planDuplicate, planEmptyProfile } from "#engine/profiles/profile-life.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";

export function createProfilesApi(
  { registry, imports, separation, together, assetChoices, demoMarket }: Kernel,
  clock: Clock,
): ProfilesApi {
  const of = (profileId: ProfileId) => registry.runtime(profileId);
  const begin = (source: Profile["source"], seed: string | null): Beginning => ({
    ...{ source, seed, others: registry.all(), now: clock.now() },
  });
  const add = async (profile: Profile) => ensure((await registry.add([{ profile, events: [] }]))[0], "the new profile");
  return {
    summaries: { read: () => registry.summaries(), subscribe: (listener) => registry.changes.subscribe(listener) },
    summary: (profileId) => of(profileId).summary(),
    createDemo: () => registry.createDemo(),
    update: (profileId, changes) => registry.update(profileId, changes),
    halt: (profileId, reason) => of(profileId).risk.halt({ code: "BY_HAND", message: reason }),
    arm: (profileId, reason) => of(profileId).risk.arm(reason),
    create: ({ name, currency, market }) => {
      const { kind, seed } = demoMarket;
      return add(planEmptyProfile(name, currency, market === "real" ? begin("real", null) : begin(kind, seed)));
    },
    duplicate: async (profileId, name) => {
      const { profile } = of(profileId);
      return add(planDuplicate(profile, name, begin(profile.source, profile.source === "real" ? null : profile.seed)));
    },
    archive: (profileId) => registry.archive(profileId),
    restore: (profileId) => registry.restore(profileId),
    archived: () => registry.archived(),
    identities: () => {
      const profiles = registry.profiles();
      const now = clock.now();
      const collisions = computeCollisions(profiles, now);
      return profiles.map((profile) => {
        const { rotatingHash, rotatesAt } = computeIdentity(profile, now);
        return {
          ...{ profileId: profile.id, name: profile.name, identityHash: rotatingHash, rotatesAt },
          assets: [...computeIdentityAssets(profile)],
          chosenAsset: profile.strategies.chosenAsset,
          collidesWith: collidingWith(profile.id, collisions),
        };
      });
    },
    separation: () => separation.read(),
    assetChoice: (profileId) => assetChoices.read(profileId),
    answerAssetChoice: (profileId, answer) => assetChoices.answer(profileId, answer),
    together: () => together.read(),
    previewImport: (request) => imports.preview(request),
    import: (request) => imports.import(request),
    export: (profileIds) => imports.export(profileIds),
  };
}
