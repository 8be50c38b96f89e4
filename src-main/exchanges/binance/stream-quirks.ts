// What is peculiar about Binance's sockets, each fact with its source and date?
import type { FeedLimits, SocketEndpoint } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamChannel } from "#exchanges/shared/stream/stream-event.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import { type DurationMs, HOUR_MS } from "#shared/domain/time.ts";

const MARKET_PATH = "/ws";
const ACCOUNT_PATH = "/ws-api/v3";

/** Raw streams. Source: Binance spot docs, "WebSocket Streams" and its testnet page (2026-07); ccxt 4.5.84 `urls` (2026-11-26). */
export function marketSocket(endpoint: EndpointKind): SocketEndpoint {
  const url = endpoint === "sandbox" ? "wss://stream.testnet.binance.vision/ws" : "wss://stream.binance.com:9443/ws";
  return { url, loopbackPath: MARKET_PATH };
}

/** Source: Binance spot docs, "WebSocket API, general information" (2025-04); ccxt 4.5.84 `urls` (2026-11-26). */
export function accountSocket(endpoint: EndpointKind): SocketEndpoint {
  const url =
    endpoint === "sandbox" ? "wss://ws-api.testnet.binance.vision/ws-api/v3" : "wss://ws-api.binance.com:443/ws-api/v3";
  return { url, loopbackPath: ACCOUNT_PATH };
}

/** A bigger frame ends the connection. The biggest by far are changes of a book in a storm: some ten thousand bytes. */
export const MAX_FRAME_BYTES = 1_048_576;

/** Names of our channels on the socket, after the symbol and `@`. A key may take several streams. Source: "WebSocket Streams" (2026-07). */
export const STREAMS: Readonly<Record<StreamChannel, readonly string[]>> = {
  // Best prices come in real time without a time of their own; last price and volume once a second beside them.
  quotes: ["bookTicker", "ticker"],
  trades: ["trade"],
  candles: ["kline_1m"],
  book: ["depth@100ms"],
};

/** Streams that a connection may listen to. Source: "WebSocket Streams", limits (2026-07). */
const STREAMS_PER_CONNECTION = 1_024;
/** How many one message may name is not documented: ours, and unconfirmed. */
const STREAMS_PER_MESSAGE = 200;
const MOST_STREAMS_OF_A_KEY = Math.max(...Object.values(STREAMS).map(({ length }) => length));

/**
 * A connection that sends more than 5 messages a second is cut, pings and pongs counted in ("WebSocket Streams", limits, 2026-07).
 * The venue asks for a pong every 20 s, which is answered by itself: one message is left for it.
 */
export const LIMITS: FeedLimits = {
  keysPerConnection: Math.floor(STREAMS_PER_CONNECTION / MOST_STREAMS_OF_A_KEY),
  keysPerMessage: Math.floor(STREAMS_PER_MESSAGE / MOST_STREAMS_OF_A_KEY),
  messagesPerSecond: 4,
  maxFrameBytes: MAX_FRAME_BYTES,
};

/** "A single connection is only valid for 24 hours", both sockets. Source: "WebSocket Streams", "WebSocket API" (2026-07). */
export const ROLL_AFTER_MS: DurationMs = 23 * HOUR_MS;

/** Binance also has lengths that we do not. Source: "Kline/Candlestick Streams" (2026-07). */
export const INTERVALS: Readonly<Record<string, Timeframe>> = {
  "1m": "1m",
  "5m": "5m",
  "15m": "15m",
  "1h": "1h",
  "4h": "4h",
  "1d": "1d",
};

/** Levels a side of the snapshot that a book begins with, as "How to manage a local order book correctly" has it (2023-12). */
export const SNAPSHOT_LEVELS = 1_000;

/** Times are in milliseconds unless microseconds are asked for; beyond this year one is no time in milliseconds. */
export const LATEST_TIME = Date.UTC(2100, 0, 1);

/**
 * Assets that others are priced in, for names without a market list. Source: quote assets of exchangeInfo (2025-08) and, for those that
 * are gone, of Binance's older markets; which exist only the list tells. AEUR is left out: ADAEUR is ADA/EUR.
 */
export const QUOTE_ASSETS: readonly string[] = [
  ...["USDT", "USDC", "FDUSD", "TUSD", "BUSD", "USDP", "USDS", "USD1", "DAI", "UST", "PAX", "VAI"],
  ...["BTC", "ETH", "BNB", "XRP", "TRX", "DOGE", "SOL", "DOT"],
  ...["EUR", "EURI", "GBP", "AUD", "TRY", "BRL", "ARS", "COP", "MXN", "CZK", "PLN", "RON", "UAH", "RUB", "ZAR"],
  ...["JPY", "NGN", "IDRT", "BIDR", "BKRW", "BVND"],
];

/** Source: Binance spot docs, "User Data Stream requests" (2026-07): for HMAC, RSA and Ed25519 keys alike, without logging in. */
export const ACCOUNT_CHANNEL = "userDataStream.subscribe.signature";

/** What an error says when the two clocks differ too much. Source: Binance spot docs, "Error codes" (2026-07). */
export const CLOCK_REFUSAL = /\(-1021\)$/;
