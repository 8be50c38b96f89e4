// Which real venues are there? The registry: a line for each that we know, and the general adapter for every other exchange.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { NonceStore, Venues } from "#engine/ports/venues.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { venueName } from "#shared/domain/venue.ts";
import { binanceVenue } from "./binance/index.ts";
import { coinbaseVenue } from "./coinbase/index.ts";
import { coinbaseExchangeVenue } from "./coinbaseexchange/index.ts";
import { GENERIC_IDS } from "./generic/exchange-ids.ts";
import { genericVenue } from "./generic/index.ts";
import { krakenVenue } from "./kraken/index.ts";
import { loopbackOrigin } from "./shared/loopback-address.ts";
import type { VenueAdapter, VenueFactory } from "./shared/venue-adapter.ts";

const KNOWN: ReadonlyMap<VenueId, VenueFactory> = new Map(
  Object.entries({
    binance: binanceVenue,
    coinbase: coinbaseVenue,
    coinbaseexchange: coinbaseExchangeVenue,
    kraken: krakenVenue,
  }).map(([id, factory]) => [venueIdSchema.parse(id), factory]),
);

const GENERIC: ReadonlySet<VenueId> = new Set(GENERIC_IDS.map((id) => venueIdSchema.parse(id)));

interface VenuesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nonces: NonceStore;
  /** By venue: the test server on this computer that stands in for it in this run. From the start-up flag only. */
  readonly endpoints: ReadonlyMap<VenueId, string>;
}

/** Throws INPUT_INVALID for an address that is not literally of this computer, and for a venue that is none. */
export function openVenues(options: VenuesOptions): Venues {
  const origins = new Map([...options.endpoints].map(([venue, address]) => [venue, loopbackOrigin(address)] as const));
  for (const venue of origins.keys()) factoryOf(venue);
  const adapters = new Map<string, VenueAdapter>();

  const adapter = (venue: VenueId, endpoint: EndpointKind): VenueAdapter => {
    const factory = factoryOf(venue);
    const origin = endpoint === "loopback" ? origins.get(venue) : null;
    // A key of the real venue must never go to its stand-in, and the other way round.
    if (origin === undefined) throw refused(`This run has no test server for ${venueName(venue)}.`, venue);
    if (endpoint === "sandbox" && !factory.hasSandbox) throw refused(`${venueName(venue)} has no sandbox.`, venue);
    const name = `${venue} ${endpoint}`;
    let made = adapters.get(name);
    if (made === undefined) {
      const { clock, logger, nonces } = options;
      made = factory.adapter({ venue, endpoint, loopbackOrigin: origin, clock, logger, nonces });
      adapters.set(name, made);
    }
    return made;
  };

  return {
    known: [...KNOWN.keys()],
    all: [...KNOWN.keys(), ...GENERIC],
    endpoint: (venue) => (origins.has(venue) ? "loopback" : "production"),
    loopbackAddress: (venue) => origins.get(venue) ?? null,
    market: (venue, endpoint) => adapter(venue, endpoint).market,
    client: ({ account, endpoint, credentials }) => adapter(account.venue, endpoint).client(account, credentials),
    readCredentials: (venue, entered) => factoryOf(venue).readCredentials(entered),
  };
}

function factoryOf(venue: VenueId): VenueFactory {
  const known = KNOWN.get(venue);
  if (known !== undefined) return known;
  if (GENERIC.has(venue)) return genericVenue;
  throw refused(`${venueName(venue)} is no exchange that can be connected.`, venue);
}

function refused(message: string, venue: VenueId): EngineError {
  return new EngineError("VENUE_NOT_SUPPORTED", message, { data: { venue } });
}
