// Which account is meant, and what does its profile look like once it has changed?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Account, AccountConnection } from "#shared/domain/account.ts";
import type { AccountId, ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { connectionOf } from "./key-bundle.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";

export interface AccountRef {
  readonly profileId: ProfileId;
  readonly accountId: AccountId;
}

export interface OwnedAccount {
  readonly profile: Profile;
  readonly account: Account;
}

/** Accounts with a key, of every profile. */
export function connectedAccounts(profiles: ProfileAccounts): readonly OwnedAccount[] {
  return profiles
    .profiles()
    .flatMap((profile) =>
      profile.accounts.filter(({ kind }) => kind === "exchange").map((account) => ({ profile, account })),
    );
}

/** Throws PROFILE_NOT_FOUND or PROFILE_ACCOUNT_NOT_FOUND. */
export function findAccount(profiles: ProfileAccounts, { profileId, accountId }: AccountRef): OwnedAccount {
  const profile = profiles.profile(profileId);
  const account = profile.accounts.find(({ id, kind }) => id === accountId && kind === "exchange");
  if (account !== undefined) return { profile, account };
  throw new EngineError("PROFILE_ACCOUNT_NOT_FOUND", `${profile.name} has no connected account ${accountId}.`);
}

/** Throws PLAN_BUSY: what a plan counts on must not change under it. */
export function refuseDuringPlan(profiles: ProfileAccounts, profileId: ProfileId, what: string): void {
  if (!profiles.isPlanUnderWay(profileId)) return;
  const { name } = profiles.profile(profileId);
  throw new EngineError("PLAN_BUSY", `A plan of ${name} is under way: wait for it or stop it before ${what}.`);
}

export function withAccount(profile: Profile, accountId: AccountId, change: (account: Account) => Account): Profile {
  return {
    ...profile,
    accounts: profile.accounts.map((account) => (account.id === accountId ? change(account) : account)),
  };
}

export function withConnection(account: Account, change: Partial<AccountConnection>): Account {
  return { ...account, connection: { ...connectionOf(account), ...change } };
}
