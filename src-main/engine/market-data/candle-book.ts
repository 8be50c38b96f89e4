// What does the market data engine ask of candles? Taking in what closes, keeping history complete, and answering.
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { FeedStatus, MarketDataFeed, MarketTrade } from "#engine/ports/market-data-feed.ts";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { CandleIntake } from "./candle-intake.ts";
import { CandleKeeper } from "./candle-keeper.ts";
import type { ClosedCandle } from "./candle-series.ts";
import { type CandleQuery, CandleStore } from "./candle-store.ts";
import type { Ticker } from "./ticker.ts";

export interface CandleBookOptions {
  readonly repository: CandleRepository;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The venue's time: the newest candle time in a replay, our clock's elsewhere. */
  readonly venueTime: (venue: VenueId) => UnixMs;
  /** Each candle as it closes, and once more when the venue corrects it. */
  readonly onClosed: (ticker: Ticker, closed: ClosedCandle) => void;
}

/** Refused: no price, no quantity or a time to come. Late: its minute was over, the venue's own candle has it. Repeated: sent twice. */
export interface LeftOutTrades {
  readonly refused: number;
  readonly late: number;
  readonly repeated: number;
}

export class CandleBook {
  readonly #store: CandleStore;
  readonly #intake: CandleIntake;
  readonly #keeper: CandleKeeper;
  readonly #logger: Logger;

  constructor({ repository, clock, logger, venueTime, onClosed }: CandleBookOptions) {
    this.#logger = logger;
    this.#store = new CandleStore({
      repository,
      logger,
      onCorrected: ({ ticker }, corrected) => {
        for (const one of corrected) onClosed(ticker, one);
      },
    });
    this.#intake = new CandleIntake({
      store: this.#store,
      now: () => clock.now(),
      venueTime: (ticker) => venueTime(ticker.instrument.venue),
      onClosed,
    });
    this.#keeper = new CandleKeeper({ store: this.#store, clock, logger });
  }

  add(ticker: Ticker, feed: MarketDataFeed): void {
    this.#keeper.add(this.#intake.add(ticker, feed));
  }

  /** A minute of quotes is over. */
  onMinute(ticker: Ticker, minute: Candle): void {
    this.#intake.onMinute(ticker, minute);
  }

  onTrades(ticker: Ticker, trades: readonly MarketTrade[]): void {
    this.#intake.onTrades(ticker, trades);
  }

  onVenueCandle(ticker: Ticker, timeframe: Timeframe, candle: Candle): void {
    this.#intake.onVenueCandle(ticker, timeframe, candle);
  }

  onStatus({ venue, state }: FeedStatus, tickers: Iterable<Ticker>): void {
    this.#keeper.setUp(venue, state === "live");
    if (state === "down") for (const ticker of tickers) this.#intake.market(ticker)?.interrupt();
  }

  /** The venue's time starts anew. */
  reset(ticker: Ticker): void {
    this.#intake.market(ticker)?.reset();
  }

  closeVenue(venue: VenueId): void {
    this.#keeper.remove(venue);
  }

  /** To be called once a second: closes minutes that are over, stores what closed and reads what is missing. */
  tick(): void {
    this.#intake.closeOver();
    this.#store.flushSoon();
    this.#keeper.tick();
  }

  /** Trades that are in no candle of ours, by why. */
  leftOutTrades(ticker: Ticker): LeftOutTrades {
    const market = this.#intake.market(ticker);
    if (market === null) return { refused: 0, late: 0, repeated: 0 };
    return { refused: market.refusedTrades, late: market.trades.late, repeated: market.trades.duplicates };
  }

  /** The newest candle as it stands, without asking anyone; null before the first quote. */
  newest(ticker: Ticker, timeframe: Timeframe): Candle | null {
    return this.#intake.market(ticker)?.series.open(timeframe) ?? null;
  }

  /** Oldest first, at most `limit`; see {@link CandleStore.candles}. */
  async candles(ticker: Ticker, timeframe: Timeframe, query: CandleQuery, now: UnixMs): Promise<readonly Candle[]> {
    const market = this.#intake.market(ticker);
    return market === null ? [] : this.#store.candles(market, timeframe, query, now);
  }

  async dispose(): Promise<void> {
    this.#keeper.dispose();
    await this.#store.flush().catch((error: unknown) => this.#logger.error("Storing candles failed", { error }));
  }
}
