// How do the minutes of one market become its longer candles, as they happen, and what changes when the venue tells its own?
import { type Candle, TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { DAY_MS, floorTime, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { joinRanges, type TimeRange } from "#shared/domain/time-range.ts";
import { CandleParts } from "./candle-parts.ts";

export interface ClosedCandle {
  readonly timeframe: Timeframe;
  readonly candle: Candle;
}

export class CandleSeries {
  readonly #openMinute: () => Candle | null;
  /** Minutes of the open hour and of the one before it, and the hours before those of the same day. */
  readonly #parts = new CandleParts();
  /** Since when every minute is known without a break; null while that has not begun. */
  #knownFrom: UnixMs | null = null;
  /** What the venue told, or we saw before an interruption, without a hole. */
  #told: TimeRange | null = null;
  /** The minute that was open when we were interrupted; -1 for none. Whether it was continued is not known. */
  #broken = -1;

  /** `openMinute`: the minute that is being built. */
  constructor(openMinute: () => Candle | null) {
    this.#openMinute = openMinute;
  }

  /** Takes a minute of ours that is over; returns every candle that is over with it and was seen whole. */
  addMinute(minute: Candle): readonly ClosedCandle[] {
    const isWhole = this.#knownFrom !== null && minute.openTime >= this.#knownFrom;
    const own: ClosedCandle = { timeframe: "1m", candle: minute };
    if (minute.openTime < this.#parts.end) {
      // The venue was quicker. Where it told a longer candle, the minute is still ours to tell.
      if (minute.openTime + MINUTE_MS === this.#parts.end) this.#begin(minute.openTime, false);
      const holder = this.#parts.at(minute.openTime);
      return isWhole && holder !== null && holder.lengthMs > MINUTE_MS ? [own] : [];
    }
    const closed = this.#ended(minute.openTime);
    this.#parts.put("1m", minute, false);
    if (isWhole) closed.push(own);
    this.#begin(minute.openTime, false);
    this.#emitEnding("1m", minute, closed);
    this.#fold();
    return closed;
  }

  /** The venue's own candle, over by its word: it takes the place of ours. Returns it and the closed candles that change with it. */
  replace(timeframe: Timeframe, candle: Candle): readonly ClosedCandle[] {
    const isNew = candle.openTime >= this.#parts.end;
    const changed = isNew ? this.#ended(candle.openTime) : [];
    changed.push({ timeframe, candle });
    // What is older than the parts is part of nothing that is open or was just closed.
    if (!isNew && candle.openTime < this.#parts.start) return changed;
    if (!this.#parts.put(timeframe, candle, true)) return changed;
    if (isNew) this.#begin(candle.openTime, true);
    this.#emitEnding(timeframe, candle, changed);
    if (isNew) this.#fold();
    return changed;
  }

  /** Takes what the venue has told of a range, minute by minute, gaps included, in place of what we had there. */
  learn(range: TimeRange, minutes: readonly Candle[]): void {
    this.#parts.learn(range, minutes);
    this.#told = joinRanges(this.#told, range);
    this.#join();
    this.#fold();
  }

  /** Whether the open candle lacks its beginning, so that only the venue can tell it. */
  lacksStart(timeframe: Timeframe, now: UnixMs): boolean {
    if (timeframe === "1m") return false;
    const start = floorTime(now, TIMEFRAME_MS[timeframe]);
    if (this.#knownFrom !== null && this.#knownFrom <= start) return false;
    if (this.#told === null || this.#told.from > start) return true;
    // The minute in which we began to listen is shown as far as we know it.
    const ours = this.#knownFrom === null ? (this.#openMinute()?.openTime ?? now) : this.#knownFrom - MINUTE_MS;
    return this.#told.until < floorTime(unixMs(ours), MINUTE_MS);
  }

  /** Since when every minute before ours is known without a hole; infinite where none is. */
  get toldFrom(): number {
    return this.#told?.from ?? Number.POSITIVE_INFINITY;
  }

  /** The newest candle as it stands: what is closed of its interval and the minute that is being built. */
  open(timeframe: Timeframe): Candle | null {
    const minute = this.#openMinute();
    if (timeframe === "1m") return minute;
    const { end } = this.#parts;
    const building = minute !== null && minute.openTime >= end ? minute : null;
    const newest = building?.openTime ?? end - 1;
    if (newest < 0) return null;
    const length = TIMEFRAME_MS[timeframe];
    const openTime = floorTime(unixMs(newest), length);
    if (openTime + length <= end) return null;
    const candle = this.#parts.merge(openTime, length, building);
    return candle === null ? null : { ...candle, closed: false };
  }

  /** The feed was interrupted, or what minutes are made of has changed. `during`: the minute that is open and goes on. */
  interrupt(during: number): void {
    const { end } = this.#parts;
    if (this.#knownFrom !== null && this.#knownFrom < end) {
      this.#told = joinRanges(this.#told, { from: this.#knownFrom, until: unixMs(end) });
    }
    this.#broken = during;
    this.#knownFrom = null;
  }

  reset(): void {
    this.#parts.clear();
    this.#knownFrom = null;
    this.#told = null;
    this.#broken = -1;
  }

  /** The first minute after a break began before we listened: what we know begins after it. */
  #begin(openTime: UnixMs, told: boolean): void {
    if (this.#knownFrom === null) {
      if (told) this.#knownFrom = openTime;
      else if (openTime !== this.#broken) this.#knownFrom = unixMs(openTime + MINUTE_MS);
    }
    this.#join();
  }

  /** What the venue told and what we saw may meet without a hole. */
  #join(): void {
    if (this.#told === null || this.#knownFrom === null) return;
    if (this.#told.from < this.#knownFrom && this.#told.until >= this.#knownFrom) this.#knownFrom = this.#told.from;
  }

  /** Candles that ended between the newest part and `now`, with no minute at their own end. */
  #ended(now: UnixMs): ClosedCandle[] {
    const closed: ClosedCandle[] = [];
    const { end } = this.#parts;
    if (end < 0) return closed;
    for (const timeframe of timeframeSchema.options) {
      const length = TIMEFRAME_MS[timeframe];
      const openTime = floorTime(unixMs(end - 1), length);
      if (end < openTime + length && openTime + length <= now) this.#emit(timeframe, openTime, closed);
    }
    return closed;
  }

  /** Longer candles that hold this one and are over: as they close with it, or as they are now that it has changed. */
  #emitEnding(timeframe: Timeframe, candle: Candle, into: ClosedCandle[]): void {
    const until = candle.openTime + TIMEFRAME_MS[timeframe];
    const isNewest = until >= this.#parts.end;
    for (const longer of timeframeSchema.options) {
      const length = TIMEFRAME_MS[longer];
      if (length <= TIMEFRAME_MS[timeframe]) continue;
      const openTime = floorTime(candle.openTime, length);
      const end = openTime + length;
      if (isNewest ? until === end : end <= this.#parts.end) this.#emit(longer, openTime, into);
    }
  }

  #emit(timeframe: Timeframe, openTime: UnixMs, into: ClosedCandle[]): void {
    if (this.#knownFrom === null || this.#knownFrom > openTime) return;
    const candle = this.#parts.merge(openTime, TIMEFRAME_MS[timeframe], null);
    if (candle !== null) into.push({ timeframe, candle });
  }

  #fold(): void {
    const { end } = this.#parts;
    if (end < 0) return;
    const hoursBefore = Math.max(0, floorTime(unixMs(end - 1), HOUR_MS) - HOUR_MS);
    this.#parts.fold(hoursBefore, floorTime(unixMs(hoursBefore), DAY_MS));
  }
}
