// What do connected accounts need of the profiles that hold them? Whoever owns the profiles implements it.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Account } from "#shared/domain/account.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface ProfileAccounts {
  profiles(): readonly Profile[];
  /** Throws PROFILE_NOT_FOUND. */
  profile(profileId: ProfileId): Profile;
  isPlanUnderWay(profileId: ProfileId): boolean;
  /**
   * Saves, journals `events` with it, and (reopen) rebuilds the profile's clients and books. Changes come one after the
   * other. PLAN_BUSY when reopen is asked for while a plan is under way.
   */
  change(
    profileId: ProfileId,
    change: (profile: Profile) => Profile,
    options: { readonly events: readonly JournalEvent[]; readonly reopen: boolean },
  ): Promise<Profile>;
  /** The id that `createFor` gives to the next profile of this name: its key is stored under it before the profile exists. */
  freeProfileId(name: string): ProfileId;
  /**
   * A new paper profile of the real market with this account; targets = present holdings, computed once prices are there.
   * Journals `events` with it.
   */
  createFor(account: Account, name: string, currency: Asset, events: readonly JournalEvent[]): Promise<Profile>;
  readonly changes: { subscribe(listener: () => void): Stoppable };
}
