// How are candles of a length that a venue does not have made of shorter ones? Exactly: first open, last close, extremes, sum.
import type { Candle } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { floorTime } from "#shared/domain/time.ts";

/** `candles` oldest first and of one length that divides `lengthMs`. An interval without any of them has no candle either. */
export function widenCandles(candles: readonly Candle[], lengthMs: number): readonly Candle[] {
  const wide: Candle[] = [];
  for (const candle of candles) {
    const openTime = floorTime(candle.openTime, lengthMs);
    const last = wide.at(-1);
    if (last === undefined || last.openTime !== openTime) wide.push({ ...candle, openTime });
    else wide[wide.length - 1] = joined(last, candle);
  }
  return wide;
}

function joined(first: Candle, next: Candle): Candle {
  return {
    ...first,
    high: decimal(next.high).gt(decimal(first.high)) ? next.high : first.high,
    low: decimal(next.low).lt(decimal(first.low)) ? next.low : first.low,
    close: next.close,
    volume: decimal(first.volume).add(decimal(next.volume)).toString(),
    closed: first.closed && next.closed,
  };
}
