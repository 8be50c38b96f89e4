// What must be known of a profile before it may go live? Whoever joins the engine's parts answers it.
import type { StoreHealth } from "#engine/ports/repositories.ts";
import type { SecretStoreStatus } from "#engine/ports/secret-store.ts";
import type { AccountId, ProfileId, VenueId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { PlanReport } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export interface LiveFacts {
  /** Reports of this profile's finished paper plans, in any order. */
  paperReports(profileId: ProfileId): readonly PlanReport[] | Promise<readonly PlanReport[]>;
  /** Since when a venue's prices have been live without a break; null while they are not, or are not read. */
  feedLiveSince(venue: VenueId): UnixMs | null;
  /** Our clock less the venue's, as the account's client measured it; null before. */
  clockErrorMs(profileId: ProfileId, accountId: AccountId): number | null;
  store(): StoreHealth;
  secrets(): Promise<SecretStoreStatus>;
  killSwitch(): { readonly on: boolean; readonly reason: string };
}

/** What going live needs of the profiles; the `ProfileAccounts` of `engine/accounts` has it. */
export interface LiveProfiles {
  /** Throws PROFILE_NOT_FOUND. */
  profile(profileId: ProfileId): Profile;
  isPlanUnderWay(profileId: ProfileId): boolean;
  /** Saves and journals; `reopen` gives the profile the clients of its new mode. */
  change(
    profileId: ProfileId,
    change: (profile: Profile) => Profile,
    options: { readonly events: readonly JournalEvent[]; readonly reopen: boolean },
  ): Promise<Profile>;
}
