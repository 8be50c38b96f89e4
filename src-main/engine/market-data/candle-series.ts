// How do the minutes of one market become its longer candles, as they happen?
import { type Candle, TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { mergeCandles } from "#shared/domain/compute-candles.ts";
import { floorTime, MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import type { MinuteBuilder } from "./minute-builder.ts";

interface OpenBar {
  readonly candle: Candle;
  /** Whether every minute since the bar's start was seen; only then may the closed bar be stored. */
  readonly whole: boolean;
}

export interface ClosedCandle {
  readonly timeframe: Timeframe;
  readonly candle: Candle;
}

export class CandleSeries {
  readonly #minute: MinuteBuilder;
  readonly #bars = new Map<Timeframe, OpenBar>();
  /** Since when quotes are seen without a break; null before the first. */
  #seenFrom: UnixMs | null = null;

  constructor(minute: MinuteBuilder) {
    this.#minute = minute;
  }

  /** Takes a closed minute; returns every candle that is over now, the minute included. */
  addMinute(minute: Candle): readonly ClosedCandle[] {
    const closed: ClosedCandle[] = [];
    // The first minute began before we listened: it is whole only when it is not the first.
    const isWhole = this.#seenFrom !== null;
    this.#seenFrom ??= minute.openTime;
    if (isWhole) closed.push({ timeframe: "1m", candle: minute });
    for (const timeframe of timeframeSchema.options) {
      if (timeframe !== "1m") this.#extend(timeframe, minute, isWhole, closed);
    }
    return closed;
  }

  /** Puts what the venue knows of the bar's beginning in front of what was seen. */
  backfill(timeframe: Timeframe, start: Candle): void {
    this.#bars.set(timeframe, { candle: { ...start, closed: false }, whole: true });
  }

  /** Whether the open bar lacks its beginning, so that only the venue can tell it. */
  lacksStart(timeframe: Timeframe, now: UnixMs): boolean {
    if (timeframe === "1m") return false;
    const bar = this.#bars.get(timeframe);
    const start = floorTime(now, TIMEFRAME_MS[timeframe]);
    if (bar === undefined || bar.candle.openTime !== start) return this.#seenFrom === null || this.#seenFrom > start;
    return !bar.whole;
  }

  /** The newest candle as it stands: closed minutes of its interval and the minute that is being built. */
  open(timeframe: Timeframe): Candle | null {
    const minute = this.#minute.candle();
    if (timeframe === "1m") return minute;
    const bar = this.#bars.get(timeframe)?.candle ?? null;
    if (minute === null) return bar;
    const openTime = floorTime(minute.openTime, TIMEFRAME_MS[timeframe]);
    return mergeCandles(bar !== null && bar.openTime === openTime ? [bar, minute] : [minute], openTime, false);
  }

  /** The feed was interrupted: what is open now lacks a part. */
  interrupt(): void {
    this.#seenFrom = null;
    for (const [timeframe, { candle }] of this.#bars) this.#bars.set(timeframe, { candle, whole: false });
  }

  reset(): void {
    this.#bars.clear();
    this.#seenFrom = null;
  }

  #extend(timeframe: Timeframe, minute: Candle, isWhole: boolean, closed: ClosedCandle[]): void {
    const length = TIMEFRAME_MS[timeframe];
    const openTime = floorTime(minute.openTime, length);
    const before = this.#bars.get(timeframe);
    const isSame = before !== undefined && before.candle.openTime === openTime;
    if (before !== undefined && !isSame && before.whole) {
      closed.push({ timeframe, candle: { ...before.candle, closed: true } });
    }
    const parts = isSame ? [before.candle, minute] : [minute];
    const isOver = minute.openTime + MINUTE_MS === openTime + length;
    const whole = isSame ? before.whole && isWhole : isWhole && (this.#seenFrom ?? minute.openTime) <= openTime;
    const candle = mergeCandles(parts, openTime, isOver);
    if (candle === null) return;
    if (isOver) {
      if (whole) closed.push({ timeframe, candle });
      this.#bars.delete(timeframe);
    } else {
      this.#bars.set(timeframe, { candle, whole });
    }
  }
}
