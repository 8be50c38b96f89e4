// How do played candles arrive as a venue's stream? One quote per second of candle time, faster than real time.
import { EngineError } from "#engine/core/engine-error.ts";
import type { CandleFiles } from "#engine/ports/candle-files.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { FeedSink, MarketDataFeed, QuoteWatch } from "#engine/ports/market-data-feed.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { type MarketSymbol, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { ReplayClock, type ReplayPosition } from "./replay-clock.ts";
import { ReplayMarket } from "./replay-market.ts";
import { readReplay } from "./replay-series.ts";

const BEAT_MS = 100;
/** Quotes of one market in one batch; at speeds where more fall due, the oldest are left out. */
const SECONDS_A_BEAT = 600;

export const REPLAY_VENUE: VenueId = venueIdSchema.parse("replay");

interface ReplayOptions {
  readonly files: CandleFiles;
  readonly clock: Clock;
  /** Times real time. Default 60. */
  readonly speed?: number;
  /** Candle time that counts as the market's past when the replay begins; at most a quarter of the candles. Default 0. */
  readonly pastMs?: number;
  /** Where exactly the first round begins, in milliseconds of candle time after the first candle; goes before `pastMs`. */
  readonly skipMs?: number;
}

export interface Replay {
  readonly feed: ReplayFeed;
  /** For the simulated exchange: books and fees. */
  readonly market: ReplayMarket;
}

/** Reads the folder and starts its clock. Rejects with INPUT_INVALID naming file, line, column and what was expected. */
export async function openReplay(options: ReplayOptions): Promise<Replay> {
  const data = await readReplay(options.files, REPLAY_VENUE);
  const past = Math.min(options.pastMs ?? 0, Math.floor((data.end - data.start) / 4));
  const first = Math.min(data.start + (options.skipMs ?? past), data.end - 1);
  const clock = new ReplayClock(options.clock, { start: data.start, end: data.end, first }, options.speed ?? 60);
  const market = new ReplayMarket(REPLAY_VENUE, data, clock);
  return { feed: new ReplayFeed(market, clock, options.clock), market };
}

export class ReplayFeed implements MarketDataFeed {
  readonly venue = REPLAY_VENUE;
  readonly source = "replay";
  readonly #market: ReplayMarket;
  readonly #position: ReplayClock;
  readonly #clock: Clock;

  constructor(market: ReplayMarket, position: ReplayClock, clock: Clock) {
    this.#market = market;
    this.#position = position;
    this.#clock = clock;
  }

  async fetchInstruments(): Promise<readonly Instrument[]> {
    return this.#market.instruments(this.venue);
  }

  watchQuotes(first: readonly MarketSymbol[], sink: FeedSink): QuoteWatch {
    let symbols = first;
    let last: ReplayPosition | null = null;
    sink.onStatus({ venue: this.venue, state: "live", detail: this.#label(), since: this.#clock.now() });
    const beat = () => {
      const position = this.#position.now();
      if (last !== null && position.round !== last.round) {
        const rest = this.#quotesBetween(symbols, last.time, this.#market.data.end - 1);
        if (rest.length > 0) sink.onQuotes(rest);
        sink.onTimeReset(this.venue);
        sink.onNotice({ venue: this.venue, message: this.#endNotice(), at: this.#clock.now() });
        last = { round: position.round, time: this.#market.data.start - 1 };
      }
      const quotes = this.#quotesBetween(symbols, last?.time ?? position.time - SECOND_MS, position.time);
      last = position;
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
    const { symbol, timeframe, before, limit } = request;
    const candles = this.#market.candles(symbol, timeframe, before ?? null, limit);
    if (candles !== null) return candles;
    throw new EngineError("FEED_NO_DATA", `The replay has no ${timeframe} candles of ${symbol}.`, {
      data: { symbol, timeframe, files: this.#market.data.timeframe },
    });
  }

  async fetchOrderBook(request: { readonly symbol: MarketSymbol; readonly depth: number }): Promise<OrderBook> {
    const book = this.#market.bookAt(this.venue, request.symbol, this.#clock.now(), request.depth);
    if (book !== null) return book;
    throw new EngineError("FEED_NO_DATA", `The replay has no candle of ${request.symbol} at this moment.`, {
      data: { symbol: request.symbol },
    });
  }

  /** Quotes of every full second after `after` up to `until`, oldest first. */
  #quotesBetween(symbols: readonly MarketSymbol[], after: number, until: number): readonly RawQuote[] {
    const now = this.#clock.now();
    const newest = Math.floor(until / SECOND_MS);
    const oldest = Math.max(Math.floor(after / SECOND_MS) + 1, newest - SECONDS_A_BEAT + 1);
    const quotes: RawQuote[] = [];
    for (let second = oldest; second <= newest; second += 1) {
      for (const symbol of symbols) {
        const quote = this.#market.quoteAt(symbol, second * SECOND_MS, now);
        if (quote !== null) quotes.push(quote);
      }
    }
    return quotes;
  }

  #label(): string {
    return `Replay of ${this.#market.data.timeframe} candles from ${day(this.#market.data.start)} to ${day(this.#market.data.end - 1)}`;
  }

  #endNotice(): string {
    const { start, end } = this.#market.data;
    return `The replay reached the end of its candles (${day(end - 1)}) and starts again at ${day(start)}.`;
  }
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
