// How do candles of one length become candles of a longer one?
import { type Candle, TIMEFRAME_MS, type Timeframe } from "./candle.ts";
import { Decimal, decimal } from "./decimal.ts";
import { floorTime } from "./time.ts";

/**
 * One candle from candles of the same interval, oldest first; prices as they are, volumes summed exactly.
 * Null for none: a gap stays a gap.
 */
export function mergeCandles(parts: readonly Candle[], openTime: Candle["openTime"], closed: boolean): Candle | null {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return null;
  let high = first.high;
  let low = first.low;
  let highest = decimal(high);
  let lowest = decimal(low);
  for (const part of parts) {
    if (part.high !== high) {
      const value = decimal(part.high);
      if (value.gt(highest)) [high, highest] = [part.high, value];
    }
    if (part.low !== low) {
      const value = decimal(part.low);
      if (value.lt(lowest)) [low, lowest] = [part.low, value];
    }
  }
  const volume = parts.length === 1 ? first.volume : Decimal.sum(parts.map((part) => decimal(part.volume))).toString();
  return { openTime, open: first.open, high, low, close: last.close, volume, closed };
}

/**
 * Rolls closed candles up to `timeframe`, oldest first. A candle is closed once its interval ends at or before `until`;
 * the one that is not yet over comes last and open.
 */
export function rollUpCandles(parts: readonly Candle[], timeframe: Timeframe, until: number): readonly Candle[] {
  const length = TIMEFRAME_MS[timeframe];
  const rolled: Candle[] = [];
  let start = 0;
  while (start < parts.length) {
    const first = parts[start];
    if (first === undefined) break;
    const openTime = floorTime(first.openTime, length);
    let end = start + 1;
    while (end < parts.length && (parts[end]?.openTime ?? 0) < openTime + length) end += 1;
    const merged = mergeCandles(parts.slice(start, end), openTime, openTime + length <= until);
    if (merged !== null) rolled.push(merged);
    start = end;
  }
  return rolled;
}
