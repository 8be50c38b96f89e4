// What does the venue's market show now? Simulated by a seed, or fixed by the test where results must be exact.
import type { BookSource } from "#engine/ports/market-model.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString, decimal, decimalString } from "#shared/domain/decimal.ts";
import { type MarketSymbol, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import { DAY_MS, floorTime, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { type Listing, toInstrument } from "./listing.ts";
import { SimulatedPrices } from "./simulated-prices.ts";

export interface VenueMarketOptions {
  readonly venue: VenueId;
  readonly listings: readonly Listing[];
  /** Of the simulated market; default 1. */
  readonly seed?: number;
  /** Fixed middle prices by symbol; markets that are not named are simulated. */
  readonly prices?: Readonly<Record<string, string>>;
}

export interface DayStats {
  readonly open: DecimalString;
  readonly high: DecimalString;
  readonly low: DecimalString;
  readonly last: DecimalString;
  readonly volume: DecimalString;
  readonly quoteVolume: DecimalString;
}

interface FixedBook {
  readonly bids: OrderBook["bids"];
  readonly asks: OrderBook["asks"];
  readonly setAt: UnixMs;
}

const DEPTH = 25;
const FIXED_LEVELS = 10;
/** Base units on each level of a fixed book: more than any test takes. */
const FIXED_SIZE = "100000";
const DAY_HOURS = 24;

export class VenueMarket implements BookSource {
  readonly venue: VenueId;
  readonly #instruments = new Map<MarketSymbol, Instrument>();
  readonly #simulated: SimulatedPrices;
  readonly #fixed = new Map<MarketSymbol, FixedBook>();
  #sets = 0;

  constructor(options: VenueMarketOptions) {
    this.venue = options.venue;
    this.#simulated = new SimulatedPrices(options.seed ?? 1);
    for (const listing of options.listings) {
      const instrument = toInstrument(options.venue, listing);
      this.#instruments.set(instrument.symbol, instrument);
    }
    for (const [symbol, price] of Object.entries(options.prices ?? {})) this.setPrice(symbol, price);
  }

  get instruments(): readonly Instrument[] {
    return [...this.#instruments.values()];
  }

  instrument(symbol: string): Instrument | null {
    // A key that is no market symbol is simply not in the map.
    return this.#instruments.get(symbol as MarketSymbol) ?? null;
  }

  setStatus(symbol: string, status: Instrument["status"]): void {
    const instrument = this.#known(symbol);
    this.#instruments.set(instrument.symbol, { ...instrument, status });
  }

  /** Fixes a market's book to ten deep levels a side around this middle, one tick apart, until set again. */
  setPrice(symbol: string, middle: string, size = FIXED_SIZE): void {
    const tick = decimal(this.#known(symbol).priceStep);
    const side = (direction: "1" | "-1") =>
      Array.from({ length: FIXED_LEVELS }, (_, index): [string, string] => [
        decimal(middle)
          .add(tick.mul(decimal(direction)).mul(decimal(String(index + 1))))
          .toString(),
        size,
      ]);
    this.setBook(symbol, { bids: side("-1"), asks: side("1") });
  }

  /** Fixes a market's book, best first, until set again. Depth that orders take stays taken until then. */
  setBook(
    symbol: string,
    book: {
      readonly bids: readonly (readonly [string, string])[];
      readonly asks: readonly (readonly [string, string])[];
    },
  ): void {
    const levels = (side: readonly (readonly [string, string])[]): OrderBook["bids"] =>
      side.map(([price, size]) => [decimalString(price), decimalString(size)]);
    this.#sets += 1;
    // Each setting is a snapshot of its own, also where it repeats the last one.
    this.#fixed.set(this.#known(symbol).symbol, {
      bids: levels(book.bids),
      asks: levels(book.asks),
      setAt: unixMs(this.#sets),
    });
  }

  bookAt(_venue: VenueId, symbol: MarketSymbol, time: UnixMs, depth = DEPTH): OrderBook | null {
    const instrument = this.#instruments.get(symbol);
    if (instrument === undefined) return null;
    const fixed = this.#fixed.get(symbol);
    if (fixed === undefined) return this.#simulated.bookAt(instrument, time, depth);
    const { bids, asks, setAt } = fixed;
    return {
      venue: this.venue,
      symbol,
      bids: bids.slice(0, depth),
      asks: asks.slice(0, depth),
      tsEvent: setAt,
      tsInit: time,
    };
  }

  /** Middle of best bid and ask on the tick; null without a book. */
  lastPrice(symbol: string, time: UnixMs): Decimal | null {
    const instrument = this.instrument(symbol);
    if (instrument === null) return null;
    const book = this.bookAt(this.venue, instrument.symbol, time, 1);
    const [bid, ask] = [book?.bids[0]?.[0], book?.asks[0]?.[0]];
    if (bid === undefined || ask === undefined) return null;
    const middle = decimal(bid).add(decimal(ask)).div(decimal("2"), 18, "halfEven");
    return middle.roundToStep(decimal(instrument.priceStep), "floor");
  }

  /** Candles that open in [from, now], oldest first; the last one may still be open, as venues send it. */
  candles(symbol: string, timeframe: Timeframe, from: UnixMs, now: UnixMs): readonly Candle[] {
    const instrument = this.#known(symbol);
    const length = TIMEFRAME_MS[timeframe];
    const openTime = floorTime(now, length);
    const closed = this.#closed(instrument, timeframe, from, openTime);
    const last = this.lastPrice(symbol, now)?.toString();
    if (last === undefined || openTime < from) return closed;
    const minutes = this.#closed(instrument, "1m", openTime, floorTime(now, MINUTE_MS));
    return [...closed, join([...minutes, flat(now, last, "0")], openTime)];
  }

  /** The last 24 hours; null without a book. */
  dayStats(symbol: string, now: UnixMs): DayStats | null {
    const instrument = this.#known(symbol);
    const last = this.lastPrice(symbol, now)?.toString();
    if (last === undefined) return null;
    const end = floorTime(now, HOUR_MS);
    const hours = this.#closed(instrument, "1h", unixMs(Math.max(0, end - DAY_HOURS * HOUR_MS)), end);
    const day = join([...hours, flat(now, last, "0")], unixMs(Math.max(0, now - DAY_MS)));
    const quoteVolume = Decimal.sum(hours.map((hour) => decimal(hour.volume).mul(decimal(hour.close))));
    return {
      open: day.open,
      high: day.high,
      low: day.low,
      last,
      volume: day.volume,
      quoteVolume: quoteVolume.toString(),
    };
  }

  #closed(instrument: Instrument, timeframe: Timeframe, from: UnixMs, until: UnixMs): readonly Candle[] {
    if (!this.#fixed.has(instrument.symbol)) return this.#simulated.candles(instrument, timeframe, from, until);
    const price = this.lastPrice(instrument.symbol, until)?.toString();
    if (price === undefined) return [];
    const length = TIMEFRAME_MS[timeframe];
    const candles: Candle[] = [];
    for (let at = Math.ceil(from / length) * length; at + length <= until; at += length)
      candles.push({ ...flat(unixMs(at), price, "1"), closed: true });
    return candles;
  }

  #known(symbol: string): Instrument {
    const instrument = this.#instruments.get(marketSymbolSchema.parse(symbol));
    if (instrument === undefined)
      throw new RangeError(`${this.venue} lists no ${symbol}: add it to the venue's listings, or name another market`);
    return instrument;
  }
}

function flat(openTime: UnixMs, price: DecimalString, volume: string): Candle {
  return { openTime, open: price, high: price, low: price, close: price, volume: decimalString(volume), closed: false };
}

/** One candle over these, which are in order and at least one. */
function join(parts: readonly Candle[], openTime: UnixMs): Candle {
  const decimals = (field: "high" | "low" | "volume") => parts.map((part) => decimal(part[field]));
  const [firstHigh = Decimal.ZERO, ...highs] = decimals("high");
  const [firstLow = Decimal.ZERO, ...lows] = decimals("low");
  const zero = Decimal.ZERO.toString();
  return {
    openTime,
    open: parts[0]?.open ?? zero,
    high: Decimal.max(firstHigh, ...highs).toString(),
    low: Decimal.min(firstLow, ...lows).toString(),
    close: parts.at(-1)?.close ?? zero,
    volume: Decimal.sum(decimals("volume")).toString(),
    closed: false,
  };
}
