// What does removing an account lose, and in which order does it go?
import type { Clock } from "#engine/ports/clock.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { AccountId, ProfileId } from "#shared/domain/ids.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { AccountClients } from "./account-clients.ts";
import { askVenue } from "./ask-venue.ts";
import { keyPlace } from "./check/failure-texts.ts";
import { type AccountRef, findAccount, refuseDuringPlan } from "./find-account.ts";
import { connectionOf } from "./key-bundle.ts";
import { pauseUnlessPlan } from "./pause-account.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";

const ASK_MS = 5 * SECOND_MS;

export interface RemoveOptions {
  readonly profiles: ProfileAccounts;
  readonly secrets: SecretStore;
  readonly clients: AccountClients;
  readonly clock: Clock;
  /** How many of this account's journaled orders are not over. */
  readonly openOrders: (profileId: ProfileId, accountId: AccountId) => number;
}

/** Changes nothing. Rejects with PROFILE_NOT_FOUND or PROFILE_ACCOUNT_NOT_FOUND. */
export async function removalNotice(
  options: RemoveOptions,
  ref: AccountRef,
): Promise<{ readonly lost: string[]; readonly kept: string[] }> {
  const { profile, account } = findAccount(options.profiles, ref);
  const place = connectionOf(account).storedIn === "keychain" ? "this computer's keychain" : "the vault file";
  const venue = venueName(account.venue);
  const journaled = options.openOrders(ref.profileId, ref.accountId);
  const lost = [
    `The key of ${account.name} is destroyed in ${place}. To connect again you need the key and its secret.`,
    `What ${account.name} holds no longer counts in ${profile.name}: its value, weights and plans change at once.`,
    await openAtVenue(options, ref),
  ];
  if (journaled > 0) {
    lost.push(
      `${orders(journaled)} of Schwabot there ${isAre(journaled)} not over, and can no longer be followed or canceled from here.`,
    );
  }
  if (profile.mode === "live") lost.push(`${profile.name} trades live: it goes on without this account.`);
  return {
    lost,
    kept: [
      `Everything at ${venue}: coins, money and orders stay as they are.`,
      `The key itself stays valid until you delete it under ${keyPlace(account.venue)}.`,
      "The journal with all orders, fills and plans of this account.",
    ],
  };
}

async function openAtVenue({ profiles, clients, clock }: RemoveOptions, ref: AccountRef): Promise<string> {
  const { account } = findAccount(profiles, ref);
  const venue = venueName(account.venue);
  try {
    const open = await askVenue(clock, account.venue, ASK_MS, new AbortController().signal, (signal) =>
      clients.client(ref.profileId, account).fetchOpenOrders({ signal }),
    );
    return open.length === 0
      ? `${venue} tells of no open orders.`
      : `${orders(open.length)} ${isAre(open.length)} open at ${venue} now and will stay open there: cancel them there if you do not want them.`;
  } catch {
    return `${venue} could not be asked for open orders: if there are any, they stay open there.`;
  }
}

function orders(count: number): string {
  return count === 1 ? "1 order" : `${count} orders`;
}

function isAre(count: number): string {
  return count === 1 ? "is" : "are";
}

/**
 * Paused first, so that no new plan can use it; then the key is destroyed; then the profile forgets it. A kill in between
 * leaves an account that says it is paused or has no key, and can be removed again; never a key that nobody knows of.
 */
export async function removeAccount(options: RemoveOptions, ref: AccountRef): Promise<void> {
  const { profiles, secrets, clients } = options;
  const { account } = findAccount(profiles, ref);
  const { generation, paused } = connectionOf(account);
  const what = "removing an account";
  if (paused) refuseDuringPlan(profiles, ref.profileId, what);
  else await pauseUnlessPlan(options, ref, what);
  // A rotation that was cut short may have left one on either side.
  for (const one of [generation - 1, generation + 1, generation]) {
    if (one >= 1) await secrets.remove({ ...ref, generation: one });
  }
  clients.forget(ref.profileId, ref.accountId);
  await profiles.change(
    ref.profileId,
    (current) => ({ ...current, accounts: current.accounts.filter(({ id }) => id !== ref.accountId) }),
    { events: [{ kind: "account.removed", accountId: ref.accountId, venue: account.venue }], reopen: true },
  );
  // A look at the accounts in between may have asked for its client again.
  clients.forget(ref.profileId, ref.accountId);
}
