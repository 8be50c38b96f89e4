// Which candles does a market have: those we rolled from quotes, those we stored, and those the venue tells on request?
// The venue's own candles are what is shown; ours continue them to now and stand in when the venue does not answer.
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { floorTime, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { CandleSeries } from "./candle-series.ts";
import type { Ticker } from "./ticker.ts";

interface CandleQuery {
  readonly before?: UnixMs | undefined;
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/** Most candles that a venue is asked for at once. */
const REQUEST_LIMIT = 1_000;
/** Own minutes kept where nothing may be stored (a replay shows dates that repeat). */
const KEPT_MINUTES = 720;

interface MarketCandles {
  readonly ticker: Ticker;
  readonly feed: MarketDataFeed;
  readonly series: CandleSeries;
  /** Own minutes of a replay. */
  readonly minutes: Candle[];
  /** From when to when the store holds the venue's own candles, by timeframe. */
  readonly confirmed: Map<Timeframe, { readonly from: number; readonly until: number }>;
}

export class CandleStore {
  readonly #repository: CandleRepository;
  readonly #logger: Logger;
  readonly #markets = new Map<Ticker, MarketCandles>();
  /** Closed candles not yet handed to the repository. */
  #unsaved: { readonly market: MarketCandles; readonly timeframe: Timeframe; readonly candle: Candle }[] = [];

  constructor(repository: CandleRepository, logger: Logger) {
    this.#repository = repository;
    this.#logger = logger;
  }

  add(ticker: Ticker, feed: MarketDataFeed): void {
    const series = new CandleSeries(ticker.minute);
    this.#markets.set(ticker, { ticker, feed, series, minutes: [], confirmed: new Map() });
  }

  /** Takes a minute that is over; returns the candles that closed with it. */
  addMinute(ticker: Ticker, minute: Candle) {
    const market = this.#markets.get(ticker);
    if (market === undefined) return [];
    const closed = market.series.addMinute(minute);
    if (market.feed.source === "replay") {
      market.minutes.push(minute);
      if (market.minutes.length > KEPT_MINUTES) market.minutes.shift();
    } else {
      for (const { timeframe, candle } of closed) this.#unsaved.push({ market, timeframe, candle });
    }
    return closed;
  }

  /** The feed was interrupted: candles that are open now are not stored as ours. */
  interrupt(ticker: Ticker): void {
    this.#markets.get(ticker)?.series.interrupt();
  }

  /** The venue's time starts anew. */
  reset(ticker: Ticker): void {
    const market = this.#markets.get(ticker);
    market?.series.reset();
    market?.confirmed.clear();
    if (market !== undefined) market.minutes.length = 0;
  }

  /** Stores what closed since the last call. */
  async flush(): Promise<void> {
    const unsaved = this.#unsaved;
    this.#unsaved = [];
    const groups = new Map<MarketCandles, Map<Timeframe, Candle[]>>();
    for (const { market, timeframe, candle } of unsaved) {
      const group = groups.get(market) ?? new Map<Timeframe, Candle[]>();
      groups.set(market, group.set(timeframe, [...(group.get(timeframe) ?? []), candle]));
    }
    for (const [market, group] of groups) {
      for (const [timeframe, candles] of group) await this.#save(market, timeframe, candles);
    }
  }

  /** The newest candle as it stands, without asking anyone; null before the first quote. */
  newest(ticker: Ticker, timeframe: Timeframe): Candle | null {
    return this.#markets.get(ticker)?.series.open(timeframe) ?? null;
  }

  /**
   * Oldest first, at most `limit`; the newest may be open when `before` is not given. `now` is the venue's time: nothing
   * later is ever shown. Gaps stay gaps.
   */
  async candles(ticker: Ticker, timeframe: Timeframe, query: CandleQuery, now: UnixMs): Promise<readonly Candle[]> {
    const market = this.#markets.get(ticker);
    if (market === undefined) return [];
    const closed = await this.#closed(market, timeframe, query, now);
    if (query.before !== undefined) return closed.slice(-query.limit);
    await this.#backfill(market, timeframe, now, query.signal);
    const open = market.series.open(timeframe);
    const last = closed.at(-1);
    if (open === null || (last !== undefined && last.openTime >= open.openTime)) return closed.slice(-query.limit);
    return [...closed, open].slice(-query.limit);
  }

  async #closed(
    market: MarketCandles,
    timeframe: Timeframe,
    query: CandleQuery,
    now: UnixMs,
  ): Promise<readonly Candle[]> {
    const isLocal = market.feed.source === "simulated" || market.feed.source === "replay";
    if (isLocal) return this.#closedOfModel(market, timeframe, query, now);
    const length = TIMEFRAME_MS[timeframe];
    const until = Math.min(floorTime(now, length), Math.ceil((query.before ?? now) / length) * length);
    const from = until - query.limit * length;
    const known = market.confirmed.get(timeframe);
    const isKnownFrom = known !== undefined && known.from <= from && known.until >= from;
    const start = isKnownFrom ? Math.min(known.until, until) : from;
    if (start < until) await this.#fetchInto(market, timeframe, start, until, query.signal);
    const { symbol, venue } = market.ticker.instrument;
    return this.#repository.list(venue, symbol, timeframe, { before: unixMs(until), limit: query.limit });
  }

  /** Asks the venue and stores its answer; a venue that does not answer leaves us with what is stored. */
  async #fetchInto(
    market: MarketCandles,
    timeframe: Timeframe,
    from: number,
    until: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const length = TIMEFRAME_MS[timeframe];
    const limit = Math.min(REQUEST_LIMIT, (until - from) / length);
    try {
      const fetched = await this.#fetch(market, timeframe, { before: unixMs(until), limit }, signal);
      await this.#save(market, timeframe, fetched);
      const before = market.confirmed.get(timeframe);
      const reached = until - limit * length;
      const joins = before !== undefined && before.until >= reached && before.from <= until;
      market.confirmed.set(timeframe, {
        from: joins ? Math.min(before.from, reached) : reached,
        until: joins ? Math.max(before.until, until) : until,
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      this.#logger.warn("The venue's candles could not be read; stored ones are shown", {
        venue: market.ticker.instrument.venue,
        symbol: market.ticker.instrument.symbol,
        timeframe,
        error,
      });
    }
  }

  /** A simulated or played market knows its own past at once; storing it would only copy it. */
  async #closedOfModel(
    market: MarketCandles,
    timeframe: Timeframe,
    query: CandleQuery,
    now: UnixMs,
  ): Promise<readonly Candle[]> {
    try {
      const before = query.before === undefined ? {} : { before: query.before };
      return await this.#fetch(market, timeframe, { ...before, limit: query.limit }, query.signal);
    } catch (error) {
      // The files of a replay may be coarser than what is asked for: then there is what was rolled from its quotes.
      if (!(error instanceof EngineError) || error.code !== "FEED_NO_DATA") throw error;
      const before = query.before ?? now;
      return rollUpCandles(market.minutes, timeframe, now).filter(
        ({ closed, openTime }) => closed && openTime < before,
      );
    }
  }

  /** Gives the open candle the part of its interval in which we did not yet listen. */
  async #backfill(
    market: MarketCandles,
    timeframe: Timeframe,
    now: UnixMs,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (!market.series.lacksStart(timeframe, now)) return;
    const start = floorTime(now, TIMEFRAME_MS[timeframe]);
    const until = floorTime(now, MINUTE_MS);
    const minutes: Candle[] = [];
    try {
      for (let end = until; end > start; ) {
        const limit = Math.min(REQUEST_LIMIT, (end - start) / MINUTE_MS);
        minutes.unshift(...(await this.#fetch(market, "1m", { before: end, limit }, signal)));
        end = unixMs(end - limit * MINUTE_MS);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      return;
    }
    const merged = rollUpCandles(minutes, timeframe, now).at(-1);
    // Meanwhile a minute or the whole bar may have closed: then the next request does it.
    const building = market.ticker.minute.openTime;
    if (merged !== undefined && merged.openTime === start && (building < 0 || building <= until)) {
      market.series.backfill(timeframe, merged);
    }
  }

  async #fetch(
    market: MarketCandles,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number },
    signal: AbortSignal | undefined,
  ): Promise<readonly Candle[]> {
    const { symbol } = market.ticker.instrument;
    return market.feed.fetchCandles({ symbol, timeframe, ...query, ...(signal === undefined ? {} : { signal }) });
  }

  async #save(market: MarketCandles, timeframe: Timeframe, candles: readonly Candle[]): Promise<void> {
    if (candles.length === 0) return;
    const { venue, symbol } = market.ticker.instrument;
    await this.#repository.save(venue, symbol, timeframe, candles);
  }

  /** Stores in the background; a failure is the store's to report, prices go on. */
  flushSoon(): void {
    if (this.#unsaved.length > 0) drop(this.flush(), this.#logger, "Storing candles");
  }
}
