// How is Coinbase Exchange's public socket spoken to?
import type { FeedProtocol, OutMessage, StreamKey } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import type { AdapterContext } from "#exchanges/shared/venue-adapter.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { InvariantError } from "#shared/domain/assert.ts";
import { parseCoinbaseExchangeFrame } from "./parse-frame.ts";
import { scanCoinbaseExchangeQuote } from "./scan-quote.ts";
import { CHANNEL_NAMES, CONFIRMED_NAMES, HEARTBEAT_CHANNEL, HEARTBEAT_MS, LIMITS, socketOf } from "./stream-quirks.ts";

const CHANNELS: ReadonlySet<StreamChannel> = new Set(["quotes", "trades", "book"]);

export function coinbaseExchangeStream({ venue, endpoint }: Pick<AdapterContext, "venue" | "endpoint">): FeedProtocol {
  return {
    venue,
    endpoint: socketOf(endpoint),
    limits: LIMITS,
    channels: CHANNELS,
    heartbeatMs: HEARTBEAT_MS,
    // No age is told at which a connection would be cut.
    rollAfterMs: null,
    confirmedBy: "heartbeat",
    acksUnknownMarkets: false,
    channelOf: (word) => meaningOf(CONFIRMED_NAMES, word) ?? null,
    // A new socket must be sent a subscription within 5 s (docs, overview): the first one is.
    opening: () => [],
    subscribe: (keys) => inBatches(keys, subscription),
    unsubscribe: (keys) => inBatches(keys, cancellation),
    ping: () => null,
    parse: parseCoinbaseExchangeFrame,
    scan: scanCoinbaseExchangeQuote,
    book: { snapshotFrom: "stream", isUnproven: true, depth: null },
  };
}

type Channels = ReadonlyMap<string, ReadonlySet<string>>;

/** Requests are answered by channel and product only, so that they have no number. */
function inBatches(
  keys: readonly StreamKey[],
  request: (keys: readonly StreamKey[]) => { readonly type: string; readonly channels: Channels },
): readonly OutMessage[] {
  const messages: OutMessage[] = [];
  for (let from = 0; from < keys.length; from += LIMITS.keysPerMessage) {
    const batch = keys.slice(from, from + LIMITS.keysPerMessage);
    const { type, channels } = request(batch);
    // Products stand with their channel: beside a list for all channels an empty one here is refused (issue of another project, 2023-12).
    const listed = [...channels].map(([name, ids]) => ({ name, product_ids: [...ids] }));
    messages.push({ text: JSON.stringify({ type, channels: listed }), requestId: null, keys: batch });
  }
  return messages;
}

/** Whatever a market is listened to for, its heartbeat comes with it: else a quiet market and a dead connection look alike. */
function subscription(keys: readonly StreamKey[]) {
  return { type: "subscribe", channels: channelsOf(keys, keys) };
}

/** The heartbeat goes with the quotes, which are what it confirms; another channel of the market may still need it. */
function cancellation(keys: readonly StreamKey[]) {
  const withHeartbeat = keys.filter(({ channel }) => channel === "quotes");
  return { type: "unsubscribe", channels: channelsOf(keys, withHeartbeat) };
}

function channelsOf(keys: readonly StreamKey[], withHeartbeat: readonly StreamKey[]): Channels {
  const channels = new Map<string, Set<string>>();
  const add = (name: string, id: string) => channels.set(name, (channels.get(name) ?? new Set()).add(id));
  for (const { channel, id } of keys) add(nameOf(channel), id);
  for (const { id } of withHeartbeat) add(HEARTBEAT_CHANNEL, id);
  return channels;
}

function nameOf(channel: StreamChannel): string {
  if (channel === "candles") throw new InvariantError("Coinbase Exchange's socket has no candles");
  return CHANNEL_NAMES[channel];
}
