// Of which candles is a longer one made? Our own and the venue's, of any length, each stretch of time once.
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { mergeCandles } from "#shared/domain/compute-candles.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { floorTime, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { TimeRange } from "#shared/domain/time-range.ts";

interface Part {
  readonly candle: Candle;
  /** First time after it. */
  readonly until: number;
  /** The venue's own candle. */
  readonly told: boolean;
}

export class CandleParts {
  /** Oldest first, none within another. */
  #parts: Part[] = [];

  /** First time after the newest part; -1 without any. */
  get end(): number {
    return this.#parts.at(-1)?.until ?? -1;
  }

  get start(): number {
    return this.#parts[0]?.candle.openTime ?? Number.POSITIVE_INFINITY;
  }

  /** The part that holds the time; null where there is none. */
  at(time: number): { readonly told: boolean; readonly lengthMs: number } | null {
    const found = this.#parts.findLast(({ candle }) => candle.openTime <= time);
    if (found === undefined || found.until <= time) return null;
    return { told: found.told, lengthMs: found.until - found.candle.openTime };
  }

  /** Takes the place of the parts within it; left out where a longer one holds it already. Returns whether it was taken. */
  put(timeframe: Timeframe, candle: Candle, told: boolean): boolean {
    const until = candle.openTime + TIMEFRAME_MS[timeframe];
    const holder = this.at(candle.openTime);
    if (holder !== null && holder.lengthMs > TIMEFRAME_MS[timeframe]) return false;
    this.#replace({ from: candle.openTime, until: unixMs(until) }, [{ candle, until, told }]);
    return true;
  }

  /** The venue has told every minute of a range: its minutes and gaps take the place of what was there. */
  learn(range: TimeRange, minutes: readonly Candle[]): void {
    // Of a part that reaches beyond the range the minutes are not known: it stays as it is.
    const isOutside = ({ candle, until }: Part) => candle.openTime < range.from || until > range.until;
    const kept = this.#parts.filter(isOutside);
    const isHeld = (time: number) => kept.some(({ candle, until }) => candle.openTime <= time && time < until);
    const taken = minutes.filter(({ openTime }) => !isHeld(openTime));
    this.#replace(
      range,
      taken.map((candle) => ({ candle, until: candle.openTime + TIMEFRAME_MS["1m"], told: true })),
    );
  }

  /** One candle of what there is from `openTime` on, and of the minute that is being built; null for nothing. */
  merge(openTime: UnixMs, lengthMs: number, building: Candle | null): Candle | null {
    const within = this.#parts.filter(
      ({ candle, until }) => candle.openTime >= openTime && until <= openTime + lengthMs,
    );
    const all = building === null ? within : [...within, { candle: building, told: false }];
    return mergeParts(all, openTime, building === null);
  }

  /** Makes hours of what ended before `hoursBefore`, and forgets what opened before `from`. */
  fold(hoursBefore: number, from: number): void {
    if (this.start >= from && this.start >= hoursBefore) return;
    const rest = this.#parts.filter(({ candle }) => candle.openTime >= from);
    const folded: Part[] = [];
    for (let at = 0; at < rest.length; ) {
      const first = rest[at];
      if (first === undefined) break;
      const hour = floorTime(first.candle.openTime, HOUR_MS);
      let end = at + 1;
      while (end < rest.length && (rest[end]?.candle.openTime ?? 0) < hour + HOUR_MS) end += 1;
      const parts = rest.slice(at, end);
      at = end;
      const isShort = first.until <= hour + HOUR_MS && first.until - first.candle.openTime < HOUR_MS;
      const merged = isShort && hour + HOUR_MS <= hoursBefore ? mergeParts(parts, hour, true) : null;
      if (merged === null) folded.push(...parts);
      else folded.push({ candle: merged, until: hour + HOUR_MS, told: parts.every(({ told }) => told) });
    }
    this.#parts = folded;
  }

  clear(): void {
    this.#parts = [];
  }

  #replace(range: TimeRange, by: readonly Part[]): void {
    const outside = this.#parts.filter(({ candle, until }) => candle.openTime < range.from || until > range.until);
    this.#parts = [...outside, ...by].sort((one, other) => one.candle.openTime - other.candle.openTime);
  }
}

/**
 * Oldest part first; null for none. Some venues fill an interval without trades with the last price: that candle has no volume,
 * and a longer candle is made without it, as the venue makes its own.
 */
export function mergeParts(
  parts: readonly Pick<Part, "candle" | "told">[],
  openTime: UnixMs,
  closed: boolean,
): Candle | null {
  const traded = parts.filter(({ candle, told }) => !told || !decimal(candle.volume).isZero);
  return mergeCandles(
    (traded.length > 0 ? traded : parts).map(({ candle }) => candle),
    openTime,
    closed,
  );
}
