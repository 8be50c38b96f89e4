// What does the played market show at a moment of its candles? Prices are real, spread and depth are modelled.
import type { MarketModel } from "#engine/ports/market-model.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { rollUpCandles } from "#shared/domain/compute-candles.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import { type FeeTier, feeTierSchema, type Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeWalk } from "./compute-walk.ts";
import type { ReplayClock } from "./replay-clock.ts";
import type { ReplayData, ReplaySeries } from "./replay-series.ts";

/** Half of the modelled spread of 2 basis points, as a divisor. */
const HALF_SPREAD = 10_000;
/** Closed candles whose volume sets the depth, and the minutes of it that stand within 10 basis points a side. */
const DEPTH_MS = 30 * MINUTE_MS;
const NEAR_MINUTES = 10;
const LEVELS = 20;

export class ReplayMarket implements MarketModel {
  readonly source = "replay";
  readonly venues: readonly VenueId[];
  readonly data: ReplayData;
  readonly #venue: VenueId;
  readonly #clock: ReplayClock;
  readonly #series: ReadonlyMap<MarketSymbol, ReplaySeries>;
  readonly #length: number;

  constructor(venue: VenueId, data: ReplayData, clock: ReplayClock) {
    this.#venue = venue;
    this.venues = [venue];
    this.data = data;
    this.#clock = clock;
    this.#series = new Map(data.series.map((series) => [series.instrument.symbol, series]));
    this.#length = TIMEFRAME_MS[data.timeframe];
  }

  instruments(venue: VenueId): readonly Instrument[] {
    return venue === this.#venue ? this.data.series.map(({ instrument }) => instrument) : [];
  }

  /** The venue of the candles names no fees; these are common first-tier ones. */
  feeTier(): FeeTier {
    return feeTierSchema.parse({ maker: "0.001", taker: "0.001", feeAsset: "quote" });
  }

  /** The quote at a moment of candle time; null in a gap of the candles. */
  quoteAt(symbol: MarketSymbol, candleTime: number, tsInit: UnixMs): RawQuote | null {
    const series = this.#series.get(symbol);
    const index = series === undefined ? -1 : this.#candleAt(series, candleTime);
    if (series === undefined || index < 0) return null;
    const price = this.#price(series, index, candleTime);
    const { bid, ask } = spread(price);
    return {
      venue: this.#venue,
      symbol,
      bid: text(bid, series.priceScale),
      ask: text(ask, series.priceScale),
      last: text(price, series.priceScale),
      volume24h: this.#volume24h(series, index),
      tsEvent: unixMs(candleTime - (candleTime % SECOND_MS)),
      tsInit,
      source: "replay",
    };
  }

  bookAt(venue: VenueId, symbol: MarketSymbol, time: UnixMs, depth = LEVELS): OrderBook | null {
    const series = venue === this.#venue ? this.#series.get(symbol) : undefined;
    if (series === undefined) return null;
    const candleTime = this.#clock.at(time).time;
    const index = this.#candleAt(series, candleTime);
    if (index < 0) return null;
    const { bid, ask } = spread(this.#price(series, index, candleTime));
    // Levels one basis point apart, each a tenth of what stands within ten.
    const apart = Math.max(1, Math.round(bid / 10_000));
    const amount = Decimal.of(this.#near(series, index) / 10n, series.amountScale);
    const levels = (best: number, direction: number): OrderBook["bids"] => {
      if (amount.isZero) return [];
      return Array.from({ length: Math.min(depth, LEVELS) }, (_, level) => [
        text(best + direction * level * apart, series.priceScale),
        amount.toString(),
      ]);
    };
    // The candle's own time would make the book look years old: it stands as of the engine's time.
    return { venue, symbol, bids: levels(bid, -1), asks: levels(ask, 1), tsEvent: null, tsInit: time };
  }

  /** Closed candles up to the replay's position, never beyond; null for an unknown market or a timeframe finer than the files. */
  candles(symbol: MarketSymbol, timeframe: Timeframe, before: number | null, limit: number): readonly Candle[] | null {
    const series = this.#series.get(symbol);
    const length = TIMEFRAME_MS[timeframe];
    if (series === undefined || length < this.#length) return null;
    const position = this.#clock.now().time;
    const until = Math.min(position, before === null ? position : Math.ceil(before / length) * length);
    const end = firstIndex(series.candles, until - this.#length + 1);
    // By rows, not by time: a gap must not shorten the answer. One candle more, since the first may begin in its middle.
    const rows = (limit + 1) * (length / this.#length);
    const known = series.candles.slice(Math.max(0, end - rows), end);
    return rollUpCandles(known, timeframe, until)
      .filter(({ closed, openTime }) => closed && (before === null || openTime < before))
      .slice(-limit);
  }

  /** Index of the candle that covers the moment, -1 in a gap. */
  #candleAt(series: ReplaySeries, time: number): number {
    const index = firstIndex(series.candles, time + 1) - 1;
    const candle = series.candles[index];
    return candle !== undefined && time < candle.openTime + this.#length ? index : -1;
  }

  #price(series: ReplaySeries, index: number, time: number): number {
    const at = (offset: number) => series.steps[index * 4 + offset] ?? 0;
    const second = Math.floor((time - (series.candles[index]?.openTime ?? 0)) / SECOND_MS);
    const candle = { open: at(0), high: at(1), low: at(2), close: at(3) };
    return computeWalk(candle, second, this.#length / SECOND_MS);
  }

  /** Volume of the closed candles of the last 24 hours. */
  #volume24h(series: ReplaySeries, index: number): DecimalString {
    const since = (series.candles[index]?.openTime ?? 0) - DAY_MS;
    const units =
      (series.volumeBefore[index] ?? 0n) - (series.volumeBefore[firstIndex(series.candles, Math.max(0, since))] ?? 0n);
    return Decimal.of(units, series.amountScale).toString();
  }

  /** What stands near the best price, in amount steps: from candles that are over, or the first one's own volume. */
  #near(series: ReplaySeries, index: number): bigint {
    const openTime = series.candles[index]?.openTime ?? 0;
    const from = Math.min(index - 1, firstIndex(series.candles, Math.max(0, openTime - DEPTH_MS)));
    const [first, last] = index === 0 ? [0, 1] : [Math.max(0, from), index];
    const units = (series.volumeBefore[last] ?? 0n) - (series.volumeBefore[first] ?? 0n);
    const minutes = BigInt(((last - first) * this.#length) / MINUTE_MS);
    return (units * BigInt(NEAR_MINUTES)) / minutes;
  }
}

function spread(price: number): { readonly bid: number; readonly ask: number } {
  const half = Math.max(1, Math.round(price / HALF_SPREAD));
  return { bid: price - half, ask: price + half };
}

function text(steps: number, scale: number): DecimalString {
  return Decimal.of(BigInt(steps), scale).toString();
}

/** Index of the first candle that opens at or after `time`. */
function firstIndex(candles: readonly Candle[], time: number): number {
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((candles[middle]?.openTime ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
