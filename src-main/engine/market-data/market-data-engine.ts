// What do the markets say right now? Owns the venues' feeds; quotes come in, the latest per market goes out on a fixed tick.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { FeedSink, FeedStatus, MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { ConsensusPrice, OrderBook, Quote, QuoteSource, RawQuote } from "#shared/domain/quote.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { type BookOptions, BookShelf } from "./book-shelf.ts";
import { CandleStore } from "./candle-store.ts";
import { leadsToCash } from "./compute-consensus.ts";
import { priceNumber } from "./compute-price-number.ts";
import { DayAgoPrices, loadDayAgo } from "./day-ago-prices.ts";
import { describeFeed } from "./feed-health.ts";
import { sumMeters } from "./feed-meter.ts";
import type { CandleChange, MarketNotice } from "./market-changes.ts";
import { readMinuteBefore } from "./past-prices.ts";
import { type AssetPrice, PriceBook, type PricedTicker } from "./price-book.ts";
import { QuoteDelivery } from "./quote-delivery.ts";
import type { Ticker } from "./ticker.ts";
import { TickerCache } from "./ticker-cache.ts";
import { type MarketChoice, VenueFeed } from "./venue-feed.ts";

/** A venue's feed and the markets to watch there. */
export interface WatchedFeed {
  readonly feed: MarketDataFeed;
  readonly symbols: "all" | readonly MarketSymbol[];
}

export interface MarketDataOptions {
  readonly feeds: readonly WatchedFeed[];
  readonly candles: CandleRepository;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Length of the tick on which quotes go out. Default 100. */
  readonly tickMs?: number;
}

/** A minute without a newer quote is closed this long after its end. */
const CLOSE_AFTER_MS = 2 * SECOND_MS;

export class MarketDataEngine implements Stoppable {
  /** Latest quote of each market that changed, price or state, once a tick. */
  readonly quotes = new Topic<readonly Quote[]>();
  readonly status = new Topic<FeedStatus>();
  readonly notices = new Topic<MarketNotice>();
  /** Candles of our own quotes as they close. */
  readonly closedCandles = new Topic<CandleChange>();
  /** For those who only need to know that prices have changed. */
  readonly onBatch: { subscribe(listener: () => void): Stoppable } = {
    subscribe: (listener) => this.quotes.subscribe(() => listener()),
  };
  readonly #options: MarketDataOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #cache = new TickerCache();
  readonly #candles: CandleStore;
  readonly #shelf: BookShelf;
  readonly #feeds = new Map<VenueId, VenueFeed>();
  readonly #priced = new Map<Ticker, PricedTicker>();
  readonly #prices = new PriceBook({ [Symbol.iterator]: () => this.#priced.values() });
  readonly #delivery = new QuoteDelivery(this.quotes);
  readonly #running: DisposableStore;
  #started = false;
  #version = 0;

  constructor(options: MarketDataOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#running = new DisposableStore(options.logger);
    this.#shelf = new BookShelf(options.clock);
    this.#candles = new CandleStore(options.candles, options.logger);
    for (const { feed, symbols } of options.feeds) {
      this.#add(feed, ({ symbol }) => symbols === "all" || symbols.includes(symbol));
    }
  }

