// What belongs to one market's candles? Its feed, the minute that is being built, its longer candles and what the venue has confirmed.
import type { MarketDataFeed } from "#engine/ports/market-data-feed.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { joinRanges, type TimeRange } from "#shared/domain/time-range.ts";
import { CandleSeries } from "./candle-series.ts";
import type { Ticker } from "./ticker.ts";
import { TradeMinute } from "./trade-minute.ts";

/** Own minutes kept where nothing may be stored (a replay shows dates that repeat). */
const KEPT_MINUTES = 720;

export class CandleMarket {
  readonly ticker: Ticker;
  readonly feed: MarketDataFeed;
  readonly series: CandleSeries;
  readonly trades = new TradeMinute();
  /** Trades are streamed: minutes are made of them, not of quotes. */
  isTraded = false;
  /** Trades that say nothing: without a price or quantity above zero, or from the future. */
  refusedTrades = 0;
  /** Own minutes of a replay. */
  readonly minutes: Candle[] = [];
  /** From when to when the store holds the venue's own candles, by timeframe; null until the store has told it. */
  confirmed: Map<Timeframe, TimeRange> | null = null;

  constructor(ticker: Ticker, feed: MarketDataFeed) {
    this.ticker = ticker;
    this.feed = feed;
    this.series = new CandleSeries(() => this.openMinute());
  }

  /** The minute that is being built; null where there is none. */
  openMinute(): Candle | null {
    return this.isTraded ? this.trades.candle() : this.ticker.minute.candle();
  }

  /** A market that exists only in this program, and knows all of its own past. */
  get isModel(): boolean {
    return this.feed.source === "simulated" || this.feed.source === "replay";
  }

  /** The first trade is there: the minute in which trades begin is not whole. */
  beginTrades(): void {
    this.series.interrupt(-1);
    this.isTraded = true;
  }

  /** Whether trades will be streamed after the interruption is not known: until one comes, quotes carry the candles. */
  interrupt(): void {
    const building = this.isTraded ? this.trades.openTime : this.ticker.minute.openTime;
    this.series.interrupt(building);
    this.isTraded = false;
  }

  /** The venue's time starts anew. */
  reset(): void {
    this.series.reset();
    this.trades.reset();
    this.confirmed?.clear();
    this.minutes.length = 0;
  }

  keepMinute(minute: Candle): void {
    this.minutes.push(minute);
    if (this.minutes.length > KEPT_MINUTES) this.minutes.shift();
  }

  noteConfirmed(timeframe: Timeframe, range: TimeRange): void {
    this.confirmed ??= new Map();
    this.confirmed.set(timeframe, joinRanges(this.confirmed.get(timeframe) ?? null, range));
  }

  /** The newest range that the venue confirmed; what opened before `keptFrom` may have been deleted since. */
  confirmedRange(timeframe: Timeframe, keptFrom: UnixMs): TimeRange | null {
    const known = this.confirmed?.get(timeframe);
    if (known === undefined || known.until <= keptFrom) return null;
    return known.from >= keptFrom ? known : { from: keptFrom, until: known.until };
  }
}
