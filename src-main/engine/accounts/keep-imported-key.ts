// How does a key that stood in a configuration file become an account? Stored as any other, and paused: nobody has checked it yet.
import { sealCredentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { EnteredCredentials, Venues } from "#engine/ports/venues.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import type { ProfileId, VenueId } from "#shared/domain/ids.ts";
import { venueName } from "#shared/domain/venue.ts";
import { UNTOLD_FEES } from "./check/check-holdings.ts";
import { refuseUnknownPlace } from "./connectable-venues.ts";
import { draftAccount } from "./draft-account.ts";
import { connectionOf, keyFingerprint } from "./key-bundle.ts";
import { newAccountId } from "./new-account-id.ts";

export interface ImportedKey {
  readonly profileId: ProfileId;
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly entered: EnteredCredentials;
}

interface KeepOptions {
  readonly venues: Venues;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** Throws VENUE_NOT_SUPPORTED, or INPUT_INVALID for what cannot be a key of this venue; asks nobody and stores nothing. */
export function checkImportedKey({ venues }: Pick<KeepOptions, "venues">, key: Omit<ImportedKey, "profileId">): void {
  readKey(venues, key);
}

/** Rejects as {@link checkImportedKey} throws, and with SECRET_ codes. */
export async function keepImportedKey(options: KeepOptions, key: ImportedKey): Promise<Account> {
  const { venues, secrets, clock, ids } = options;
  const { profileId, venue, endpoint } = key;
  const credentials = readKey(venues, key);
  const id = newAccountId(venue, ids);
  const storedIn = await secrets.write({ profileId, accountId: id, generation: 1 }, sealCredentials(credentials));
  const fingerprint = keyFingerprint(credentials);
  const account = draftAccount({
    ...{ id, name: venueName(venue), now: clock.now(), storedIn, confirmedNoTransfer: false },
    key: { venue, endpoint, fingerprint, fees: UNTOLD_FEES, permissions: null },
  });
  return { ...account, connection: { ...connectionOf(account), paused: true } };
}

function readKey(venues: Venues, { venue, endpoint, entered }: Omit<ImportedKey, "profileId">) {
  refuseUnknownPlace(venues, venue, endpoint);
  const read = venues.readCredentials(venue, entered);
  if (read.kind === "ok") return read.credentials;
  throw new EngineError("INPUT_INVALID", `The key of ${venueName(venue)}: ${read.problem}`);
}
