// What does one subscription to `ohlc` send? The newest candles, then the growing one at each change.
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import type { KrakenPair } from "./assets.ts";
import { priceFigure, sizeFigure, timeText } from "./stream-json.ts";
import type { MarketFeed } from "./stream-market-feed.ts";
import { SNAPSHOT_CANDLES } from "./stream-quirks.ts";
import type { Fields } from "./stream-request.ts";

/** Other lengths that Kraken has (30 minutes, a week, 15 days) are not served, as by REST. */
export const INTERVALS: ReadonlyMap<number, Timeframe> = new Map([
  [1, "1m"],
  [5, "5m"],
  [15, "15m"],
  [60, "1h"],
  [240, "4h"],
  [1440, "1d"],
]);
/** Trades are not simulated one by one; REST shows the same count. */
const TRADES = 1_000;

export class CandleFeed implements MarketFeed {
  readonly #pair: KrakenPair;
  readonly #minutes: number;
  readonly #world: VenueWorld;
  #last: Candle | null = null;

  constructor(pair: KrakenPair, minutes: number, world: VenueWorld) {
    this.#pair = pair;
    this.#minutes = minutes;
    this.#world = world;
  }

  snapshot(): readonly object[] {
    const candles = this.#candlesFrom(this.#world.now() - SNAPSHOT_CANDLES * this.#lengthMs);
    this.#last = candles.at(-1) ?? null;
    return candles.length === 0 ? [] : [this.#frame("snapshot", candles)];
  }

  /** The last state of a candle comes before the next one begins, as its last trade does. */
  changes(): readonly object[] {
    const last = this.#last;
    const candles = this.#candlesFrom(last?.openTime ?? this.#world.now() - this.#lengthMs);
    const changed = candles.filter(
      (candle) => last === null || candle.openTime > last.openTime || !isSame(candle, last),
    );
    this.#last = candles.at(-1) ?? last;
    return changed.map((candle) => this.#frame("update", [candle]));
  }

  get #timeframe(): Timeframe {
    return INTERVALS.get(this.#minutes) ?? "1m";
  }

  get #lengthMs(): number {
    return TIMEFRAME_MS[this.#timeframe];
  }

  #candlesFrom(from: number): readonly Candle[] {
    return this.#world.market.candles(this.#pair.symbol, this.#timeframe, unixMs(Math.max(0, from)), this.#world.now());
  }

  #frame(type: "snapshot" | "update", candles: readonly Candle[]): object {
    const data = candles.map((candle) => this.#row(candle));
    return { channel: "ohlc", type, timestamp: timeText(this.#world.now()), data };
  }

  #row(candle: Candle): Fields {
    return {
      symbol: this.#pair.symbol,
      open: priceFigure(this.#pair, candle.open),
      high: priceFigure(this.#pair, candle.high),
      low: priceFigure(this.#pair, candle.low),
      close: priceFigure(this.#pair, candle.close),
      trades: TRADES,
      volume: sizeFigure(candle.volume),
      vwap: priceFigure(this.#pair, candle.close),
      interval_begin: timeText(candle.openTime).replace("000Z", "000000Z"),
      interval: this.#minutes,
      timestamp: timeText(candle.openTime + this.#lengthMs),
    };
  }
}

function isSame(left: Candle, right: Candle): boolean {
  const fields = ["openTime", "open", "high", "low", "close"] as const;
  return fields.every((field) => left[field] === right[field]) && decimal(left.volume).eq(decimal(right.volume));
}
