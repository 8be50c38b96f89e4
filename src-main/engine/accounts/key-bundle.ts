// How is an account's key named, read and told apart?
import { type Credentials, openCredentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Secret } from "#engine/core/secret.ts";
import type { SecretName, SecretStore } from "#engine/ports/secret-store.ts";
import type { Account, AccountConnection } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { venueName } from "#shared/domain/venue.ts";

const FINGERPRINT_DIGITS = 12;

/** Only accounts of kind `exchange` have a key, and each of them has a connection. */
export function connectionOf(account: Account): AccountConnection {
  return ensure(account.connection, `connection of account ${account.id}`);
}

export function keyFingerprint({ apiKey }: Credentials): string {
  return sha256Hex(apiKey.reveal()).slice(0, FINGERPRINT_DIGITS);
}

/** Every part of a key that must appear nowhere. */
export function secretsOf({ apiKey, secret, passphrase }: Credentials): readonly Secret[] {
  return [apiKey, secret, ...(passphrase === null ? [] : [passphrase])];
}

export function secretName(
  profileId: ProfileId,
  account: Account,
  generation = connectionOf(account).generation,
): SecretName {
  return { profileId, accountId: account.id, generation };
}

/** Rejects with SECRET_ codes. */
export async function readKey(secrets: SecretStore, name: SecretName, account: Account): Promise<Credentials> {
  const bundle = await secrets.read(name);
  const place = `${account.name} (${venueName(account.venue)})`;
  if (bundle === null) {
    throw new EngineError("SECRET_NOT_FOUND", `No key is stored here for ${place}. Replace its key under Accounts.`);
  }
  const credentials = openCredentials(bundle);
  if (credentials === null) {
    throw new EngineError(
      "SECRET_DAMAGED",
      `The stored key of ${place} cannot be read. Replace its key under Accounts.`,
    );
  }
  return credentials;
}
