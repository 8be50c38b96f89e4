// Which real venues are there? The registry: a line for each that we know, and the general adapter for every other exchange.
import { EngineError } from "#engine/core/engine-error.ts";
import { scaleOrderRules } from "#engine/core/policies.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { Rng } from "#engine/ports/rng.ts";
import type { NonceStore, Venues } from "#engine/ports/venues.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { FeedPace } from "#shared/domain/feed-pace.ts";
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { venueName } from "#shared/domain/venue.ts";
import { binanceVenue } from "./binance/index.ts";
import { coinbaseVenue } from "./coinbase/index.ts";
import { coinbaseExchangeVenue } from "./coinbaseexchange/index.ts";
import { GENERIC_IDS } from "./generic/exchange-ids.ts";
import { genericVenue } from "./generic/index.ts";
import { krakenVenue } from "./kraken/index.ts";
import { loopbackOrigin } from "./shared/loopback-address.ts";
import { RestFeed } from "./shared/rest-feed.ts";
import { type VenueSockets, withAccountStream } from "./shared/stream/account-stream.ts";
import { ConnectBudget } from "./shared/stream/connect-budget.ts";
import { type OpenSocket, socketUrl, webSockets } from "./shared/stream/open-socket.ts";
import { StreamFeed } from "./shared/stream/stream-feed.ts";
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

/** What the shells open: the venues and the feeds of their prices. */
export interface RealVenues extends Venues {
  /** By its socket where we speak it, by asking elsewhere. A new one each time. Throws as {@link Venues.market} does. */
  feed(venue: VenueId, endpoint: EndpointKind, pace?: FeedPace): MarketDataFeed;
}

interface VenuesOptions {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly nonces: NonceStore;
  /** By venue: the test server on this computer that stands in for it in this run. From the start-up flag only. */
  readonly endpoints: ReadonlyMap<VenueId, string>;
  /** By how much the test servers' expiry, lag and limits in time are divided; default 1. Any other lets no account at a real venue be opened. */
  readonly timeDivisor?: number;
  /** Aborted when the program ends, after everything that asks a venue; default: never. */
  readonly closing?: AbortSignal;
  /** Default: the machine's own sockets. */
  readonly openSocket?: OpenSocket;
}

/** Throws INPUT_INVALID for an address that is not literally of this computer, and for a venue that is none. */
export function openVenues(options: VenuesOptions): RealVenues {
  const origins = new Map([...options.endpoints].map(([venue, address]) => [venue, loopbackOrigin(address)] as const));
  for (const venue of origins.keys()) factoryOf(venue);
  const adapters = new Map<string, OpenVenue>();
  const { clock, rng, logger, openSocket = webSockets(), timeDivisor = 1 } = options;

  const open = (venue: VenueId, endpoint: EndpointKind): OpenVenue => {
    const factory = factoryOf(venue);
    const origin = endpoint === "loopback" ? origins.get(venue) : null;
    // A key of the real venue must never go to its stand-in, and the other way round.
    if (origin === undefined) throw refused(`This run has no test server for ${venueName(venue)}.`, venue);
    if (endpoint === "sandbox" && !factory.hasSandbox) throw refused(`${venueName(venue)} has no sandbox.`, venue);
    const name = `${venue} ${endpoint}`;
    let made = adapters.get(name);
    if (made === undefined) {
      const { nonces, closing } = options;
      const context = {
        ...{ venue, endpoint, loopbackOrigin: origin, clock, logger, nonces, timeDivisor },
        ...(closing === undefined ? {} : { closing }),
      };
      made = {
        adapter: factory.adapter(context),
        sockets: { openSocket, origin, budget: new ConnectBudget(clock), rng },
      };
      adapters.set(name, made);
    }
    return made;
  };

  return {
    known: [...KNOWN.keys()],
    all: [...KNOWN.keys(), ...GENERIC],
    endpoint: (venue) => (origins.has(venue) ? "loopback" : "production"),
    loopbackAddress: (venue) => origins.get(venue) ?? null,
    market: (venue, endpoint) => open(venue, endpoint).adapter.market,
    feed: (venue, endpoint, pace) => makeFeed(open(venue, endpoint), { clock, logger, pace }),
    client: ({ account, endpoint, credentials }) => {
      if (timeDivisor !== 1 && endpoint !== "loopback") {
        throw refused(
          "This run's times are divided for a test: it opens accounts at test servers only.",
          account.venue,
        );
      }
      const { adapter, sockets } = open(account.venue, endpoint);
      const client = adapter.client(account, credentials);
      if (timeDivisor !== 1) Object.assign(client, { rules: scaleOrderRules(client.rules, timeDivisor) });
      return withAccountStream(client, sockets, clock, logger);
    },
    readCredentials: (venue, entered) => factoryOf(venue).readCredentials(entered),
  };
}

/** An adapter and what its sockets share. */
interface OpenVenue {
  readonly adapter: VenueAdapter;
  readonly sockets: VenueSockets;
}

function makeFeed(
  { adapter, sockets }: OpenVenue,
  { clock, logger, pace }: { readonly clock: Clock; readonly logger: Logger; readonly pace: FeedPace | undefined },
): MarketDataFeed {
  const { market, stream } = adapter;
  const { rng, origin, openSocket, budget } = sockets;
  const reconnect = pace?.firstReconnectMs == null ? {} : { firstReconnectMs: pace.firstReconnectMs };
  if (stream === null || pace?.stream === false) {
    const poll = pace?.pollEveryMs == null ? {} : { pollMs: pace.pollEveryMs };
    return new RestFeed({ market, clock, rng, ...reconnect, ...poll });
  }
  const { protocol } = stream;
  const url = socketUrl(protocol.endpoint, origin);
  const sources = { market, protocol, url, openSocket, budget, clock, rng, logger, ...reconnect };
  return new StreamFeed({ ...sources, names: () => stream.names() });
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
