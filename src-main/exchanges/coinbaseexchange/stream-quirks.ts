// What is peculiar about Coinbase Exchange's socket, each fact with its source and date?
// "Docs": docs.cdp.coinbase.com, Exchange WebSocket feed: overview, channels, authentication, rate limits, errors, and the list of
// channels on help.coinbase.com (read 2026-11-26). "Live": frames that others took down at the production socket in 2026-08 and
// 2026-09 and published.
import type { FeedLimits, SocketEndpoint } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

/** Docs, overview; the sandbox has keys of its own. Public and private channels share the one socket. */
export function socketOf(endpoint: EndpointKind): SocketEndpoint {
  const host =
    endpoint === "sandbox" ? "ws-feed-public.sandbox.exchange.coinbase.com" : "ws-feed.exchange.coinbase.com";
  return { url: `wss://${host}`, loopbackPath: "/feed" };
}

const MEBIBYTE = 1_048_576;

/**
 * Docs, rate limits: 8 requests a second per address with bursts of 20, and 100 messages of a client a second. Which of the two counts
 * a subscription is not said, so it is the smaller one, halved, since an account's socket and a second connection share the address.
 * How many products one connection may have, and how long a message may be, is told nowhere: these are our own. One bad product may
 * get its whole message refused (see {@link BAD_PRODUCT}), so messages are kept short. A snapshot is a whole book: megabytes.
 */
export const LIMITS: FeedLimits = {
  keysPerConnection: 200,
  keysPerMessage: 50,
  messagesPerSecond: 4,
  maxFrameBytes: 16 * MEBIBYTE,
};

/** One order's life a frame; nothing here is long. */
export const ACCOUNT_FRAME_BYTES = MEBIBYTE;

/** Docs, channels: one a second for each product of the channel `heartbeat`. It numbers nothing that could show a gap. */
export const HEARTBEAT_MS = SECOND_MS;

export const HEARTBEAT_CHANNEL = "heartbeat";
export const USER_CHANNEL = "user";

/**
 * Names to subscribe by (docs, channels). `level2` wants a key since 2023-08; `level2_batch` is free by the docs' list of channels that
 * want one, and live. Candles are not offered.
 */
export const CHANNEL_NAMES = {
  quotes: "ticker",
  trades: "matches",
  book: "level2_batch",
} as const satisfies Partial<Record<StreamChannel, string>>;

/** Names in confirmations, as ours. `level2_batch` is confirmed as `level2_50` (live). */
export const CONFIRMED_NAMES: Readonly<Record<string, StreamChannel>> = {
  ticker: "quotes",
  ticker_batch: "quotes",
  matches: "trades",
  level2: "book",
  level2_batch: "book",
  level2_50: "book",
};

/** A time that was never set, in batches of book changes (recorded, about 2020). */
export const NO_TIME = /^0001-01-01T00:00:00/;

/**
 * The reason of a refused subscription that names its product (recorded by other projects, 2023-12 to 2026-09). In 2017 the whole
 * message was refused for one product; by a probe of 2026-09 there is an error for each channel and the other products stand.
 */
export const BAD_PRODUCT = /^(\S+) is (?:not a valid product|delisted)/i;

/** Products of one message for the account's own orders; the message's greatest length is told nowhere. */
export const ACCOUNT_PRODUCTS_PER_MESSAGE = 100;