  /** Resolves once every venue was asked for its markets; one that does not answer is asked again later. */
  async start(): Promise<void> {
    this.#started = true;
    this.#running.add(this.#clock.every(this.#options.tickMs ?? 100, () => this.#delivery.tick(this.#clock.now())));
    this.#running.add(this.#clock.every(SECOND_MS, () => this.#everySecond()));
    await Promise.all([...this.#feeds.values()].map((venue) => venue.open()));
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
    for (const venue of [...this.#feeds.keys()]) await this.closeFeed(venue);
    await this.#candles.flush().catch((error: unknown) => this.#logger.error("Storing candles failed", { error }));
  }

  /** Opens a venue that has come into use; does nothing for one that is open. */
  openFeed(feed: MarketDataFeed, wants: MarketChoice): void {
    if (this.#feeds.has(feed.venue)) return;
    const venue = this.#add(feed, wants);
    if (this.#started) drop(venue.open(), this.#logger, `Opening the feed of ${feed.venue}`);
  }

  /** Other markets are wanted now. Those that are watched already stay watched. */
  setWanted(venue: VenueId, wants: MarketChoice): void {
    this.#feeds.get(venue)?.setWanted(wants);
  }

  /** Ends a venue's feed. Its last prices stay, and age. */
  async closeFeed(venueId: VenueId): Promise<void> {
    const venue = this.#feeds.get(venueId);
    if (venue === undefined) return;
    this.#feeds.delete(venueId);
    for (const ticker of this.#cache.tickers(venueId)) ticker.feedDown = true;
    await venue.dispose();
  }

  /** Reads a venue's filters and market states again unless they are younger than `olderThanMs`. */
  async refreshMarkets(
    venue: VenueId,
    options: { readonly olderThanMs: DurationMs; readonly signal?: AbortSignal },
  ): Promise<void> {
    await this.#feeds.get(venue)?.refresh(options);
  }

  get venues(): readonly VenueId[] {
    return [...this.#feeds.keys()];
  }

  /** Markets that are watched, of one venue or of all. */
  instruments(venue?: VenueId): readonly Instrument[] {
    return [...this.#cache.tickers(venue)].map(({ instrument }) => instrument);
  }

  instrument(venue: VenueId, symbol: MarketSymbol): Instrument | null {
    return this.#cache.get(venue, symbol)?.instrument ?? null;
  }

  /** The latest accepted quote with its state now; null for an unknown market and before the first quote. */
  quote(venue: VenueId, symbol: MarketSymbol): Quote | null {
    return this.#cache.get(venue, symbol)?.toQuote(this.#clock.now()) ?? null;
  }

  /** Quotes of every watched market that has one. */
  allQuotes(): readonly Quote[] {
    const now = this.#clock.now();
    return [...this.#cache.tickers()].flatMap((ticker) => ticker.toQuote(now) ?? []);
  }

  /** One price of an asset in a currency; null where there is none ({@link MarketDataEngine.assetPrice} says why). */
  consensus(asset: Asset, currency: Asset): ConsensusPrice | null {
    const found = this.assetPrice(asset, currency);
    return found.kind === "price" ? found.price : null;
  }

  assetPrice(asset: Asset, currency: Asset): AssetPrice {
    return this.#prices.consensus(asset, currency, this.#clock.now(), this.#version);
  }

  /** Whether a price of the asset may still come; false once every venue has told its markets and none of them leads to cash. */
  mayPrice(asset: Asset, currency: Asset): boolean {
    const lists = [...this.#feeds.values()].map((feed) => feed.markets);
    if (lists.length === 0 || lists.includes(null)) return true;
    return leadsToCash(lists.flat(), asset, (other) => this.consensus(other, currency) !== null);
  }

  /** Value of one unit at a past time from the venues' minutes; null where it is not known. */
  async priceAt(
    asset: Asset,
    currency: Asset,
    at: UnixMs,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<DecimalString | null> {
    const now = this.#clock.now();
    if (asset === currency || at > now - MINUTE_MS) return this.consensus(asset, currency)?.price ?? null;
    const past = await readMinuteBefore({
      // The dates of a replay are not ours: what a market cost at our midnight has no meaning there.
      tickers: [...this.#cache.tickers()].filter(({ instrument }) => this.sourceOf(instrument.venue) !== "replay"),
      candles: this.#candles,
      ...{ asset, currency, at, now, signal: options.signal },
    });
    const consensus = this.#prices.consensusOf(past, asset, currency);
    return consensus.kind === "price" ? consensus.price.price : null;
  }

  /** Oldest first; without `before` the newest may be open. Rejects with FEED_NO_DATA for an unknown market. */
  async candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<readonly Candle[]> {
    return this.#candles.candles(this.#ticker(venue, symbol), timeframe, query, this.venueTime(venue));
  }

  /** The newest candle as our quotes have made it; null before the first quote of an unknown or quiet market. */
  newestCandle(venue: VenueId, symbol: MarketSymbol, timeframe: Timeframe): Candle | null {
    const ticker = this.#cache.get(venue, symbol);
    return ticker === undefined ? null : this.#candles.newest(ticker, timeframe);
  }

  /** A book from the venue, fresh unless it may be older. Rejects with FEED_ or VENUE_ codes. */
  async book(venue: VenueId, symbol: MarketSymbol, options: BookOptions = {}): Promise<OrderBook> {
    this.#ticker(venue, symbol);
    return this.#shelf.read(this.#feed(venue).feed, symbol, options);
  }

  /** The same, or null where the venue gives none. */
  async fetchOrderBook(venue: VenueId, symbol: MarketSymbol, options: BookOptions = {}): Promise<OrderBook | null> {
    return this.book(venue, symbol, options).catch((error: unknown) => {
      options.signal?.throwIfAborted();
      if (error instanceof EngineError) return null;
      throw error;
    });
  }

  /** Asks the venue to confirm its price of a quiet market: its best book prices count as a quote. */
  async confirm(venue: VenueId, symbol: MarketSymbol, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const ticker = this.#cache.get(venue, symbol);
    const venueFeed = this.#feeds.get(venue);
    // A feed that is down confirms nothing: its book would be as old as its prices.
    if (ticker === undefined || venueFeed === undefined || venueFeed.meter.status.state !== "live") return;
    const book = await this.fetchOrderBook(venue, symbol, options);
    const bid = book?.bids[0]?.[0];
    const ask = book?.asks[0]?.[0];
    if (book === null || bid === undefined || ask === undefined) return;
    const tsEvent =
      venueFeed.feed.source === "replay" ? unixMs(Math.max(ticker.tsEvent, venueFeed.newest)) : book.tsEvent;
    const source = venueFeed.feed.source === "stream" ? "rest" : venueFeed.feed.source;
    this.ingest([{ venue, symbol, bid, ask, last: null, volume24h: null, tsEvent, tsInit: this.#clock.now(), source }]);
  }

  /** The venue's time now: the newest candle time in a replay, our clock's elsewhere. */
  venueTime(venue: VenueId): UnixMs {
    const { feed, newest } = this.#feed(venue);
    return feed.source === "replay" ? unixMs(newest) : this.#clock.now();
  }

  /** Figures of every feed: state, ages, rate, refusals by reason. */
  health(): readonly FeedHealth[] {
    const now = this.#clock.now();
    return [...this.#feeds.values()].map(({ feed, meter }) =>
      describeFeed(feed.venue, meter, [...this.#cache.tickers(feed.venue)], now),
    );
  }

  /** received = rejected + conflated + delivered + pending, always. */
  accounting() {
    return sumMeters([...this.#feeds.values()].map(({ meter }) => meter));
  }

  /** Takes quotes as a feed delivers them: test, cache, candle. The hot path. */
  ingest(quotes: readonly RawQuote[]): void {
    this.#version += 1;
    for (const quote of quotes) {
      const venue = this.#feeds.get(quote.venue);
      if (venue === undefined) continue;
      const { meter } = venue;
      meter.received += 1;
      const ticker = this.#cache.accept(quote);
      if (typeof ticker === "string") {
        meter.reject(ticker);
        continue;
      }
      meter.accepted += 1;
      this.#delivery.add(ticker, meter);
      if (ticker.tsEvent > venue.newest) venue.newest = ticker.tsEvent;
      const price = quote.last === null ? ticker.mid : priceNumber(quote.last);
      const minute = ticker.minute.add(quote, price, ticker.tsEvent);
      if (minute !== null) this.#closeMinute(ticker, minute);
    }
  }

  #add(feed: MarketDataFeed, wants: MarketChoice): VenueFeed {
    const sink: FeedSink = {
      onQuotes: (quotes) => this.ingest(quotes),
      onConfirmed: (id, symbols, at) => {
        this.#version += 1;
        this.#cache.confirm(id, symbols, at);
      },
      onStatus: (status) => this.#takeStatus(venue, status),
      onTimeReset: (id) => this.#resetTime(venue, id),
      onNotice: (notice) => this.notices.publish(notice),
    };
    const venue: VenueFeed = new VenueFeed({
      feed,
      wants,
      clock: this.#clock,
      logger: this.#logger,
      sink,
      // What a market asks of orders may have changed: tickers take the new filters, prices stay.
      onMarkets: (list) => {
        for (const instrument of list) {
          const ticker = this.#cache.get(instrument.venue, instrument.symbol);
          if (ticker !== undefined) ticker.instrument = instrument;
        }
      },
      onAdded: (added) => {
        for (const instrument of added) this.#watch(venue, instrument);
      },
      onWatching: (added) =>
        drop(this.#loadDayAgo(venue, added), this.#logger, `Reading the last day of ${feed.venue}`),
    });
    this.#feeds.set(feed.venue, venue);
    return venue;
  }

  #watch(venue: VenueFeed, instrument: Instrument): void {
    const ticker = this.#cache.add(instrument);
    ticker.feedDown = false;
    this.#candles.add(ticker, venue.feed);
    const isReplay = venue.feed.source === "replay";
    const venueNow = (now: UnixMs) => (isReplay ? unixMs(venue.newest) : now);
    this.#priced.set(ticker, { ticker, dayAgo: new DayAgoPrices(), venueNow });
  }

  #takeStatus(venue: VenueFeed, status: FeedStatus): void {
    venue.meter.take(status);
    this.#version += 1;
    const isDown = status.state === "down";
    for (const ticker of this.#cache.tickers(status.venue)) {
      ticker.feedDown = isDown;
      if (isDown) this.#candles.interrupt(ticker);
    }
    this.status.publish(status);
  }

  #resetTime(venue: VenueFeed, id: VenueId): void {
    this.#version += 1;
    venue.newest = 0;
    this.#cache.resetTime(id);
    for (const ticker of this.#cache.tickers(id)) {
      this.#candles.reset(ticker);
      this.#priced.get(ticker)?.dayAgo.clear();
    }
    this.#prices.forgetPast();
    drop(this.#loadDayAgo(venue, this.instruments(id)), this.#logger, `Reading the last day of ${id}`);
  }

  #loadDayAgo({ feed, signal }: VenueFeed, of: readonly Instrument[]): Promise<void> {
    const priced = of.flatMap(({ venue, symbol }) => {
      const ticker = this.#cache.get(venue, symbol);
      const dayAgo = ticker === undefined ? undefined : this.#priced.get(ticker)?.dayAgo;
      return dayAgo === undefined ? [] : [{ symbol, dayAgo }];
    });
    return loadDayAgo({ feed, signal, priced, clock: this.#clock, logger: this.#logger });
  }

  #closeMinute(ticker: Ticker, minute: Candle): void {
    const { venue, symbol } = ticker.instrument;
    for (const { timeframe, candle } of this.#candles.addMinute(ticker, minute)) {
      this.#priced.get(ticker)?.dayAgo.add(timeframe, candle);
      this.closedCandles.publish({ venue, symbol, timeframe, candle });
    }
  }

  /** Prices age without any quote: who changed state is told, and minutes that are over are closed. */
  #everySecond(): void {
    const now = this.#clock.now();
    for (const { meter } of this.#feeds.values()) meter.tick();
    for (const ticker of this.#cache.tickers()) {
      const { openTime } = ticker.minute;
      if (openTime < 0 || this.venueTime(ticker.instrument.venue) < openTime + MINUTE_MS + CLOSE_AFTER_MS) continue;
      const minute = ticker.minute.close();
      if (minute !== null) this.#closeMinute(ticker, minute);
    }
    this.#delivery.tellAged(this.#cache.tickers(), now);
    this.#candles.flushSoon();
  }

  /** How this venue's prices come; null for one not in use. */
  sourceOf(venue: VenueId): QuoteSource | null {
    return this.#feeds.get(venue)?.feed.source ?? null;
  }

  #feed(venue: VenueId): VenueFeed {
    const found = this.#feeds.get(venue);
    if (found !== undefined) return found;
    throw new EngineError("FEED_NO_DATA", `${venue} is not a venue in use.`, { data: { venue } });
  }

  #ticker(venue: VenueId, symbol: MarketSymbol): Ticker {
    const found = this.#cache.get(venue, symbol);
    if (found !== undefined) return found;
    throw new EngineError("FEED_NO_DATA", `${symbol} at ${venue} is not a market that is watched.`, {
      data: { venue, symbol },
    });
  }
}
