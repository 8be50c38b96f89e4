// Which sockets does the Coinbase Exchange server open? One path for public and private channels, as the venue has one host.
import type { StreamVenue } from "../core/stream-venue.ts";
import type { StreamHouse } from "./stream-house.ts";
import { BEAT_MS, STREAM_PATH } from "./stream-quirks.ts";
import { ExchangeSession } from "./stream-session.ts";

export function exchangeStreams(house: StreamHouse): StreamVenue {
  return {
    beatMs: BEAT_MS,
    open: (peer, path) => (path === STREAM_PATH ? new ExchangeSession(peer, house) : null),
  };
}
