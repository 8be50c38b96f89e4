// What are Coinbase's sockets like? Facts as data, each with its source: R = recorded message, D = vendor documentation (Advanced
// Trade WebSocket overview, channels, rate limits, authentication), S = another project's source, U = not confirmed. Collected 2026-11-26.
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

/** Ours: the two hosts share one port here. */
export const MARKET_PATH = "/";
export const USER_PATH = "/user";

/** D: channels of the market host; `user` is served there too, as a failover. */
export const MARKET_CHANNELS = ["ticker", "market_trades", "candles", "level2", "status"] as const;
export type MarketChannel = (typeof MARKET_CHANNELS)[number];
/** D: the only ones of the user host, beside a futures channel that is not simulated. */
export const HEARTBEATS = "heartbeats";
export const USER = "user";

/** D: "you are disconnected if no subscribe has been received within 5 seconds". The close code: U. */
export const SUBSCRIBE_WITHIN_MS = 5 * SECOND_MS;
/** D: "most channels close within 60-90 seconds if no updates are sent", unless heartbeats are subscribed. Code: U. */
export const QUIET_MS = 75 * SECOND_MS;
export const CLOSE = {
  notSubscribed: [1008, "no subscribe message"],
  quiet: [1000, "no updates"],
  maintenance: [1012, "maintenance"],
} as const satisfies Record<string, readonly [code: number, reason: string]>;

/** D: messages without a token, a second and address. What happens beyond: U. */
export const UNSIGNED_PER_SECOND = 8;

/** D: `heartbeats` and `candles` come every second; `market_trades` are gathered for a quarter of one. */
export const HEARTBEAT_MS = SECOND_MS;
export const CANDLE_EVERY_MS = SECOND_MS;
export const BEAT_MS = SECOND_MS / 4;
/** D: candles are of five minutes. How many a snapshot holds: U. */
export const CANDLE_MS = 5 * MINUTE_MS;
export const SNAPSHOT_CANDLES = 10;
/** S (ccxt pull request 18518): a snapshot of trades holds the last 100. */
export const SNAPSHOT_TRADES = 100;
/** A simulated book; the venue's is whole. */
export const BOOK_LEVELS = 50;
/** Ours: a market whose price stands still trades so often all the same. */
export const TRADE_AT_LEAST_EVERY_MS = 10 * SECOND_MS;
/** D: open orders come first, fifty a frame. */
export const SNAPSHOT_ORDERS = 50;

/** R: said of a bad token, of a channel that needs one, and of a channel that does not exist. */
export const AUTHENTICATION_FAILURE = "authentication failure";
/** U: the words. That an error names no product: D. */
export const ERRORS = {
  notJson: "failed to parse message",
  type: "unsupported message type",
  noProducts: "no product_ids provided",
  products: "failure to subscribe",
  elsewhere: "channel is not supported on this endpoint",
  rate: "rate limit exceeded",
} as const;
