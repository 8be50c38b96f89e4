// How do the simulated market's prices arrive? Like a venue's stream: batches, silences, short outages.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { FeedSink, MarketDataFeed, QuoteWatch } from "#engine/ports/market-data-feed.ts";
import type { SimulatedMarketModel } from "#engine/ports/market-model.ts";
import { type Candle, TIMEFRAME_MS } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import { DAY_MS, floorTime, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** Length of the feed's beat: quotes that fall on the same beat arrive as one batch. */
const BEAT_MS = 250;
/** The most traded markets move on every beat, the others on every second or fourth. */
const EVERY_BEAT: ReadonlySet<string> = new Set(["BTC/USD", "ETH/USD"]);
const BEATS_AGAINST_USD = 2;
const BEATS_OF_SIDE_MARKETS = 4;
/** Days of minutes that are made at once before others get their turn. */
const DAYS_AT_ONCE = 60;

interface SimulatedFeedOptions {
  readonly venue: VenueId;
  readonly market: SimulatedMarketModel;
  readonly clock: Clock;
}

export class SimulatedFeed implements MarketDataFeed {
  readonly venue: VenueId;
  readonly source = "simulated";
  readonly #market: SimulatedMarketModel;
  readonly #clock: Clock;

  constructor(options: SimulatedFeedOptions) {
    this.venue = options.venue;
    this.#market = options.market;
    this.#clock = options.clock;
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#market.instruments(this.venue);
  }

  watchQuotes(first: readonly MarketSymbol[], sink: FeedSink): QuoteWatch {
    let symbols = first;
    let lastBeat = -1;
    let down = false;
    sink.onStatus({ venue: this.venue, state: "live", detail: null, since: this.#clock.now() });
    const beat = () => {
      const now = this.#clock.now();
      const time = floorTime(now, BEAT_MS);
      if (time === lastBeat) return;
      const isFirst = lastBeat < 0;
      if (time < lastBeat) sink.onTimeReset(this.venue);
      lastBeat = time;
      const outage = this.#market.outageAt(this.venue, time);
      if ((outage !== null) !== down) {
        down = outage !== null;
        const detail = down ? "The simulated feed has an outage; it comes back by itself." : null;
        sink.onStatus({ venue: this.venue, state: down ? "down" : "live", detail, since: now });
      }
      if (down) return;
      const quotes: RawQuote[] = [];
      for (const [index, symbol] of symbols.entries()) {
        if (!isFirst && !isDue(symbol, index, time)) continue;
        if (this.#market.isSilent(this.venue, symbol, time)) continue;
        const quote = this.#market.quoteAt(this.venue, symbol, time);
        if (quote !== null) quotes.push({ ...quote, tsInit: now });
      }
      if (quotes.length > 0) sink.onQuotes(quotes);
    };
    const timer = this.#clock.every(BEAT_MS, beat);
    beat();
    return {
      setSymbols: (changed) => {
        symbols = changed;
      },
      dispose: () => timer.dispose(),
    };
  }

  async fetchCandles(request: Parameters<MarketDataFeed["fetchCandles"]>[0]): Promise<readonly Candle[]> {
    const { symbol, timeframe, limit, signal } = request;
    const length = TIMEFRAME_MS[timeframe];
    const now = this.#clock.now();
    const until = Math.min(floorTime(now, length), lastEnd(request.before ?? now, length));
    const piece = Math.max(1, Math.floor((DAYS_AT_ONCE * DAY_MS) / length)) * length;
    const candles: Candle[] = [];
    for (let from = Math.max(0, until - limit * length); from < until; from += piece) {
      signal?.throwIfAborted();
      // A year of days is half a million minutes: the engine's thread must not be held that long.
      if (candles.length > 0) await this.#clock.sleep(0, signal);
      const end = Math.min(until, from + piece);
      const made = this.#market.candles(this.venue, symbol, timeframe, unixMs(from), unixMs(end));
      if (made === null) throw this.#unknown(symbol);
      candles.push(...made);
    }
    return candles;
  }

  async fetchOrderBook(request: { readonly symbol: MarketSymbol; readonly depth: number }): Promise<OrderBook> {
    const book = this.#market.bookAt(this.venue, request.symbol, this.#clock.now(), request.depth);
    if (book === null) throw this.#unknown(request.symbol);
    return book;
  }

  #unknown(symbol: MarketSymbol): EngineError {
    return new EngineError("FEED_NO_DATA", `${this.venue} has no market ${symbol}.`, {
      data: { venue: this.venue, symbol },
    });
  }
}

/** End of the last candle that opens before `before`. */
function lastEnd(before: UnixMs, length: number): number {
  return Math.ceil(before / length) * length;
}

/** Markets take turns, so that a batch holds a part of them and every market has its own rhythm. */
function isDue(symbol: MarketSymbol, index: number, time: UnixMs): boolean {
  if (EVERY_BEAT.has(symbol)) return true;
  const every = symbol.endsWith("/USD") && symbol !== "USDC/USD" ? BEATS_AGAINST_USD : BEATS_OF_SIDE_MARKETS;
  return (Math.floor(time / BEAT_MS) + index) % Math.min(every, SECOND_MS / BEAT_MS) === 0;
}
