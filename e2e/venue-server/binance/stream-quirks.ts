// What are Binance's sockets like? Facts with their source: D = binance-spot-api-docs ("WebSocket Streams", "WebSocket API", "User Data
// Streams", 2023-12 to 2026-07), I = an issue of one of the vendor's own clients, U = no source confirms it.

/** Single streams, and the same wrapped by their name (D). Streams may be named in the path behind `/ws/`; queries are not simulated. */
export const RAW_PATH = "/ws";
export const COMBINED_PATH = "/stream";
/** Accounts. The venue has another host for it; here all share one port. */
export const API_PATH = "/ws-api/v3";

/** The venue gathers changes of books for 100 ms (D). Prices of the simulation change every 250 ms, and a test's hours pass faster so. */
export const BEAT_MS = 250;

/** D: pings and pongs count too; they are not told to the venue's code here. I (binance-connector-go 90): cut with this code and word. */
export const MESSAGES_PER_SECOND = 5;
export const TOO_MANY = { code: 1_008, reason: "Too many requests" } as const;

/** D; that one stream too many ends the connection is what a client's authors say (skip-mev/connect), with which code is U. */
export const STREAMS_PER_CONNECTION = 1_024;

/** D, per address; here everybody has the same one. That it ends as too many messages do is U. */
export const CONNECTIONS = { limit: 300, withinMs: 5 * 60_000 } as const;

/** D: "only valid for 24 hours"; the code is U. */
export const LONGEST_LIFE_MS = 24 * 3_600_000;
export const WORN_OUT = { code: 1_001, reason: "24 hours" } as const;

/** D: a `serverShutdown` event, then disconnection. That it takes ten minutes is what a client's authors say; the code is U. */
export const SHUTDOWN_LEAD_MS = 10 * 60_000;
export const GOING_AWAY = { code: 1_001, reason: "Going away" } as const;

/** D: update speeds. That a market in which nothing moved is passed over is D for streams of all markets, U for those of one. */
export const TICKER_MS = 1_000;
export const KLINE_MS = 2_000;
export const SLOW_DEPTH_MS = 1_000;

/** Levels a side of a book, by REST and by stream: the simulation makes as many as it is asked for, the venue has thousands. */
export const BOOK_LEVELS = 50;
/** The number of a market's first update: more than 32 bits hold, as the venue's are. */
export const FIRST_UPDATE = 10_000_000_000;
/** Changes of a book that are kept for streams that have not sent them yet. */
export const CHANGES_KEPT = 20_000;

/** One public trade each so often: its number is that of its moment, so that numbers rise and nothing needs to be kept. */
export const TRADE_EVERY_MS = 2_000;

/** D: a 64-bit integer, letters and digits, or null. */
export const REQUEST_ID_TEXT = /^[A-Za-z0-9]{1,36}$/;

/** D ("Error messages"), the numbers of lines and columns those of the docs' own examples. */
export const MARKET_REFUSALS = {
  unknownProperty: [0, "Unknown property"],
  notBoolean: [1, "Invalid value type: expected Boolean"],
  propertyName: [2, "Invalid request: property name must be a string"],
  requestId: [2, "Invalid request: request ID must be an unsigned integer"],
  tooManyParameters: [2, "Invalid request: too many parameters"],
  noMethod: [2, "Invalid request: missing field `method` at line 1 column 73"],
  method: (name: string) =>
    [
      2,
      `Invalid request: unknown variant \`${name}\`, expected one of \`SUBSCRIBE\`, \`UNSUBSCRIBE\`, \`LIST_SUBSCRIPTIONS\`, \`SET_PROPERTY\`, \`GET_PROPERTY\` at line 1 column 28`,
    ] as const,
  notJson: [3, "Invalid JSON: expected value at line 1 column 1"],
  /** U. */
  streamNames: [2, "Invalid request: params must be a list of stream names"],
} as const;

/** D: weight of each request about the account's stream. */
export const USER_STREAM_WEIGHT = 2;
/** The right that listening needs: D says USER_STREAM, which each key has that may read (U). */
export const LISTENING_RIGHT = "enableReading";
