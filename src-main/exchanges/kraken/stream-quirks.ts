// What is peculiar about Kraken's sockets, each fact with its source and date?
import type { FeedLimits, SocketEndpoint } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StatusEvent, StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

/** Source: Kraken WebSocket v2 docs, "Spot WebSocket Introduction" (2026-05). */
export const PUBLIC_SOCKET: SocketEndpoint = { url: "wss://ws.kraken.com/v2", loopbackPath: "/v2" };
export const PRIVATE_SOCKET: SocketEndpoint = { url: "wss://ws-auth.kraken.com/v2", loopbackPath: "/auth/v2" };

/** A bigger frame ends the connection. The biggest by far are snapshots of candles and books: some ten thousand bytes. */
const MAX_FRAME_BYTES = 1_048_576;

/**
 * Kraken publishes no number of subscriptions or messages for v2 (docs, 2026-05): these are ours, well below what its clients are
 * known to use, and unconfirmed. What it does cut is many connections, about 150 in 10 minutes from one address (unconfirmed), which
 * the connector's own budget keeps far away from.
 */
export const LIMITS: FeedLimits = {
  keysPerConnection: 500,
  keysPerMessage: 100,
  messagesPerSecond: 5,
  maxFrameBytes: MAX_FRAME_BYTES,
};

/**
 * "Approximately once every second in the absence of any other channel updates", by itself with any subscription. Without one a
 * socket falls silent and is cut after about a minute. Source: Kraken WebSocket v2 docs, heartbeat and introduction (2026-05).
 */
export const HEARTBEAT_MS = SECOND_MS;

/** Kraken's channels by our names. Source: Kraken WebSocket v2 docs (2026-05). */
export const CHANNEL_NAMES = {
  quotes: "ticker",
  trades: "trade",
  candles: "ohlc",
  book: "book",
} as const satisfies Record<StreamChannel, string>;

/** The same, the other way round. */
export const OUR_CHANNELS: Readonly<Record<string, StreamChannel>> = {
  ticker: "quotes",
  trade: "trades",
  ohlc: "candles",
  book: "book",
};

/** How the refusal of a second subscription begins; unconfirmed, from clients' reports. */
export const ALREADY_SUBSCRIBED = /^already subscribed\b/i;

/** Levels a side of a subscribed book; Kraken has 10, 25, 100, 500 and 1000. Source: Kraken WebSocket v2 docs, book (2026-05). */
export const BOOK_DEPTH = 25;

/** Levels a side that a checksum is over, whatever the depth. Source: Kraken WebSocket v2 docs, "Book checksum" (2026-05). */
export const CHECKSUM_LEVELS = 10;

/** Minutes of a candle. Kraken also has 30 minutes, a week and 15 days, which we do not. Source: Kraken WebSocket v2 docs, ohlc (2026-05). */
export const CANDLE_MINUTES = 1;
export const INTERVALS: Readonly<Record<string, Timeframe>> = {
  "1": "1m",
  "5": "5m",
  "15": "15m",
  "60": "1h",
  "240": "4h",
  "1440": "1d",
};

/** Source: Kraken WebSocket v2 docs, status (2026-05); `limit_only` is told by REST and here unconfirmed. */
export const SYSTEM_STATES: Readonly<Record<string, StatusEvent["state"]>> = {
  online: "online",
  maintenance: "maintenance",
  cancel_only: "cancelOnly",
  post_only: "postOnly",
  limit_only: "limitOnly",
};

/**
 * What v2 calls the two assets that the older lists (`wsname` of AssetPairs) name otherwise; all others keep that name. Source:
 * Kraken WebSocket v2 docs, "Spot WebSocket Introduction" (2026-05). So the coin that others call LUNC is `LUNA` here, and a market
 * must never be subscribed by our own name for it. That v2 renames no further asset is unconfirmed.
 */
export const V2_ASSET_NAMES: Readonly<Record<string, string>> = { XBT: "BTC", XDG: "DOGE" };
