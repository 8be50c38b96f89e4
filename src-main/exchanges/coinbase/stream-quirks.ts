// What is peculiar about Coinbase's sockets, each fact with its source and date?
import type { FeedLimits, SocketEndpoint } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

/** Source: docs.cdp.coinbase.com, "Advanced Trade WebSocket Overview" (read 2026-11-26). */
export const MARKET_SOCKET: SocketEndpoint = { url: "wss://advanced-trade-ws.coinbase.com", loopbackPath: "/" };
/** Has the channels `heartbeats`, `user` and `futures_balance_summary` only. Source: the same page. */
export const USER_SOCKET: SocketEndpoint = { url: "wss://advanced-trade-ws-user.coinbase.com", loopbackPath: "/user" };

/**
 * A snapshot of `level2` holds the whole book, tens of thousands of levels. The vendor's own client takes 10 MiB
 * (coinbase-advanced-py, `max_size`, 2025); room is left above it. Also that of the user socket, whose frames are small.
 */
export const MAX_FRAME_BYTES = 16 * 1_048_576;

/**
 * 8 messages a second without a token per address ("Advanced Trade WebSocket Rate Limits", read 2026-11-26), which a connection shares
 * with the one that replaces it: each takes half. Subscriptions per connection and products per message have no documented limit:
 * these are ours, unconfirmed.
 */
export const LIMITS: FeedLimits = {
  keysPerConnection: 500,
  keysPerMessage: 100,
  messagesPerSecond: 4,
  maxFrameBytes: MAX_FRAME_BYTES,
};

/** One a second while `heartbeats` is subscribed. Source: "Advanced Trade WebSocket Channels" (read 2026-11-26). */
export const HEARTBEAT_MS = SECOND_MS;

/**
 * Holds every other subscription open: without it most channels close after 60 to 90 quiet seconds. A socket that has not subscribed
 * to anything is cut after 5 s, so it is subscribed first. Source: the same page, and "WebSocket Overview" (read 2026-11-26).
 */
export const HEARTBEAT_CHANNEL = "heartbeats";
export const USER_CHANNEL = "user";

/**
 * `ticker` is sent at each match, not at each change of a best price (the same page). `candles` has buckets of five minutes only
 * and is not subscribed.
 */
export const CHANNEL_NAMES: Readonly<Record<StreamChannel, string>> = {
  quotes: "ticker",
  trades: "market_trades",
  candles: "candles",
  book: "level2",
};

/** The same, the other way round, as acknowledgements name them; a channel that is not here keeps its own name. */
export const OUR_CHANNELS: Readonly<Record<string, StreamChannel>> = {
  ticker: "quotes",
  market_trades: "trades",
  candles: "candles",
  level2: "book",
};

/** Source: "Advanced Trade WebSocket Channels", candles (read 2026-11-26). */
export const CANDLE_TIMEFRAME: Timeframe = "5m";

/**
 * The taker's side by the word on the wire, which is the maker's: so the documentation of Coinbase Exchange's trades, which are the
 * same matches, and NautilusTrader's adapter for this socket (both read 2026-11-26). Coinbase's own page on this socket does not
 * say: unconfirmed.
 */
export const TAKER_SIDES: Readonly<Record<string, "buy" | "sell">> = { BUY: "sell", SELL: "buy" };

/** Sides of a book. Source: recorded (2026-04). */
export const BOOK_SIDES: Readonly<Record<string, "bids" | "asks">> = { bid: "bids", offer: "asks" };

/** A token is valid for two minutes, one message each. Source: "WebSocket Authentication" (read 2026-11-26). */
export const TOKEN_LIFE_S = 120;
export const TOKEN_ISSUER = "cdp";
