// What does a started venue server give, and how is its port opened?
import type { DurationMs } from "#shared/domain/time.ts";
import type { VenueClock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { VenueReply, VenueRequest } from "./http-message.ts";
import { openHttpServer } from "./http-server.ts";
import type { RequestLog } from "./request-log.ts";
import { type StreamControl, StreamServer } from "./stream-server.ts";
import type { StreamVenue } from "./stream-venue.ts";
import type { VenueAccount } from "./venue-account.ts";
import type { VenueMarket } from "./venue-market.ts";
import type { VenueState, VenueWorld } from "./venue-world.ts";

/** What every `start…Server` gives. `Key` is what a person would paste, `KeyOptions` what the key may do. */
export interface VenueServer<Key, KeyOptions> {
  readonly venue: string;
  readonly url: string;
  readonly clock: VenueClock;
  readonly market: VenueMarket;
  /** The first account; keys belong to it unless they name another. */
  readonly account: VenueAccount;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Null for a venue without streams. */
  readonly streams: StreamControl | null;
  addAccount(): VenueAccount;
  addKey(options?: KeyOptions): Key;
  /** The venue's clock less ours. */
  setClockOffset(offsetMs: DurationMs): void;
  setState(state: VenueState): void;
  /** Ends the connections that a caller keeps and asks nothing on. */
  closeIdle(): void;
  close(): Promise<void>;
}

/** Opens the port and joins it all to what a `start…Server` gives. */
export async function openVenueServer<Key, KeyOptions>(
  world: VenueWorld,
  options: {
    readonly answer: (request: VenueRequest) => VenueReply;
    readonly statusReply: (status: number) => VenueReply;
    readonly addKey: (options?: KeyOptions) => Key;
    readonly port?: number | undefined;
    readonly streams?: StreamVenue;
  },
): Promise<VenueServer<Key, KeyOptions>> {
  const { clock, faults, requests, market, account } = world;
  const streams = options.streams === undefined ? null : new StreamServer(world, options.streams);
  const server = await openHttpServer({
    clock,
    faults,
    requests,
    answer: options.answer,
    statusReply: options.statusReply,
    port: options.port ?? 0,
    ...(streams === null ? {} : { onUpgrade: streams.upgrade }),
  });
  return {
    venue: market.venue,
    url: server.url,
    clock,
    market,
    account,
    faults,
    requests,
    streams,
    addAccount: () => world.addAccount(),
    addKey: options.addKey,
    setClockOffset: (offsetMs) => world.setClockOffset(offsetMs),
    setState: (state) => {
      world.state = state;
    },
    closeIdle: () => server.closeIdle(),
    close: async () => {
      streams?.close();
      await server.close();
    },
  };
}
