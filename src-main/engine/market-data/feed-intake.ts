// How does what one venue's feed delivers reach the tickers, the candles and the next batch?
import type { FeedSink, FeedStatus, MarketTrade, QuoteInlet, QuoteNumbers } from "#engine/ports/market-data-feed.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { QuoteDelivery } from "./quote-delivery.ts";
import type { Ticker } from "./ticker.ts";
import type { RejectReason, TickerCache } from "./ticker-cache.ts";
import type { VenueFeed } from "./venue-feed.ts";

/** What the engine does with what arrives. */
export interface IntakeOwner {
  /** Prices, ages or states have changed: nothing computed from them holds any more. */
  touch(): void;
  onMinute(ticker: Ticker, minute: Candle): void;
  onTrades(ticker: Ticker, trades: readonly MarketTrade[]): void;
  onVenueCandle(ticker: Ticker, timeframe: Timeframe, candle: Candle): void;
  onStatus(status: FeedStatus): void;
  onTimeReset(venue: VenueId): void;
  onNotice: FeedSink["onNotice"];
}

export class FeedIntake implements FeedSink {
  readonly #venue: VenueFeed;
  readonly #cache: TickerCache;
  readonly #delivery: QuoteDelivery;
  readonly #owner: IntakeOwner;
  readonly #inlets = new Map<MarketSymbol, QuoteInlet>();

  constructor(venue: VenueFeed, cache: TickerCache, delivery: QuoteDelivery, owner: IntakeOwner) {
    this.#venue = venue;
    this.#cache = cache;
    this.#delivery = delivery;
    this.#owner = owner;
  }

  /** Test, cache, candle. The hot path of feeds without inlets. */
  onQuotes(quotes: readonly RawQuote[]): void {
    this.#owner.touch();
    for (const quote of quotes) this.#take(quote);
  }

  onConfirmed(venue: VenueId, symbols: readonly MarketSymbol[], at: UnixMs): void {
    this.#owner.touch();
    this.#cache.confirm(venue, symbols, at);
  }

  onStatus(status: FeedStatus): void {
    this.#owner.onStatus(status);
  }

  onTimeReset(venue: VenueId): void {
    this.#owner.onTimeReset(venue);
  }

  onNotice(notice: Parameters<FeedSink["onNotice"]>[0]): void {
    this.#owner.onNotice(notice);
  }

  inlet(venue: VenueId, symbol: MarketSymbol): QuoteInlet | null {
    const known = this.#inlets.get(symbol);
    if (known !== undefined) return known;
    const ticker = this.#cache.get(venue, symbol);
    if (ticker === undefined) return null;
    const inlet: QuoteInlet = {
      quote: (numbers, tsInit) => this.#takeNumbers(ticker, numbers, tsInit),
      outOfOrder: () => this.#count("outOfOrder", ticker),
    };
    this.#inlets.set(symbol, inlet);
    return inlet;
  }

  /** Trades that arrived together are nearly always of one market. */
  onTrades(trades: readonly MarketTrade[]): void {
    for (let start = 0; start < trades.length; ) {
      const first = trades[start];
      if (first === undefined) return;
      let end = start + 1;
      while (end < trades.length && trades[end]?.symbol === first.symbol) end += 1;
      const ticker = this.#cache.get(first.venue, first.symbol);
      if (ticker !== undefined) this.#owner.onTrades(ticker, trades.slice(start, end));
      start = end;
    }
  }

  onVenueCandle(venue: VenueId, symbol: MarketSymbol, timeframe: Timeframe, candle: Candle): void {
    const ticker = this.#cache.get(venue, symbol);
    if (ticker !== undefined) this.#owner.onVenueCandle(ticker, timeframe, candle);
  }

  onMarketProblem(venue: VenueId, symbol: MarketSymbol, problem: string | null): void {
    const ticker = this.#cache.get(venue, symbol);
    if (ticker === undefined || ticker.problem === problem) return;
    ticker.problem = problem;
    this.#owner.touch();
  }

  #take(quote: RawQuote): void {
    const taken = this.#cache.accept(quote);
    if (typeof taken === "string") this.#refuse(taken, this.#cache.get(quote.venue, quote.symbol), quote.source);
    else this.#taken(taken, true);
  }

  /** The hot path of streams: no text, no look-up, nothing allocated. */
  #takeNumbers(ticker: Ticker, numbers: QuoteNumbers, tsInit: UnixMs): void {
    this.#owner.touch();
    const refused = this.#cache.acceptNumbers(ticker, numbers, tsInit);
    if (refused === null) this.#taken(ticker, false);
    else this.#refuse(refused, ticker, "stream");
  }

  /**
   * The venue said something else than what we hold: until it is understood, no heartbeat confirms the old price. On a stream even an
   * old time is no proof of old news, as that clock may be wrong; what is old by its number never comes here. REST may well be behind.
   */
  #refuse(reason: RejectReason, ticker: Ticker | undefined, source: RawQuote["source"]): void {
    if (ticker !== undefined && !(reason === "outOfOrder" && source === "rest")) ticker.contradicted = true;
    this.#count(reason, ticker);
  }

  #count(reason: RejectReason, ticker: Ticker | undefined): void {
    const { meter } = this.#venue;
    meter.received += 1;
    meter.reject(reason);
    if (ticker === undefined) return;
    ticker.traffic.received += 1;
    ticker.traffic.rejected += 1;
  }

  #taken(ticker: Ticker, cameAsText: boolean): void {
    const { meter } = this.#venue;
    meter.received += 1;
    meter.accepted += 1;
    ticker.traffic.received += 1;
    this.#delivery.add(ticker, meter);
    if (ticker.tsEvent > this.#venue.newest) this.#venue.newest = ticker.tsEvent;
    const minute = ticker.addToMinute(cameAsText);
    if (minute !== null) this.#owner.onMinute(ticker, minute);
  }
}
