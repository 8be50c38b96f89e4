// Does a stored key work, and may it do nothing dangerous? Read-only: rights and balances.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { Venues } from "#engine/ports/venues.ts";
import type { Account } from "#shared/domain/account.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { dangerousRights, type KeyPermissions, missingToView } from "#shared/domain/key-permissions.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { otherServerProblem } from "./account-client.ts";
import type { AccountClients } from "./account-clients.ts";
import { askVenue } from "./ask-venue.ts";
import { labels, readPermissions } from "./check/check-permissions.ts";
import { withoutSecrets } from "./describe-failure.ts";
import { connectionOf, readKey, secretName, secretsOf } from "./key-bundle.ts";

const PROBE_MS = 15 * SECOND_MS;

export interface ProbeOptions {
  readonly venues: Venues;
  readonly secrets: SecretStore;
  readonly clients: AccountClients;
  readonly clock: Clock;
}

/** Reads the bundle back from where it lies. Rejects with SECRET_ and VENUE_ codes; VENUE_KEY_REFUSED for a dangerous key. */
export async function probeKey(
  { venues, secrets, clients, clock }: ProbeOptions,
  profileId: ProfileId,
  account: Account,
  generation: number,
  signal: AbortSignal,
): Promise<KeyPermissions> {
  const problem = otherServerProblem(account, venues);
  if (problem !== null) throw new EngineError("VENUE_OTHER_SERVER", problem);
  const credentials = await readKey(secrets, secretName(profileId, account, generation), account);
  for (const secret of secretsOf(credentials)) clients.guard.register(secret);
  const client = venues.client({
    account,
    endpoint: connectionOf(account).endpoint,
    credentials: async () => credentials,
  });
  try {
    return await askVenue(clock, account.venue, PROBE_MS, signal, async (given) => {
      const permissions = await readPermissions(client, clock, given);
      refuseDangerous(account, permissions);
      await client.fetchBalances({ signal: given });
      return permissions;
    });
  } catch (error) {
    throw withoutSecrets(error, clients.guard, `testing the key of ${account.name}`);
  } finally {
    for (const secret of secretsOf(credentials)) clients.guard.forget(secret);
  }
}

function refuseDangerous(account: Account, permissions: KeyPermissions): void {
  const dangerous = dangerousRights(permissions);
  if (dangerous.length > 0) {
    throw new EngineError("VENUE_KEY_REFUSED", dangerousMessage(account, permissions));
  }
  const missing = missingToView(permissions);
  if (missing.length > 0) {
    const message = `The key of ${account.name} (${venueName(account.venue)}) may not read the account: it lacks ${labels(missing)}.`;
    throw new EngineError("VENUE_PERMISSION", message);
  }
}

export function dangerousMessage(account: Account, permissions: KeyPermissions): string {
  return `The key of ${account.name} (${venueName(account.venue)}) may move money out: ${labels(dangerousRights(permissions))}. Replace it, or take that right away at the exchange.`;
}
