// How does the middle price of one market move, minute by minute and within a minute?
// Minute closes come from the factors, so markets agree with each other at every full minute. Within a minute a bridge of
// its own joins them; its highest and lowest points are drawn first, so candles never need the seconds.

import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { DAY_MS, MINUTE_MS } from "#shared/domain/time.ts";
import type { SimulatedAsset } from "./assets.ts";
import { type FactorPath, MINUTES_A_DAY } from "./factor-path.ts";
import { MARKET_EPOCH_MS, REGIME_FACTS, type Regimes, seasonality } from "./regimes.ts";
import { drawSeconds, levelWithin } from "./second-path.ts";

const KEPT_DAYS = 20;

/** One asset against USD: its facts, its own factor and the market's. */
export interface AssetFactors {
  readonly facts: SimulatedAsset;
  readonly market: FactorPath;
  readonly own: FactorPath;
}

/** Log prices and volumes of one UTC day. `close[0]` is the day's start, `close[m]` the end of its minute m (from 1). */
export interface PairDay {
  readonly close: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  /** In the base asset, at a venue that trades the average turnover. */
  readonly volume: Float64Array;
  /** Volume of the day's minutes before this one: 1441 values. */
  readonly volumeBefore: Float64Array;
}

export interface PairShape {
  /** Names the stream of random numbers within a minute; two pairs with the same name move together there. */
  readonly bridge: string;
  readonly dailyVolatility: number;
  /** Average volume a day in the base asset. */
  readonly dailyVolume: number;
}

export class PairPath {
  readonly #base: AssetFactors;
  readonly #quote: AssetFactors | null;
  readonly #shape: PairShape;
  readonly #regimes: Regimes;
  readonly #dayRng: SeededRng;
  readonly #minuteRng: SeededRng;
  readonly #days = new Map<number, PairDay>();
  #secondsMinute = -1;
  #seconds: Float64Array = new Float64Array(0);

  /** `quote` is null for a market against USD. */
  constructor(rng: SeededRng, base: AssetFactors, quote: AssetFactors | null, shape: PairShape, regimes: Regimes) {
    this.#base = base;
    this.#quote = quote;
    this.#shape = shape;
    this.#regimes = regimes;
    this.#dayRng = rng.fork(`day:${shape.bridge}`);
    this.#minuteRng = rng.fork(`minute:${shape.bridge}`);
  }

  day(day: number): PairDay {
    const kept = this.#days.get(day);
    if (kept !== undefined) return kept;
    const built = this.#build(day);
    if (this.#days.size >= KEPT_DAYS) {
      const oldest = this.#days.keys().next();
      if (oldest.done !== true) this.#days.delete(oldest.value);
    }
    this.#days.set(day, built);
    return built;
  }

  /** Log price at a moment at or after the market's first. */
  levelAt(time: number): number {
    const sinceEpoch = time - MARKET_EPOCH_MS;
    const minute = Math.floor(sinceEpoch / MINUTE_MS);
    if (minute !== this.#secondsMinute) {
      const day = Math.floor(minute / MINUTES_A_DAY);
      const index = minute - day * MINUTES_A_DAY;
      const data = this.day(day);
      const open = data.close[index] ?? 0;
      const close = data.close[index + 1] ?? 0;
      this.#seconds = drawSeconds(this.#minuteRng.fork(minute), {
        open,
        close,
        high: data.high[index] ?? open,
        low: data.low[index] ?? open,
        deviation: this.#minuteDeviation(day, index),
      });
      this.#secondsMinute = minute;
    }
    return levelWithin(this.#seconds, sinceEpoch - minute * MINUTE_MS);
  }

  /** Volume in the base asset over the 24 hours before `time`, to the full minute. */
  volume24h(time: number): number {
    const sinceEpoch = time - MARKET_EPOCH_MS;
    const day = Math.floor(sinceEpoch / DAY_MS);
    const minute = Math.floor((sinceEpoch - day * DAY_MS) / MINUTE_MS);
    const today = this.day(day).volumeBefore[minute] ?? 0;
    if (day === 0) return today;
    const yesterday = this.day(day - 1).volumeBefore;
    return today + (yesterday[MINUTES_A_DAY] ?? 0) - (yesterday[minute] ?? 0);
  }

  #minuteDeviation(day: number, minute: number): number {
    const hour = Math.floor(minute / 60);
    const factor = REGIME_FACTS[this.#regimes.ofHour(day * 24 + hour)].volatility * seasonality(hour);
    return (this.#shape.dailyVolatility * factor) / Math.sqrt(MINUTES_A_DAY);
  }

  #build(day: number): PairDay {
    const close = new Float64Array(MINUTES_A_DAY + 1);
    addAsset(close, this.#base, day, 1);
    if (this.#quote !== null) addAsset(close, this.#quote, day, -1);
    const high = new Float64Array(MINUTES_A_DAY);
    const low = new Float64Array(MINUTES_A_DAY);
    const volume = new Float64Array(MINUTES_A_DAY);
    const volumeBefore = new Float64Array(MINUTES_A_DAY + 1);
    const rng = this.#dayRng.fork(day);
    const shares = this.#regimes.variances(day);
    const perMinute = this.#shape.dailyVolume / MINUTES_A_DAY;
    let traded = 0;
    let doubleVariance = 0;
    let halfOfDeviation = 0;
    let activity = 0;
    for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) {
      if (minute % 60 === 0) {
        const hour = minute / 60;
        doubleVariance = (this.#shape.dailyVolatility ** 2 * (shares[hour] ?? 0)) / 30;
        halfOfDeviation = 0.5 / Math.sqrt(doubleVariance / 2);
        activity = perMinute * 0.6 * REGIME_FACTS[this.#regimes.ofHour(day * 24 + hour)].volume * seasonality(hour);
      }
      const from = close[minute] ?? 0;
      const to = close[minute + 1] ?? 0;
      const move = to - from;
      // Maximum and minimum of a Brownian bridge, each drawn from its exact law.
      high[minute] = (from + to + Math.sqrt(move * move - doubleVariance * Math.log(1 - rng.uniform()))) / 2;
      low[minute] = (from + to - Math.sqrt(move * move - doubleVariance * Math.log(1 - rng.uniform()))) / 2;
      const excitement = 1 + Math.min(2, Math.abs(move) * halfOfDeviation);
      const chance = rng.uniform();
      const drawn = activity * excitement * (0.3 + 2.1 * chance * chance);
      volume[minute] = drawn;
      traded += drawn;
      volumeBefore[minute + 1] = traded;
    }
    return { close, high, low, volume, volumeBefore };
  }
}

function addAsset(levels: Float64Array, asset: AssetFactors, day: number, sign: 1 | -1): void {
  const market = asset.market.day(day);
  const own = asset.own.day(day);
  const anchor = Math.log(asset.facts.price);
  for (let minute = 0; minute < levels.length; minute += 1) {
    const level = anchor + asset.facts.beta * (market[minute] ?? 0) + (own[minute] ?? 0);
    levels[minute] = (levels[minute] ?? 0) + sign * level;
  }
}
