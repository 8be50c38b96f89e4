// What does one market of one simulated venue show at a moment, and what were its candles?

import { mix32, type SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, RawQuote } from "#shared/domain/quote.ts";
import { MINUTE_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { type BookLevel, computeBook } from "./compute-book.ts";
import { MINUTES_A_DAY } from "./factor-path.ts";
import { formatSteps, type Step, step } from "./format-steps.ts";
import type { PairPath } from "./pair-path.ts";
import { MARKET_EPOCH_MS, REGIME_FACTS, type Regimes } from "./regimes.ts";

/** Prices change at these moments only: asking twice in between gives the same quote. */
const PRICE_SLOT_MS = 250;
/** A venue's offset from the common middle is drawn at this distance and runs straight between. */
const OFFSET_MINUTES = 15;
/** Share of a day's volume that stands within 10 basis points of the best price in a calm market. */
const NEAR_SHARE = 0.0015;
const UINT32 = 4_294_967_296;

interface VenueMarketShape {
  readonly instrument: Instrument;
  readonly path: PairPath;
  readonly regimes: Regimes;
  readonly halfSpreadBp: number;
  readonly offsetBp: number;
  /** Share of the path's volume that is traded here, and the average volume a day in base. */
  readonly turnoverShare: number;
  readonly dailyVolume: number;
}

export class VenueMarket {
  readonly instrument: Instrument;
  readonly #shape: VenueMarketShape;
  readonly #priceStep: Step;
  readonly #amountStep: Step;
  readonly #offsetRng: SeededRng;
  readonly #noiseKey: number;
  #knot = -1;
  #knotFrom = 0;
  #knotTo = 0;

  /** `rng` must be this market's own stream. */
  constructor(rng: SeededRng, shape: VenueMarketShape) {
    this.instrument = shape.instrument;
    this.#shape = shape;
    this.#priceStep = step(shape.instrument.priceStep);
    this.#amountStep = step(shape.instrument.amountStep);
    this.#offsetRng = rng.fork("offset");
    this.#noiseKey = rng.fork("noise").uint32();
  }

  /** The quote as it stands at `time`; null before the market's first day. */
  quoteAt(time: UnixMs): RawQuote | null {
    if (time < MARKET_EPOCH_MS) return null;
    const top = this.#top(time);
    const volume = this.#shape.path.volume24h(top.time) * this.#shape.turnoverShare;
    return {
      venue: this.instrument.venue,
      symbol: this.instrument.symbol,
      bid: formatSteps(top.bid, this.#priceStep),
      ask: formatSteps(top.ask, this.#priceStep),
      last: formatSteps(Math.max(1, Math.round(top.mid)), this.#priceStep),
      volume24h: formatSteps(Math.floor(volume / this.#amountStep.size), this.#amountStep),
      tsEvent: unixMs(top.time),
      tsInit: time,
      source: "simulated",
    };
  }

  bookAt(time: UnixMs, depth: number): OrderBook | null {
    if (time < MARKET_EPOCH_MS) return null;
    const top = this.#top(time);
    const second = Math.floor(top.time / SECOND_MS);
    const secondKey = mix32(this.#noiseKey ^ mix32(second | 0));
    const near =
      this.#shape.dailyVolume *
      this.#shape.turnoverShare *
      NEAR_SHARE *
      REGIME_FACTS[this.#shape.regimes.at(top.time)].depth;
    const { bids, asks } = computeBook({
      bid: top.bid,
      ask: top.ask,
      mid: top.mid,
      near: near / this.#amountStep.size,
      depth,
      chance: (index) => mix32(secondKey + index) / UINT32,
    });
    const format = ([price, amount]: BookLevel): OrderBook["bids"][number] => [
      formatSteps(price, this.#priceStep),
      formatSteps(amount, this.#amountStep),
    ];
    return {
      venue: this.instrument.venue,
      symbol: this.instrument.symbol,
      bids: bids.map(format),
      asks: asks.map(format),
      tsEvent: unixMs(top.time),
      tsInit: time,
    };
  }

  /** Closed candles that open at or after `from` and end at or before `until`, oldest first. */
  candles(timeframe: Timeframe, from: UnixMs, until: UnixMs): readonly Candle[] {
    const length = TIMEFRAME_MS[timeframe];
    const candles: Candle[] = [];
    const first = Math.ceil(Math.max(from, MARKET_EPOCH_MS) / length) * length;
    for (let openTime = first; openTime + length <= until; openTime += length) {
      candles.push(this.#candle(openTime, length / MINUTE_MS));
    }
    return candles;
  }

  #candle(openTime: number, minutes: number): Candle {
    const firstMinute = Math.floor((openTime - MARKET_EPOCH_MS) / MINUTE_MS);
    let day = -1;
    let data = this.#shape.path.day(0);
    let open = 0;
    let close = 0;
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    let volume = 0;
    for (let minute = firstMinute; minute < firstMinute + minutes; minute += 1) {
      const minuteDay = Math.floor(minute / MINUTES_A_DAY);
      if (minuteDay !== day) {
        day = minuteDay;
        data = this.#shape.path.day(day);
      }
      const index = minute - day * MINUTES_A_DAY;
      const offset = this.#offset(minute);
      if (minute === firstMinute) open = (data.close[index] ?? 0) + offset;
      close = (data.close[index + 1] ?? 0) + offset;
      high = Math.max(high, (data.high[index] ?? 0) + offset);
      low = Math.min(low, (data.low[index] ?? 0) + offset);
      // Whole steps are summed, so that candles of different lengths agree to the last unit.
      volume += Math.floor(((data.volume[index] ?? 0) * this.#shape.turnoverShare) / this.#amountStep.size);
    }
    return {
      // A multiple of the timeframe between two times, so it is one itself; checking each of 250,000 would take most of the work.
      openTime: openTime as UnixMs,
      open: this.#price(open),
      high: this.#price(high),
      low: this.#price(low),
      close: this.#price(close),
      volume: formatSteps(volume, this.#amountStep),
      closed: true,
    };
  }

  #price(level: number) {
    return formatSteps(Math.max(1, Math.round(Math.exp(level) / this.#priceStep.size)), this.#priceStep);
  }

  /** Best prices and middle in whole price steps. */
  #top(time: number): { readonly time: number; readonly bid: number; readonly ask: number; readonly mid: number } {
    const slot = Math.floor(time / PRICE_SLOT_MS) * PRICE_SLOT_MS;
    const level = this.#shape.path.levelAt(slot) + this.#offset(Math.floor((slot - MARKET_EPOCH_MS) / MINUTE_MS));
    const mid = Math.exp(level) / this.#priceStep.size;
    const noise = mix32(this.#noiseKey + mix32(Math.floor(slot / SECOND_MS) | 0)) / UINT32;
    const spread = REGIME_FACTS[this.#shape.regimes.at(slot)].spread * (0.7 + 0.6 * noise);
    const half = (mid * this.#shape.halfSpreadBp * spread) / 10_000;
    const bid = Math.max(1, Math.floor(mid - half));
    return { time: slot, bid, ask: Math.max(bid + 1, Math.ceil(mid + half)), mid };
  }

  #offset(minute: number): number {
    const knot = Math.floor(minute / OFFSET_MINUTES);
    if (knot !== this.#knot) {
      this.#knotFrom = knot === this.#knot + 1 && this.#knot >= 0 ? this.#knotTo : this.#offsetRng.fork(knot).normal();
      this.#knotTo = this.#offsetRng.fork(knot + 1).normal();
      this.#knot = knot;
    }
    const share = (minute - knot * OFFSET_MINUTES) / OFFSET_MINUTES;
    return ((this.#knotFrom + (this.#knotTo - this.#knotFrom) * share) * this.#shape.offsetBp) / 10_000;
  }
}
