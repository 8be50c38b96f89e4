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
import type { ConsensusPrice, OrderBook, Quote, RawQuote } from "#shared/domain/quote.ts";
import { MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { CandleStore } from "./candle-store.ts";
import { priceNumber } from "./compute-price-number.ts";
import { DayAgoPrices } from "./day-ago-prices.ts";
import { describeFeed } from "./feed-health.ts";
import { FeedMeter } from "./feed-meter.ts";
import { type AssetPrice, mayPrice, PriceBook, type PricedTicker } from "./price-book.ts";
import { QuoteDelivery } from "./quote-delivery.ts";
import type { Ticker } from "./ticker.ts";
import { TickerCache } from "./ticker-cache.ts";

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

/** Something a person should be told about a venue's market data. */
export interface MarketNotice {
  readonly venue: VenueId;
  readonly message: string;
  readonly at: UnixMs;
}

export interface CandleChange {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
  readonly candle: Candle;
}

interface VenueFeed extends WatchedFeed {
  readonly meter: FeedMeter;
  /** Newest time the venue told; its candles' time in a replay. */
  newest: number;
}

/** A minute without a newer quote is closed this long after its end. */
const CLOSE_AFTER_MS = 2 * SECOND_MS;
/** Wait before a venue that could not be read at the start is asked again. */
const RETRY_MS = 10 * SECOND_MS;

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
  readonly #feeds: ReadonlyMap<VenueId, VenueFeed>;
  readonly #priced = new Map<Ticker, PricedTicker>();
  readonly #prices = new PriceBook({ [Symbol.iterator]: () => this.#priced.values() });
  readonly #delivery = new QuoteDelivery(this.quotes);
  readonly #running: DisposableStore;
  readonly #stop = new AbortController();
  #version = 0;

  constructor(options: MarketDataOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#running = new DisposableStore(options.logger);
    this.#candles = new CandleStore(options.candles, options.logger);
    const since = options.clock.now();
    this.#feeds = new Map(
      options.feeds.map((watched) => {
        const status: FeedStatus = { venue: watched.feed.venue, state: "connecting", detail: null, since };
        return [watched.feed.venue, { ...watched, meter: new FeedMeter(status), newest: 0 }];
      }),
    );
  }

  /** Resolves once every venue was asked for its markets; one that does not answer is asked again later. */
  async start(): Promise<void> {
    this.#running.add(this.#clock.every(this.#options.tickMs ?? 100, () => this.#delivery.tick(this.#clock.now())));
    this.#running.add(this.#clock.every(SECOND_MS, () => this.#everySecond()));
    await Promise.all([...this.#feeds.values()].map((venue) => this.#open(venue)));
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    await this.#running.dispose();
    await this.#candles.flush().catch((error: unknown) => this.#logger.error("Storing candles failed", { error }));
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

  /** Value of one unit at a past time from the venues' minutes; null where it is not known. */
  async priceAt(
    asset: Asset,
    currency: Asset,
    at: UnixMs,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<DecimalString | null> {
    const now = this.#clock.now();
    if (asset === currency || at > now - MINUTE_MS) return this.consensus(asset, currency)?.price ?? null;
    const past = new Map<Ticker, Candle>();
    const before = unixMs(at - (at % MINUTE_MS) + MINUTE_MS);
    for (const ticker of this.#cache.tickers()) {
      // The dates of a replay are not ours: what a market cost at our midnight has no meaning there.
      if (this.#feeds.get(ticker.instrument.venue)?.feed.source === "replay") continue;
      if (!mayPrice(ticker.instrument, asset, currency)) continue;
      const query = { before, limit: 1, signal: options.signal };
      const [candle] = await this.#candles.candles(ticker, "1m", query, now);
      if (candle !== undefined && candle.openTime + MINUTE_MS >= before) past.set(ticker, candle);
    }
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

  /** A fresh book from the venue. Rejects with FEED_ or VENUE_ codes. */
  async book(
    venue: VenueId,
    symbol: MarketSymbol,
    options: { readonly depth?: number; readonly signal?: AbortSignal } = {},
  ): Promise<OrderBook> {
    const { depth = 25, signal } = options;
    this.#ticker(venue, symbol);
    return this.#feed(venue).feed.fetchOrderBook({ symbol, depth, ...(signal === undefined ? {} : { signal }) });
  }

  /** A fresh book, or null where the venue gives none. */
  async fetchOrderBook(
    venue: VenueId,
    symbol: MarketSymbol,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<OrderBook | null> {
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
    const total = { received: 0, rejected: 0, conflated: 0, delivered: 0, pending: 0 };
    for (const { meter } of this.#feeds.values()) {
      total.received += meter.received;
      total.rejected += meter.rejectedTotal;
      total.conflated += meter.conflated;
      total.delivered += meter.delivered;
      total.pending += meter.pending;
    }
    return total;
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

  async #open(venue: VenueFeed): Promise<void> {
    const { feed, symbols } = venue;
    try {
      const instruments = await feed.fetchInstruments({ signal: this.#stop.signal });
      if (this.#running.disposed) return;
      const watched = instruments.filter(({ symbol }) => symbols === "all" || symbols.includes(symbol));
      for (const instrument of watched) this.#watch(venue, instrument);
      this.#running.add(
        feed.watchQuotes(
          watched.map(({ symbol }) => symbol),
          this.#sinkOf(venue),
        ),
      );
      drop(this.#loadDayAgo(venue), this.#logger, `Reading the last day of ${feed.venue}`);
    } catch (error) {
      if (this.#running.disposed) return;
      this.#logger.error("A venue's markets could not be read", { venue: feed.venue, error });
      const detail = error instanceof Error ? error.message : "Its markets could not be read.";
      this.#takeStatus(venue, { venue: feed.venue, state: "down", detail, since: this.#clock.now() });
      const again = () => drop(this.#open(venue), this.#logger, `Opening the feed of ${feed.venue}`);
      this.#running.add(this.#clock.after(RETRY_MS, again));
    }
  }

  #watch(venue: VenueFeed, instrument: Instrument): void {
    const ticker = this.#cache.add(instrument);
    this.#candles.add(ticker, venue.feed);
    const isReplay = venue.feed.source === "replay";
    const venueNow = (now: UnixMs) => (isReplay ? unixMs(venue.newest) : now);
    this.#priced.set(ticker, { ticker, dayAgo: new DayAgoPrices(), venueNow });
  }

  #sinkOf(venue: VenueFeed): FeedSink {
    return {
      onQuotes: (quotes) => this.ingest(quotes),
      onConfirmed: (id, symbols, at) => {
        this.#version += 1;
        this.#cache.confirm(id, symbols, at);
      },
      onStatus: (status) => this.#takeStatus(venue, status),
      onTimeReset: (id) => this.#resetTime(venue, id),
      onNotice: (notice) => this.notices.publish(notice),
    };
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
    drop(this.#loadDayAgo(venue), this.#logger, `Reading the last day of ${id}`);
  }

  async #loadDayAgo(venue: VenueFeed): Promise<void> {
    for (const { ticker, dayAgo } of this.#priced.values()) {
      if (ticker.instrument.venue !== venue.feed.venue) continue;
      // One market at a time, each after the others had their turn: history must not hold up live prices.
      await this.#clock.sleep(0, this.#stop.signal).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      await dayAgo.load(venue.feed, ticker.instrument.symbol, this.#stop.signal);
    }
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
