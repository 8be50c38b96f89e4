// What do the markets say right now? Owns the venues' feeds; quotes come in, the latest per market goes out on a fixed tick.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { BookWatch, FeedStatus, MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import type { FeedHealth } from "#shared/contract/views.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { ConsensusPrice, OrderBook, Quote, QuoteSource, RawQuote } from "#shared/domain/quote.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { type BookOptions, BookShelf } from "./book-shelf.ts";
import { CandleBook, type LeftOutTrades } from "./candle-book.ts";
import { leadsToCash } from "./compute-consensus.ts";
import type { ReturnSeries } from "./compute-return-series.ts";
import { DayAgoPrices, loadDayAgo } from "./day-ago-prices.ts";
import { FeedDesk } from "./feed-desk.ts";
import { FeedIntake } from "./feed-intake.ts";
import { sumMeters } from "./feed-meter.ts";
import type { CandleChange, MarketNotice } from "./market-changes.ts";
import { readMinuteBefore } from "./past-prices.ts";
import { type AssetPrice, PriceBook, type PricedTicker } from "./price-book.ts";
import { QuoteDelivery } from "./quote-delivery.ts";
import { type ReturnOptions, readReturnSeries } from "./return-series.ts";
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

export class MarketDataEngine implements Stoppable {
  /** Latest quote of each market that changed, price or state, once a tick. */
  readonly quotes = new Topic<readonly Quote[]>();
  readonly status = new Topic<FeedStatus>();
  readonly notices = new Topic<MarketNotice>();
  /** Candles as they close, and once more when the venue corrects one. */
  readonly closedCandles = new Topic<CandleChange>();
  /** For those who only need to know that prices have changed. */
  readonly onBatch: { subscribe(listener: () => void): Stoppable } = {
    subscribe: (listener) => this.quotes.subscribe(() => listener()),
  };
  /** How the feeds are. */
  readonly desk: FeedDesk;
  readonly #options: MarketDataOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #cache = new TickerCache();
  readonly #candles: CandleBook;
  readonly #shelf: BookShelf;
  readonly #feeds = new Map<VenueId, VenueFeed>();
  readonly #intakes = new Map<VenueId, FeedIntake>();
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
    this.desk = new FeedDesk({
      feeds: this.#feeds,
      tickers: (venue) => this.#cache.tickers(venue),
      clock: options.clock,
    });
    this.#candles = new CandleBook({
      repository: options.candles,
      clock: options.clock,
      logger: options.logger,
      venueTime: (venue) => (this.#feeds.has(venue) ? this.venueTime(venue) : this.#clock.now()),
      onClosed: (ticker, { timeframe, candle }) => {
        const { venue, symbol } = ticker.instrument;
        this.#priced.get(ticker)?.dayAgo.add(timeframe, candle);
        this.closedCandles.publish({ venue, symbol, timeframe, candle });
      },
    });
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
    await this.#candles.dispose();
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
    this.#candles.closeVenue(venueId);
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

  /** Streamed trades of a market that are in no candle of ours, by why. */
  leftOutTrades(venue: VenueId, symbol: MarketSymbol): LeftOutTrades {
    return this.#candles.leftOutTrades(this.#ticker(venue, symbol));
  }

  /** An asset's prices at the end of the last bars and the returns between them, for statistics; gaps are told and not filled. */
  returnSeries(asset: Asset, currency: Asset, timeframe: Timeframe, options: ReturnOptions): Promise<ReturnSeries> {
    return readReturnSeries(this, { asset, currency, timeframe, ...options });
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

  /** The book that the venue's feed keeps in step until disposed; null where it keeps none. */
  watchBook(venue: VenueId, symbol: MarketSymbol, onChange: () => void): BookWatch | null {
    this.#ticker(venue, symbol);
    return this.#feed(venue).feed.watchBook?.(symbol, onChange) ?? null;
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
    // The answer to a question asked now is no older than what was told before, whatever its own time says.
    const newest = Math.max(
      ticker.tsEvent,
      venueFeed.feed.source === "replay" ? venueFeed.newest : (book.tsEvent ?? 0),
    );
    const tsEvent = newest > 0 ? unixMs(newest) : null;
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
    return this.desk.health();
  }

  /** received = rejected + conflated + delivered + pending, always. */
  accounting() {
    return sumMeters([...this.#feeds.values()].map(({ meter }) => meter));
  }

  /** Takes quotes as a feed delivers them. */
  ingest(quotes: readonly RawQuote[]): void {
    for (const quote of quotes) this.#intakes.get(quote.venue)?.onQuotes([quote]);
  }

  #add(feed: MarketDataFeed, wants: MarketChoice): VenueFeed {
    const venue: VenueFeed = new VenueFeed({
      feed,
      wants,
      clock: this.#clock,
      logger: this.#logger,
      sink: () => intake,
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
    const intake = new FeedIntake(venue, this.#cache, this.#delivery, {
      touch: () => {
        this.#version += 1;
      },
      onMinute: (ticker, minute) => this.#candles.onMinute(ticker, minute),
      onTrades: (ticker, trades) => this.#candles.onTrades(ticker, trades),
      onVenueCandle: (ticker, timeframe, candle) => this.#candles.onVenueCandle(ticker, timeframe, candle),
      onStatus: (status) => this.#takeStatus(venue, status),
      onTimeReset: (id) => this.#resetTime(venue, id),
      onNotice: (notice) => this.notices.publish(notice),
    });
    this.#intakes.set(feed.venue, intake);
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
    for (const ticker of this.#cache.tickers(status.venue)) ticker.feedDown = isDown;
    this.#candles.onStatus(status, this.#cache.tickers(status.venue));
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

  /** Prices age without any quote: who changed state is told, and minutes that are over are closed. */
  #everySecond(): void {
    const now = this.#clock.now();
    this.desk.everySecond();
    this.#delivery.tellAged(this.#cache.tickers(), now);
    this.#candles.tick();
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
