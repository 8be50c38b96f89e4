// How is an account paused without leaving a plan's orders out of reach?

import type { AccountClients } from "./account-clients.ts";
import { type AccountRef, refuseDuringPlan, withAccount, withConnection } from "./find-account.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";

export interface PauseOptions {
  readonly profiles: ProfileAccounts;
  readonly clients: AccountClients;
}

/** A paused account is not contacted, from the moment that this resolves. */
export async function setPaused({ profiles, clients }: PauseOptions, ref: AccountRef, paused: boolean): Promise<void> {
  const profile = await profiles.change(
    ref.profileId,
    (current) => withAccount(current, ref.accountId, (account) => withConnection(account, { paused })),
    { events: [{ kind: "account.paused", accountId: ref.accountId, paused }], reopen: false },
  );
  for (const account of profile.accounts) if (account.id === ref.accountId) clients.update(ref.profileId, account);
}

/** Rejects with PLAN_BUSY. A plan that was approved while the pause was written has its account back at once. */
export async function pauseUnlessPlan(options: PauseOptions, ref: AccountRef, what: string): Promise<void> {
  refuseDuringPlan(options.profiles, ref.profileId, what);
  await setPaused(options, ref, true);
  try {
    refuseDuringPlan(options.profiles, ref.profileId, what);
  } catch (error) {
    await setPaused(options, ref, false);
    throw error;
  }
}
