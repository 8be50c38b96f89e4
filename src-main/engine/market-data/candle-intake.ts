// How do quotes, trades and the venue's own candles become the candles of a market? Each minute is told once, and once more when it is corrected.
import type { MarketDataFeed, MarketTrade } from "#engine/ports/market-data-feed.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { type DurationMs, floorTime, MINUTE_MS, SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { CandleMarket } from "./candle-market.ts";
import type { ClosedCandle } from "./candle-series.ts";
import type { CandleStore } from "./candle-store.ts";
import { priceNumber } from "./compute-price-number.ts";
import type { Ticker } from "./ticker.ts";

/** A minute without a newer quote or trade is closed this long after its end. */
const CLOSE_AFTER_MS: DurationMs = 2 * SECOND_MS;
/** What comes from further in the future has a wrong time, and would close minutes that are not over. */
const FUTURE_MS: DurationMs = 5 * SECOND_MS;

export interface CandleIntakeOptions {
  readonly store: CandleStore;
  readonly now: () => UnixMs;
  /** The venue's time: the newest candle time in a replay, our clock's elsewhere. */
  readonly venueTime: (ticker: Ticker) => UnixMs;
  readonly onClosed: (ticker: Ticker, closed: ClosedCandle) => void;
}

export class CandleIntake {
  readonly #options: CandleIntakeOptions;
  readonly #markets = new Map<Ticker, CandleMarket>();
  constructor(options: CandleIntakeOptions) {
    this.#options = options;
  }

  add(ticker: Ticker, feed: MarketDataFeed): CandleMarket {
    const market = new CandleMarket(ticker, feed);
    this.#markets.set(ticker, market);
    return market;
  }

  market(ticker: Ticker): CandleMarket | null {
    return this.#markets.get(ticker) ?? null;
  }

  /** A minute of quotes is over. It counts where no trades are streamed. */
  onMinute(ticker: Ticker, minute: Candle): void {
    const market = this.#markets.get(ticker);
    if (market !== undefined && !market.isTraded) this.#takeMinute(market, minute);
  }

  onTrades(ticker: Ticker, trades: readonly MarketTrade[]): void {
    const market = this.#markets.get(ticker);
    if (market === undefined) return;
    const latest = this.#options.now() + FUTURE_MS;
    for (const trade of trades) {
      if (trade.tsEvent <= latest && priceNumber(trade.price) > 0 && priceNumber(trade.quantity) > 0) {
        this.#takeTrade(market, trade);
      } else market.refusedTrades += 1;
    }
  }

  /** A candle that the venue itself says is over. */
  onVenueCandle(ticker: Ticker, timeframe: Timeframe, candle: Candle): void {
    const market = this.#markets.get(ticker);
    const isOver = candle.openTime + TIMEFRAME_MS[timeframe] <= this.#options.now() + FUTURE_MS;
    if (market === undefined || !candle.closed || !isOver) return;
    if (timeframe === "1m") this.#endMinutes(market, candle.openTime);
    const changed = market.series.replace(timeframe, candle);
    // Longer ones that change with it are still ours.
    for (const one of changed) this.#options.store.add(market, [one], one.candle === candle ? "venue" : "own");
    this.#tell(market, changed);
  }

  /** Closes minutes that are over; to be called once a second. */
  closeOver(): void {
    for (const [ticker, market] of this.#markets) {
      const until = this.#options.venueTime(ticker) - CLOSE_AFTER_MS - MINUTE_MS;
      if (ticker.minute.openTime >= 0 && ticker.minute.openTime <= until) {
        const minute = ticker.minute.close();
        if (minute !== null) this.onMinute(ticker, minute);
      }
      if (market.trades.openTime >= 0 && market.trades.openTime <= until) {
        const minute = market.trades.close();
        if (minute !== null && market.isTraded) this.#takeMinute(market, minute);
      }
    }
  }

  #takeTrade(market: CandleMarket, trade: MarketTrade): void {
    if (!market.isTraded) {
      const { minute } = market.ticker;
      // What quotes made of an earlier minute stands.
      const before =
        minute.openTime >= 0 && minute.openTime < floorTime(trade.tsEvent, MINUTE_MS) ? minute.close() : null;
      if (before !== null) this.#takeMinute(market, before);
      market.beginTrades();
    }
    const closed = market.trades.add(trade);
    if (closed !== null) this.#takeMinute(market, closed);
  }

  /** The venue tells the minute that opens at `openTime`: earlier ones of ours are over, this one is not ours to tell any more. */
  #endMinutes(market: CandleMarket, openTime: UnixMs): void {
    const { ticker, trades } = market;
    const building = market.isTraded ? trades : ticker.minute;
    if (building.openTime >= 0 && building.openTime < openTime) {
      const minute = building.close();
      if (minute !== null) this.#takeMinute(market, minute);
    }
    ticker.minute.skipTo(openTime + MINUTE_MS);
    trades.skipTo(openTime + MINUTE_MS);
  }

  #takeMinute(market: CandleMarket, minute: Candle): void {
    const closed = market.series.addMinute(minute);
    if (market.feed.source === "replay") market.keepMinute(minute);
    else this.#options.store.add(market, closed, "own");
    this.#tell(market, closed);
  }

  #tell(market: CandleMarket, closed: readonly ClosedCandle[]): void {
    for (const one of closed) this.#options.onClosed(market.ticker, one);
  }
}
