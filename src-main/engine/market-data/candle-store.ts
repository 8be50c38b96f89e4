// Which candles does a market have: those we rolled, those we stored, and those the venue tells on request?
// The venue's own candles are what is shown; ours continue them to now and stand in when the venue does not answer.
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { CandleRepository, CandleSource } from "#engine/ports/repositories.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { DAY_MS, floorTime, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { TimeRange } from "#shared/domain/time-range.ts";
import { type Confirmation, confirmCandles } from "./candle-confirm.ts";
import type { CandleMarket } from "./candle-market.ts";
import { keptFrom, REQUEST_LIMIT } from "./candle-policy.ts";
import type { ClosedCandle } from "./candle-series.ts";

export interface CandleQuery {
  readonly before?: UnixMs | undefined;
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

export interface CandleStoreOptions {
  readonly repository: CandleRepository;
  readonly logger: Logger;
  /** The venue told candles otherwise than they had been told before. */
  readonly onCorrected: (market: CandleMarket, corrected: readonly ClosedCandle[]) => void;
}

interface Unsaved extends ClosedCandle {
  readonly market: CandleMarket;
  readonly source: CandleSource;
}

export class CandleStore {
  readonly #options: CandleStoreOptions;
  readonly #repository: CandleRepository;
  /** Closed candles not yet handed to the repository. */
  #unsaved: Unsaved[] = [];
  #saving: Promise<unknown> = Promise.resolve();

  constructor(options: CandleStoreOptions) {
    this.#options = options;
    this.#repository = options.repository;
  }

  /** These are stored soon, with all that closed by then. */
  add(market: CandleMarket, closed: readonly ClosedCandle[], source: CandleSource): void {
    for (const candle of closed) this.#unsaved.push({ market, source, ...candle });
  }

  /** Stores what closed since the last call. Resolves when all that was being stored is: nothing writes after the last flush. */
  flush(): Promise<void> {
    const run = this.#saving.then(() => this.#saveAll());
    this.#saving = run.catch(() => undefined);
    return run;
  }

  async #saveAll(): Promise<void> {
    const unsaved = this.#unsaved;
    this.#unsaved = [];
    const groups = new Map<CandleMarket, Map<string, Unsaved[]>>();
    for (const one of unsaved) {
      const ofMarket = groups.get(one.market) ?? new Map<string, Unsaved[]>();
      const key = `${one.timeframe} ${one.source}`;
      const group = ofMarket.get(key);
      if (group === undefined) ofMarket.set(key, [one]);
      else group.push(one);
      groups.set(one.market, ofMarket);
    }
    for (const ofMarket of groups.values()) for (const group of ofMarket.values()) await this.#save(group);
  }

