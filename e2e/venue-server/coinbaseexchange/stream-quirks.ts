// What is Coinbase Exchange's socket like? Facts as data, each with its source: R = recorded at the production socket by others and
// published (2023 to 2026-09), D = vendor documentation (Exchange WebSocket feed and its help page, read 2026-11-26), I = an issue that quotes it,
// S = ccxt 4.5.84's source, U = not confirmed.

/** Ours: public and private channels share the venue's one host. */
export const STREAM_PATH = "/feed";

/** The venue gathers book changes for 50 ms (D); a test's hours pass faster with fewer beats. */
export const BEAT_MS = 250;

/** D (overview): who has not subscribed by then is disconnected. The close code is U. */
export const SUBSCRIBE_WITHIN_MS = 5_000;
export const CLOSE_CODE = 1_008;

/** D (channels). */
export const HEARTBEAT_MS = 1_000;

/** Levels a side of a book; the venue sends all it has. As much as REST tells at level 2. */
export const BOOK_DEPTH = 50;

/** D (ticker batch channel). */
export const TICKER_BATCH_MS = 5_000;

/** D: "on a preset interval"; which one is U. */
export const STATUS_MS = 5_000;

/** D (rate limits), per address; here everybody has the same one. A request is a subscription or its end (U). */
export const STREAM_RATES = {
  requests: { burst: 20, perSecond: 8 },
  messages: { burst: 100, perSecond: 100 },
} as const;

/** D (rate limits): of one product and channel, over all connections of an account. */
export const SUBSCRIPTIONS_PER_PRODUCT = 10;

/** D (errors): `Message too big`; how big is U. */
export const LARGEST_MESSAGE = 65_536;

export type StreamChannelName =
  | "heartbeat"
  | "status"
  | "ticker"
  | "ticker_batch"
  | "matches"
  | "level2"
  | "level2_batch"
  | "user";

interface ChannelFacts {
  /** What the confirmation calls it. R: `level2_batch` is confirmed as `level2_50`. */
  readonly confirmedAs: string;
  readonly ofProducts: boolean;
  /** Why it is refused without a signature; null where it is not. R and I (bytewax 279, coinbase-pro-node tests). */
  readonly needsKey: string | null;
}

const free = (confirmedAs: string, ofProducts = true): ChannelFacts => ({ confirmedAs, ofProducts, needsKey: null });

const BOOK_NEEDS_KEY =
  "level2, level3, and full channels now require authentication. https://docs.cloud.coinbase.com/exchange/docs/websocket-auth";

/** D: these and `full`, `level3`, `auction`, `rfq_matches`, `balance`, which are not simulated. */
export const CHANNELS: ReadonlyMap<string, ChannelFacts & { readonly name: StreamChannelName }> = new Map(
  Object.entries({
    heartbeat: free("heartbeat"),
    status: free("status", false),
    ticker: free("ticker"),
    ticker_batch: free("ticker_batch"),
    matches: free("matches"),
    level2: { ...free("level2"), needsKey: BOOK_NEEDS_KEY },
    level2_batch: free("level2_50"),
    user: { ...free("user"), needsKey: "user channel requires authentication" },
  } satisfies Record<StreamChannelName, ChannelFacts>).map(([name, facts]) => [
    name,
    // The names of the object above.
    { ...facts, name: name as StreamChannelName },
  ]),
);

/** Reasons beside `Failed to subscribe`. */
export const REFUSALS = {
  // I (coinbasepro-python 434).
  noChannels: "No channels provided",
  // R.
  badType: "Type has to be either subscribe or unsubscribe",
  badIds: "Invalid product ID provided",
  badChannel: (name: string): string => `${name} is not a valid channel`,
  badProduct: (id: string): string => `${id} is not a valid product`,
  // U.
  tooMany: (product: string, channel: string): string => `subscription limit exceeded for ${product} ${channel}`,
  tooFast: "rate limit exceeded",
} as const;

export const SUBSCRIBE_FAILED = "Failed to subscribe";
/** S; the reason is the body of the refused `GET /users/self/verify`. */
export const AUTHENTICATION_FAILED = "Authentication Failed";
/** D names these three as what a connection ends with; the words around them are U. */
export const ENDS = { notJson: "Malformed JSON", tooBig: "Message too big", tooMany: "ErrSlowRead" } as const;
