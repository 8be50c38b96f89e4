// Where do prices come from?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
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

/**
 * One quote as a scanning parser reads it: each figure is `units / 10^places`, exact since `units` is a safe integer. One object is
 * reused for every frame. -1 units: the frame does not tell it.
 */
export interface QuoteNumbers {
  bidUnits: number;
  bidPlaces: number;
  askUnits: number;
  askPlaces: number;
  lastUnits: number;
  lastPlaces: number;
  /** Of 24 h, in base. */
  volumeUnits: number;
  volumePlaces: number;
  /** The venue's time in ms; -1 where it sends none. */
  tsEvent: number;
}

/** The way in for one market's hot frames: no look-up, no text, no allocation. */
export interface QuoteInlet {
  /** Takes one quote; the object may be reused as soon as this returns. A `last` or `volume` that is not told stays what it was. */
  quote(numbers: QuoteNumbers, tsInit: UnixMs): void;
  /** Counts a quote that came again or behind a later one, and takes nothing of it. */
  outOfOrder(): void;
}

/** One public trade. `side` is the taker's. */
export interface MarketTrade {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  readonly side: "buy" | "sell";
  /** Unique per venue and market. */
  readonly id: string;
  readonly tsEvent: UnixMs;
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
  /** Null for a market that is not watched. The same object for as long as the market is. */
  inlet(venue: VenueId, symbol: MarketSymbol): QuoteInlet | null;
  /** Public trades, each once, oldest first. */
  onTrades(trades: readonly MarketTrade[]): void;
  /** A candle as the venue itself made it, once it is over. */
  onVenueCandle(venue: VenueId, symbol: MarketSymbol, timeframe: Timeframe, candle: Candle): void;
  /** A market that gives no price, and why (dead until told null), while the rest of the feed may be well. */
  onMarketProblem(venue: VenueId, symbol: MarketSymbol, problem: string | null): void;
  /** Something a person should be told, like the end of a replay loop. */
  onNotice(notice: { readonly venue: VenueId; readonly message: string; readonly at: UnixMs }): void;
}

/** A watch whose markets can change without interrupting those that stay. */
export interface QuoteWatch extends Stoppable {
  setSymbols(symbols: readonly MarketSymbol[]): void;
}

/** A book that the feed keeps in step with the venue. */
export interface BookWatch extends Stoppable {
  /** At most `depth` levels a side; null while the book is not in step (the listener is called when that changes). */
  read(depth: number): OrderBook | null;
}

/** How a feed's connections are doing. */
export interface FeedDiagnostics {
  readonly connections: number;
  /** Sockets opened beyond the first ones. */
  readonly reconnects: number;
  /** Frames since the start, by what became of them. */
  readonly frames: {
    readonly received: number;
    readonly scanned: number;
    readonly parsed: number;
    readonly malformed: number;
  };
  /** Sockets opened in the last five minutes, and how many may be. */
  readonly connects: { readonly lastFiveMinutes: number; readonly limit: number };
  /** What the watchdogs did, by name, since the start. */
  readonly alarms: Readonly<Record<string, number>>;
  /** Why the last connection ended; null before one did. */
  readonly lastEnd: { readonly reason: string; readonly at: UnixMs } | null;
}

/** One venue's market data. Failures of fetches are `EngineError` with FEED_ or VENUE_ codes. */
export interface MarketDataFeed {
  readonly venue: VenueId;
  readonly source: QuoteSource;
  fetchInstruments(options: { readonly signal?: AbortSignal }): Promise<readonly Instrument[]>;
  /** Starts delivering quotes of these symbols to the sink until disposed. */
  watchQuotes(symbols: readonly MarketSymbol[], sink: FeedSink): QuoteWatch;
  /** Keeps a watched market's book until disposed; absent where the venue sends none. `onChange` is called after each change. */
  watchBook?(symbol: MarketSymbol, onChange: () => void): BookWatch;
  /** Absent where nothing stays connected. */
  diagnostics?(): FeedDiagnostics;
  /** Connects anew at once, as a person asks for. Absent where nothing stays connected. */
  reconnect?(): void;
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