  /** Stores in the background; a failure is the store's to report, prices go on. */
  flushSoon(): void {
    if (this.#unsaved.length > 0) drop(this.flush(), this.#options.logger, "Storing candles");
  }

  /**
   * Oldest first, at most `limit`; the newest may be open when `before` is not given. `now` is the venue's time: nothing
   * later is ever shown. Gaps stay gaps.
   */
  async candles(
    market: CandleMarket,
    timeframe: Timeframe,
    query: CandleQuery,
    now: UnixMs,
  ): Promise<readonly Candle[]> {
    const closed = await this.#closed(market, timeframe, query, now);
    if (query.before !== undefined) return closed.slice(-query.limit);
    await this.#backfill(market, timeframe, now, query.signal);
    const open = market.series.open(timeframe);
    const last = closed.at(-1);
    if (open === null || (last !== undefined && last.openTime >= open.openTime)) return closed.slice(-query.limit);
    return [...closed, open].slice(-query.limit);
  }

  /** What the venue has confirmed of the timeframe and is surely still stored; null for nothing. */
  async confirmedRange(market: CandleMarket, timeframe: Timeframe, now: UnixMs): Promise<TimeRange | null> {
    if (market.confirmed === null) {
      const { venue, symbol } = market.ticker.instrument;
      const stored = await this.#repository.confirmed(venue, symbol);
      market.confirmed ??= new Map();
      // Keys of the record are timeframes.
      for (const [key, range] of Object.entries(stored)) market.noteConfirmed(key as Timeframe, range);
    }
    return market.confirmedRange(timeframe, keptFrom(timeframe, now));
  }

  /** Asks the venue for a range and stores its answer; null where its history ends after it. Rejects with FEED_, VENUE_ or STORE_ codes. */
  async confirm(
    market: CandleMarket,
    timeframe: Timeframe,
    range: TimeRange,
    options: { readonly now: UnixMs; readonly signal?: AbortSignal | undefined },
  ): Promise<Confirmation | null> {
    const confirmation = await confirmCandles(market, timeframe, range, this.#repository, options);
    if (confirmation !== null && confirmation.corrected.length > 0) {
      this.#options.onCorrected(market, confirmation.corrected);
    }
    return confirmation;
  }

  async #closed(
    market: CandleMarket,
    timeframe: Timeframe,
    query: CandleQuery,
    now: UnixMs,
  ): Promise<readonly Candle[]> {
    if (market.isModel) return this.#closedOfModel(market, timeframe, query, now);
    const length = TIMEFRAME_MS[timeframe];
    const until = Math.min(floorTime(now, length), Math.ceil((query.before ?? now) / length) * length);
    const from = Math.max(0, until - query.limit * length);
    const known = await this.confirmedRange(market, timeframe, now);
    const isKnownFrom = known !== null && known.from <= from && known.until >= from;
    const start = isKnownFrom ? Math.min(known.until, until) : from;
    const range = { from: unixMs(start), until: unixMs(until) };
    if (start < until) await this.#ask(market, timeframe, range, now, query.signal);
    const { symbol, venue } = market.ticker.instrument;
    return this.#repository.list(venue, symbol, timeframe, { before: range.until, limit: query.limit });
  }

  /** A venue that does not answer leaves us with what is stored. */
  async #ask(
    market: CandleMarket,
    timeframe: Timeframe,
    range: TimeRange,
    now: UnixMs,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    try {
      await this.flush();
      await this.confirm(market, timeframe, range, { now, signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      this.#options.logger.warn("The venue's candles could not be read; stored ones are shown", {
        venue: market.ticker.instrument.venue,
        symbol: market.ticker.instrument.symbol,
        timeframe,
        error,
      });
    }
  }

  /** A simulated or played market knows its own past at once; storing it would only copy it. */
  async #closedOfModel(
    market: CandleMarket,
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

  /** Gives the open candles what the store holds of this day's confirmed minutes. */
  async recall(market: CandleMarket, now: UnixMs): Promise<void> {
    const known = await this.confirmedRange(market, "1m", now);
    if (known === null || !market.series.lacksStart("1d", now)) return;
    const from = unixMs(Math.max(floorTime(now, DAY_MS), known.from));
    if (from >= known.until || market.series.toldFrom <= from) return;
    const { symbol, venue } = market.ticker.instrument;
    const limit = (known.until - from) / MINUTE_MS;
    const minutes = await this.#repository.list(venue, symbol, "1m", { from, before: known.until, limit });
    market.series.learn({ from, until: known.until }, minutes);
  }

  /** Gives the open candle the part of its interval in which we did not yet listen. */
  async #backfill(
    market: CandleMarket,
    timeframe: Timeframe,
    now: UnixMs,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (!market.series.lacksStart(timeframe, now)) return;
    if (!market.isModel) await this.recall(market, now);
    const start = floorTime(now, TIMEFRAME_MS[timeframe]);
    const until = floorTime(now, MINUTE_MS);
    try {
      // Newest first, as confirmed ranges grow.
      for (let end = until; end > start && market.series.lacksStart(timeframe, now); ) {
        const from = unixMs(Math.max(start, end - REQUEST_LIMIT * MINUTE_MS));
        if (market.isModel) await this.#learn(market, { from, until: end }, signal);
        else await this.confirm(market, "1m", { from, until: end }, { now, signal });
        end = from;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #learn(market: CandleMarket, range: TimeRange, signal: AbortSignal | undefined): Promise<void> {
    const limit = (range.until - range.from) / MINUTE_MS;
    const minutes = await this.#fetch(market, "1m", { before: range.until, limit }, signal);
    market.series.learn(
      range,
      minutes.filter(({ openTime }) => openTime >= range.from && openTime < range.until),
    );
  }

  async #fetch(
    market: CandleMarket,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number },
    signal: AbortSignal | undefined,
  ): Promise<readonly Candle[]> {
    const { symbol } = market.ticker.instrument;
    return market.feed.fetchCandles({ symbol, timeframe, ...query, ...(signal === undefined ? {} : { signal }) });
  }

  async #save(group: readonly Unsaved[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const { venue, symbol } = first.market.ticker.instrument;
    const candles = group.map(({ candle }) => candle);
    await this.#repository.save(venue, symbol, first.timeframe, candles, first.source);
  }
}
