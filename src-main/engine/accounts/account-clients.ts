// Which client speaks for which account? One per profile, account and key generation.
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueClient } from "#engine/ports/exchange-client.ts";
import type { SecretGuard, SecretStore } from "#engine/ports/secret-store.ts";
import type { Venues } from "#engine/ports/venues.ts";
import type { Account } from "#shared/domain/account.ts";
import type { AccountId, ProfileId } from "#shared/domain/ids.ts";
import { AccountClient } from "./account-client.ts";
import { connectionOf, readKey, secretName } from "./key-bundle.ts";

export interface AccountClientsOptions {
  readonly venues: Venues;
  readonly secrets: SecretStore;
  readonly guard: SecretGuard;
  readonly clock: Clock;
}

interface Kept {
  readonly generation: number;
  readonly client: AccountClient;
}

export class AccountClients {
  /** Everything that holds a key registers it here. */
  readonly guard: SecretGuard;
  readonly #options: AccountClientsOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: AccountClientsOptions) {
    this.#options = options;
    this.guard = options.guard;
  }

  /**
   * The account's client. A newer key generation gets a new client and ends the old one; whoever asks with an older state
   * of the account than the client has changes nothing.
   */
  client(profileId: ProfileId, account: Account): VenueClient {
    const { generation } = connectionOf(account);
    const kept = this.#kept.get(key(profileId, account.id));
    if (kept !== undefined && kept.generation >= generation) return kept.client;
    kept?.client.close();
    const { venues, secrets, clock } = this.#options;
    const client = new AccountClient({
      account,
      venues,
      guard: this.guard,
      clock,
      readKey: (current) => readKey(secrets, secretName(profileId, account), current),
    });
    this.#kept.set(key(profileId, account.id), { generation, client });
    return client;
  }

  /** The account as its profile has it now: a rename or a pause holds at once for all who hold its client. */
  update(profileId: ProfileId, account: Account): void {
    const kept = this.#kept.get(key(profileId, account.id));
    if (kept?.generation === connectionOf(account).generation) kept.client.account = account;
  }

  /** Ends the account's client and lets its key go. */
  forget(profileId: ProfileId, accountId: AccountId): void {
    this.#kept.get(key(profileId, accountId))?.client.close();
    this.#kept.delete(key(profileId, accountId));
  }
}

function key(profileId: ProfileId, accountId: AccountId): string {
  return `${profileId}/${accountId}`;
}
