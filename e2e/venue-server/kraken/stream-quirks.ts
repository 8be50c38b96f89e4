// What is particular to Kraken's sockets (version 2)? Facts with their source; [U] marks what no source confirms.

/** docs.kraken.com Spot WebSocket introduction, 2026-05. Here both hosts share one port. */
export const PUBLIC_PATH = "/v2";
export const PRIVATE_PATH = "/auth/v2";

/** "Approximately once every second in the absence of any other channel updates": docs.kraken.com heartbeat, 2026-05. */
export const HEARTBEAT_MS = 1_000;
export const BEAT_MS = 250;

/** A socket without a subscription is cut after about a minute (introduction, 2026-05); the exact time and the close code are not said [U]. */
export const IDLE = { afterMs: 60_000, code: 1001, reason: "idle" } as const;

/** No number is published; v1 answered "Exceeded msg rate" [U]: burst, and what it falls by a second. */
export const MESSAGE_LIMIT = { burst: 50, perSecond: 10 } as const;

/** docs.kraken.com ticker, ohlc and book, 2026-05. */
export const TRIGGERS = ["bbo", "trades"] as const;
export const BOOK_DEPTHS = [10, 25, 100, 500, 1000] as const;
export const DEFAULT_DEPTH = 10;
export const CHECKSUM_LEVELS = 10;
/** Trades of a snapshot: docs.kraken.com trade, 2026-05. */
export const SNAPSHOT_TRADES = 50;
/** Candles of a snapshot; how many the venue sends is not said [U]. */
export const SNAPSHOT_CANDLES = 5;

/** "Should be used within 15 minutes of creation", then as long as its subscription: docs.kraken.com authentication, 2026-05. */
export const TOKEN_SECONDS = 900;

/** Counter of the account's tier in the reply to `executions`: docs.kraken.com executions, 2026-05. */
export const MAX_RATE_COUNT = 125;

/** Texts of refusals. Recorded by users of the venue, but for those marked. */
export const REFUSALS = {
  pair: (name: string) => `Currency pair not supported ${name}`,
  symbolList: "Symbol field must be an array",
  malformed: "Malformed request",
  rate: "Exceeded msg rate",
  session: "ESession:Invalid session",
  permission: "EGeneral:Permission denied",
  /** [U] */
  already: "Already subscribed",
  /** [U] */
  notSubscribed: "Subscription not found",
  /** [U] */
  channel: "Channel not supported",
  /** [U] */
  privateHere: "Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com",
  /** [U] */
  publicHere: "Public market data is unavailable on this endpoint. Try ws.kraken.com",
  /** [U] */
  field: (name: string) => `Invalid value for field ${name}`,
  /** [U] */
  method: "Method not supported",
} as const;

/** docs.kraken.com status, 2026-05; `limit_only` as REST has it [U]. */
export const SYSTEM_WORDS = {
  online: "online",
  maintenance: "maintenance",
  cancelOnly: "cancel_only",
  postOnly: "post_only",
  limitOnly: "limit_only",
} as const;
export const SERVICE_VERSION = "2.0.10";
