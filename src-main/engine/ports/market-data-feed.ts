// Where do prices come from?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, QuoteSource, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** State of a venue's feed as a whole. */
export interface FeedStatus {
  readonly venue: VenueId;
  readonly state: "connecting" | "live" | "down" | "off";
  readonly detail: string | null;
  readonly since: UnixMs;
}

/** What a feed calls. Calls are synchronous, on the engine's thread, in the order of arrival; they must not throw. */
export interface FeedSink {
  /** One batch of quotes that arrived together. */
  onQuotes(quotes: readonly RawQuote[]): void;
  /** The venue confirmed, without a new price, that these symbols' prices still stand. */
  onConfirmed(venue: VenueId, symbols: readonly MarketSymbol[], at: UnixMs): void;
  onStatus(status: FeedStatus): void;
  /** The venue's time starts anew (a replay begins again, our clock was set back): later quotes may be older than earlier ones. */
  onTimeReset(venue: VenueId): void;
  /** Something a person should be told, like the end of a replay loop. */
  onNotice(notice: { readonly venue: VenueId; readonly message: string; readonly at: UnixMs }): void;
}

/** One venue's market data. Failures of fetches are `EngineError` with FEED_ or VENUE_ codes. */
export interface MarketDataFeed {
  readonly venue: VenueId;
  readonly source: QuoteSource;
  fetchInstruments(options: { readonly signal?: AbortSignal }): Promise<readonly Instrument[]>;
  /** Starts delivering quotes of these symbols to the sink until disposed. */
  watchQuotes(symbols: readonly MarketSymbol[], sink: FeedSink): Stoppable;
  /** Closed candles before `before` (exclusive; default: now), oldest first, at most `limit` (1..1000). Volume in base. */
  fetchCandles(request: {
    readonly symbol: MarketSymbol;
    readonly timeframe: Timeframe;
    readonly before?: UnixMs;
    readonly limit: number;
    readonly signal?: AbortSignal;
  }): Promise<readonly Candle[]>;
  /** Book with at least `depth` levels a side where the venue has them. */
  fetchOrderBook(request: {
    readonly symbol: MarketSymbol;
    readonly depth: number;
    readonly signal?: AbortSignal;
  }): Promise<OrderBook>;
}
