// How is a venue's adapter opened against a venue server, as the program would do it?
import type { Credentials } from "#engine/core/credentials.ts";
import type { EnteredCredentials } from "#engine/ports/venues.ts";
import type { VenueFactory } from "#exchanges/shared/venue-adapter.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import type { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";

export interface OpenAdapterOptions {
  readonly factory: VenueFactory;
  readonly server: { readonly venue: string; readonly url: string };
  readonly clock: ManualClock;
}

export function openAdapter({ factory, server, clock }: OpenAdapterOptions) {
  const venue = venueIdSchema.parse(server.venue);
  const adapter = factory.adapter({
    venue,
    endpoint: "loopback",
    loopbackOrigin: server.url,
    clock,
    logger: silentLogger,
    nonces: { reserve: (_fingerprint, atLeast) => Promise.resolve(atLeast) },
  });
  const account = accountSchema.parse({
    id: "account-1",
    name: "Test",
    kind: "exchange",
    venue,
    fees: { maker: "0", taker: "0" },
  });
  const credentials = (entered: EnteredCredentials): Credentials => {
    const read = factory.readCredentials(entered);
    if (read.kind === "bad") throw new Error(`${read.field}: ${read.problem}`);
    return read.credentials;
  };
  return {
    market: adapter.market,
    client: (entered: EnteredCredentials) => adapter.client(account, () => Promise.resolve(credentials(entered))),
  };
}
