// How does Coinbase's market socket speak?
import type { FeedProtocol, OutMessage, StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { parseCoinbaseFrame } from "./parse-frame.ts";
import { COINBASE } from "./quirks.ts";
import { scanCoinbaseQuote } from "./scan-quote.ts";
import {
  CHANNEL_NAMES,
  HEARTBEAT_CHANNEL,
  HEARTBEAT_MS,
  LIMITS,
  MARKET_SOCKET,
  OUR_CHANNELS,
} from "./stream-quirks.ts";

export const COINBASE_STREAM: FeedProtocol = {
  venue: COINBASE,
  endpoint: MARKET_SOCKET,
  limits: LIMITS,
  // Its candles last five minutes; those of one minute come from trades and by REST.
  channels: new Set<StreamChannel>(["quotes", "trades", "book"]),
  heartbeatMs: HEARTBEAT_MS,
  // No end of a connection is documented.
  rollAfterMs: null,
  // On an unbroken sequence it shows that nothing was traded since: `ticker` comes at each match. A best price can move without one.
  confirmedBy: "heartbeat",
  // What is said to an unknown product is not documented; silence is reckoned with.
  acksUnknownMarkets: true,
  channelOf: (word) => meaningOf(OUR_CHANNELS, word) ?? null,
  opening: () => [JSON.stringify({ type: "subscribe", channel: HEARTBEAT_CHANNEL })],
  subscribe: (keys) => messages(keys, "subscribe"),
  unsubscribe: (keys) => messages(keys, "unsubscribe"),
  // The protocol's own ping frames; Coinbase has no message for it.
  ping: () => null,
  parse: parseCoinbaseFrame,
  scan: scanCoinbaseQuote,
  // The whole book comes first, and `sequence_num` of the connection shows that nothing after it is missing.
  book: { snapshotFrom: "stream", depth: null },
};

/** One channel a message ("You can only subscribe to one channel per subscription message"), in the order in which they first appear. */
function messages(keys: readonly StreamKey[], type: "subscribe" | "unsubscribe"): readonly OutMessage[] {
  const channels = [...new Set(keys.map(({ channel }) => channel))];
  return channels.flatMap((channel) =>
    chunks(
      keys.filter((key) => key.channel === channel),
      LIMITS.keysPerMessage,
    ).map((part) => ({
      text: JSON.stringify({ type, product_ids: part.map(({ id }) => id), channel: CHANNEL_NAMES[channel] }),
      requestId: null,
      keys: part,
    })),
  );
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
