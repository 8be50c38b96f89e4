// How does a checked key become an account? Key first, then the profile that points to it.
import { sealCredentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { Account, SecretPlace } from "#shared/domain/account.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";
import { draftAccount } from "./draft-account.ts";
import { type AccountRef, refuseDuringPlan } from "./find-account.ts";
import type { CheckedKey } from "./held-checks.ts";
import { connectionOf } from "./key-bundle.ts";
import { newAccountId } from "./new-account-id.ts";
import type { ProfileAccounts } from "./profile-accounts.ts";

export interface ConnectOptions {
  readonly profiles: ProfileAccounts;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly newProfileMode: "paper" | "sandbox";
}

export interface ConnectRequest {
  readonly name: string;
  readonly profileId: ProfileId | null;
  readonly profileName: string | null;
  readonly confirmedNoTransfer: boolean;
}

export function refuseUnconfirmed(key: CheckedKey, confirmedNoTransfer: boolean): void {
  if (!key.mustConfirmNoTransfer || confirmedNoTransfer) return;
  const message = `${venueName(key.venue)} does not tell whether this key may move money out: confirm that it cannot.`;
  throw new EngineError("INPUT_INVALID", message, { data: { path: "confirmedNoTransfer" } });
}

export async function connectAccount(
  options: ConnectOptions,
  request: ConnectRequest,
  key: CheckedKey,
): Promise<AccountRef> {
  refuseUnconfirmed(key, request.confirmedNoTransfer);
  const accountId = newAccountId(key.venue, options.ids);
  const draft = (storedIn: SecretPlace): Account =>
    draftAccount({
      id: accountId,
      name: request.name,
      key,
      now: options.clock.now(),
      storedIn,
      confirmedNoTransfer: request.confirmedNoTransfer,
    });
  const profile =
    request.profileId === null
      ? await createProfile(options, request.profileName ?? request.name, key, draft)
      : await joinProfile(options, request.profileId, key, draft);
  return { profileId: profile.id, accountId };
}

async function joinProfile(
  options: ConnectOptions,
  profileId: ProfileId,
  key: CheckedKey,
  draft: (storedIn: SecretPlace) => Account,
): Promise<Profile> {
  const { profiles, secrets } = options;
  refuseUnfitting(profiles.profile(profileId), key);
  refuseDuringPlan(profiles, profileId, "connecting an account");
  const account = await store(secrets, profileId, key, draft);
  try {
    return await profiles.change(
      profileId,
      (profile) => {
        refuseUnfitting(profile, key);
        return { ...profile, accounts: [...profile.accounts, account] };
      },
      { events: [connectedEvent(account)], reopen: true },
    );
  } catch (error) {
    const joined = profiles.profile(profileId).accounts.some(({ id }) => id === account.id);
    if (!joined) await secrets.remove({ profileId, accountId: account.id, generation: 1 });
    throw error;
  }
}

async function createProfile(
  options: ConnectOptions,
  name: string,
  key: CheckedKey,
  draft: (storedIn: SecretPlace) => Account,
): Promise<Profile> {
  const { profiles, secrets, newProfileMode } = options;
  const profileId = profiles.freeProfileId(name);
  const account = await store(secrets, profileId, key, draft);
  let profile: Profile;
  try {
    profile = await profiles.createFor(account, name, key.currency, [connectedEvent(account)]);
  } catch (error) {
    const created = profiles.profiles().some(({ accounts }) => accounts.some(({ id }) => id === account.id));
    if (!created) await secrets.remove({ profileId, accountId: account.id, generation: 1 });
    throw error;
  }
  if (profile.id !== profileId) await moveKey(secrets, key, account, profileId, profile.id);
  if (newProfileMode !== "sandbox" || key.endpoint !== "sandbox") return profile;
  const reason = "SCHWABOT_TRADING_MODE=sandbox";
  const modeSince = options.clock.now();
  return profiles.change(profile.id, (current) => ({ ...current, mode: "sandbox", modeSince }), {
    events: [{ kind: "profile.mode", from: profile.mode, to: "sandbox", reason }],
    reopen: true,
  });
}

/** The name was taken by another profile while the key was written. */
async function moveKey(
  secrets: SecretStore,
  key: CheckedKey,
  account: Account,
  from: ProfileId,
  to: ProfileId,
): Promise<void> {
  await secrets.write({ profileId: to, accountId: account.id, generation: 1 }, sealCredentials(key.credentials));
  await secrets.remove({ profileId: from, accountId: account.id, generation: 1 });
}

async function store(
  secrets: SecretStore,
  profileId: ProfileId,
  key: CheckedKey,
  draft: (storedIn: SecretPlace) => Account,
): Promise<Account> {
  const { id: accountId } = draft("keychain");
  return draft(await secrets.write({ profileId, accountId, generation: 1 }, sealCredentials(key.credentials)));
}

/** A profile's market never changes, and an unlock of live holds for the accounts that were looked at then. */
function refuseUnfitting(profile: Profile, { endpoint, venue, fingerprint }: CheckedKey): void {
  const refuse = (why: string): never => {
    throw new EngineError("PROFILE_MODE", why, { data: { path: "profileId" } });
  };
  if (profile.source !== "real") {
    refuse(`${profile.name} lives on a ${profile.source} market: connect the account in a new profile.`);
  }
  if (profile.mode === "live") refuse(`${profile.name} trades live: set it to paper before connecting an account.`);
  if (profile.mode === "sandbox" && endpoint !== "sandbox") {
    refuse(`${profile.name} is in sandbox mode, and this key is not one of a sandbox: set it to paper first.`);
  }
  const twin = profile.accounts.find(
    ({ venue: of, connection }) => of === venue && connection?.fingerprint === fingerprint,
  );
  if (twin !== undefined) refuse(`${profile.name} has this key already, as ${twin.name}.`);
}

function connectedEvent(account: Account): JournalEvent {
  const { endpoint, storedIn, fingerprint } = connectionOf(account);
  return { kind: "account.connected", accountId: account.id, venue: account.venue, endpoint, storedIn, fingerprint };
}
