// What does a venue's folder tell about its public socket? Facts and translations; everything that takes time or keeps state is shared.
import type { QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { BookLevel, ParsedFrame, StreamChannel } from "./stream-event.ts";

/** Where a socket goes. */
export interface SocketEndpoint {
  /** The venue's own, like `wss://ws.kraken.com/v2`. */
  readonly url: string;
  /** Path at a loopback server that stands in for the venue, where several of its hosts share one port. */
  readonly loopbackPath: string;
}

/** The venue's names of markets on its socket. */
export interface StreamNames {
  /** Null for a name that is no spot market we know. */
  symbolOf(id: string): MarketSymbol | null;
  /** Null for a market that the venue's socket does not have: its prices are asked for. */
  idOf(symbol: MarketSymbol): string | null;
}

/** One thing to listen to. */
export interface StreamKey {
  readonly channel: StreamChannel;
  readonly symbol: MarketSymbol;
  /** The market's name on the socket, by `StreamNames.idOf`. */
  readonly id: string;
}

/** A message to the venue and the keys that its answer is about. */
export interface OutMessage {
  readonly text: string;
  /** The number by which the venue answers; null where it answers by channel and market only. */
  readonly requestId: number | null;
  readonly keys: readonly StreamKey[];
}

/** Source and date of each stand in the venue's `stream-quirks.ts`. */
export interface FeedLimits {
  readonly keysPerConnection: number;
  readonly keysPerMessage: number;
  /** Ours to the venue, pings included. */
  readonly messagesPerSecond: number;
  /** A bigger frame ends the connection. */
  readonly maxFrameBytes: number;
}

export interface FeedProtocol {
  readonly venue: VenueId;
  readonly endpoint: SocketEndpoint;
  readonly limits: FeedLimits;
  /** Channels that this venue's socket has without a key. `quotes` always. */
  readonly channels: ReadonlySet<StreamChannel>;
  /** The venue promises a frame at least this often on a subscribed connection; null: it promises none. */
  readonly heartbeatMs: DurationMs | null;
  /** The connection is replaced, with overlap, at this age, before the venue cuts it; null: the venue sets no end. */
  readonly rollAfterMs: DurationMs | null;
  /**
   * What shows that a price without a new quote still stands. `heartbeat`: a heartbeat on an unbroken sequence. `frame`: any frame,
   * since each change of a best price would have been sent. `none`: only the market's own frames.
   */
  readonly confirmedBy: "heartbeat" | "frame" | "none";
  /** How a request is acknowledged: by its number, by channel and market, or both. An unknown market may be acknowledged and stay silent. */
  readonly acksUnknownMarkets: boolean;
  /** Our channel of the word by which the venue acknowledges a subscription; null for one that we do not subscribe. */
  readonly channelOf: (word: string) => StreamChannel | null;
  /** Messages that a new socket is sent first, like the heartbeat channel for these ids. `nextId` numbers requests. */
  opening(ids: readonly string[], nextId: () => number): readonly string[];
  /** Within `limits`; the order of the keys is kept. */
  subscribe(keys: readonly StreamKey[], nextId: () => number): readonly OutMessage[];
  unsubscribe(keys: readonly StreamKey[], nextId: () => number): readonly OutMessage[];
  /** An application ping; null: the protocol's own ping frames are used. */
  ping(nextId: () => number): string | null;
  /** The whole reading of one frame, by JSON.parse. Never throws: what cannot be read is `malformed`. Pure. */
  parse(text: string, names: StreamNames): ParsedFrame;
  /** Best prices come without the venue's time, beside day statistics that have one and repeat best prices of a moment before. */
  readonly bestPricesWithoutTime?: true;
  /** The fast reading of the one hot frame; null where there is none. */
  readonly scan: QuoteScan | null;
  readonly book: BookRules | null;
}

/** Index of the markets of one connection by the bytes of their names (`symbol-bytes.ts`). */
export interface MarketIndex {
  /** Number of the market whose name stands at `frame[from..to)`, behind which three more bytes can be read; -1 where there is none. */
  find(frame: DataView, from: number, to: number): number;
}

/** What a scan found beside the numbers. */
export interface ScannedQuote extends QuoteNumbers {
  /** By the `MarketIndex`. */
  market: number;
  /** The frame's number on its connection; -1 where the venue does not count. */
  connectionSequence: number;
  /** The update's number within its market, which never falls; -1 where the venue has none. */
  sequence: number;
  /** Number of the last trade, where heartbeats tell it too; -1 where they do not. */
  tradeId: number;
}

/**
 * Reads a frame that is exactly one quote of a known market, without JSON.parse and without allocation. False for anything else,
 * and for any byte that is not just where it is expected: the frame then goes to `parse`. Must agree with it on every frame it takes.
 */
export type QuoteScan = (frame: Uint8Array, markets: MarketIndex, out: ScannedQuote) => boolean;

/** How a venue's book is started and kept in step. */
export interface BookRules {
  /** `stream`: the first book event is a snapshot. `rest`: it is read by {@link BookRules.fetchSnapshot} while deltas are kept. */
  readonly snapshotFrom: "stream" | "rest";
  /** Its changes carry neither numbers nor sums, on a connection that does not count either: it is begun anew now and then. */
  readonly isUnproven?: true;
  /** Levels that the venue keeps a side; more are cut after each delta. Null: all. */
  readonly depth: number | null;
  readonly fetchSnapshot?: (symbol: MarketSymbol, options: { readonly signal?: AbortSignal }) => Promise<BookSnapshot>;
  /** Whether a delta carries on a book whose last update had number `last`. `stale`: it is older than the book. Absent: the connection's order is proof enough. */
  readonly follows?: (
    last: number,
    isFirst: boolean,
    delta: { readonly first: number; readonly last: number },
  ) => "yes" | "stale" | "gap";
  /** Of a book's best levels, best first, as the venue computes it. Absent where it sends none. */
  readonly checksum?: (bids: readonly BookLevel[], asks: readonly BookLevel[]) => number;
}

export interface BookSnapshot {
  readonly bids: readonly (readonly [DecimalString, DecimalString])[];
  readonly asks: readonly (readonly [DecimalString, DecimalString])[];
  readonly last: number;
}
