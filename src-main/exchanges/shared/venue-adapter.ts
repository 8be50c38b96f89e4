// What does a venue's folder hand over, and what is it given? One `VenueAdapter` per venue and endpoint and run.
import type { Credentials } from "#engine/core/credentials.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { EnteredCredentials, NonceStore, ReadCredentials, VenueMarket } from "#engine/ports/venues.ts";
import type { Account, EndpointKind } from "#shared/domain/account.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { FeedProtocol, StreamNames } from "./stream/feed-protocol.ts";

export interface AdapterContext {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  /** Set exactly where `endpoint` is `loopback`: where every call goes instead of to the venue. */
  readonly loopbackOrigin: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nonces: NonceStore;
  /** Of a test start: by how much waits are divided; default 1. */
  readonly timeDivisor?: number;
  /** Aborted when the program ends, after everything that asks: who still waits for a limit is let go. */
  readonly closing?: AbortSignal;
}

/** A venue's public socket. */
export interface VenueStream {
  readonly protocol: FeedProtocol;
  /** The names of its markets, from its market list. Rejects with VENUE_ codes. */
  names(): Promise<StreamNames>;
}

/** A venue at one endpoint: its markets, and clients for its accounts. They share budgets and the list of markets. */
export interface VenueAdapter {
  readonly market: VenueMarket;
  /** Null where we speak no socket of the venue: its prices are asked for. */
  readonly stream: VenueStream | null;
  client(account: Account, credentials: () => Promise<Credentials>): VenueClient;
}

/** A line of the registry. */
export interface VenueFactory {
  /** Whether the venue runs a real sandbox for spot orders. Without one, asking for it is refused before anything is made. */
  readonly hasSandbox: boolean;
  adapter(context: AdapterContext): VenueAdapter;
  readCredentials(entered: EnteredCredentials): ReadCredentials;
}
