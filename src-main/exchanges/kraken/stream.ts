// How does Kraken's public socket speak?
import type { FeedProtocol, OutMessage, StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { krakenBookChecksum } from "./book-checksum.ts";
import { parseKrakenFrame } from "./parse-frame.ts";
import { KRAKEN } from "./quirks.ts";
import { scanKrakenQuote } from "./scan-quote.ts";
import {
  BOOK_DEPTH,
  CANDLE_MINUTES,
  CHANNEL_NAMES,
  HEARTBEAT_MS,
  LIMITS,
  OUR_CHANNELS,
  PUBLIC_SOCKET,
} from "./stream-quirks.ts";

/**
 * By which a subscription is told apart from others of its channel, so that ending it needs them too. Without `bbo` a ticker is sent
 * at trades only, and bid and ask go stale in between.
 */
const TERMS: Readonly<Record<StreamChannel, Readonly<Record<string, unknown>>>> = {
  quotes: { event_trigger: "bbo" },
  trades: {},
  candles: { interval: CANDLE_MINUTES },
  book: { depth: BOOK_DEPTH },
};

/** A snapshot of trades would bring trades again that came before a reconnect. */
const WITH_SNAPSHOT: Readonly<Record<StreamChannel, boolean>> = {
  quotes: true,
  trades: false,
  candles: true,
  book: true,
};

export const KRAKEN_STREAM: FeedProtocol = {
  venue: KRAKEN,
  endpoint: PUBLIC_SOCKET,
  limits: LIMITS,
  channels: new Set<StreamChannel>(["quotes", "trades", "candles", "book"]),
  heartbeatMs: HEARTBEAT_MS,
  rollAfterMs: null,
  // With `bbo` each change of a best price is sent, so a frame of any kind shows that there was none before it.
  confirmedBy: "frame",
  acksUnknownMarkets: false,
  channelOf: (word) => meaningOf(OUR_CHANNELS, word) ?? null,
  // Status and heartbeats come by themselves.
  opening: () => [],
  subscribe: (keys, nextId) =>
    messages(keys, nextId, "subscribe", (channel) => ({ ...TERMS[channel], snapshot: WITH_SNAPSHOT[channel] })),
  unsubscribe: (keys, nextId) => messages(keys, nextId, "unsubscribe", (channel) => TERMS[channel]),
  ping: krakenPing,
  parse: parseKrakenFrame,
  scan: scanKrakenQuote,
  book: { snapshotFrom: "stream", depth: BOOK_DEPTH, checksum: krakenBookChecksum },
};

/** Also of the private socket. */
export function krakenPing(nextId: () => number): string {
  return JSON.stringify({ method: "ping", req_id: nextId() });
}

/** One channel a message, the channels in the order in which they first appear. Kraken answers once for each market. */
function messages(
  keys: readonly StreamKey[],
  nextId: () => number,
  method: "subscribe" | "unsubscribe",
  terms: (channel: StreamChannel) => Readonly<Record<string, unknown>>,
): readonly OutMessage[] {
  return [...new Set(keys.map(({ channel }) => channel))].flatMap((channel) =>
    chunks(
      keys.filter((key) => key.channel === channel),
      LIMITS.keysPerMessage,
    ).map((part) => {
      const requestId = nextId();
      const params = { channel: CHANNEL_NAMES[channel], symbol: part.map(({ id }) => id), ...terms(channel) };
      return { text: JSON.stringify({ method, params, req_id: requestId }), requestId, keys: part };
    }),
  );
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
