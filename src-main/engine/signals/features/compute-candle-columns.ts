// How do closed candles stand as columns of numbers, so that indicators run over them in tight loops?
import type { Candle } from "#shared/domain/candle.ts";

/** Closed candles, oldest first. `timestampMs` is the open time (UTC); volume is in the base asset. Each column has `length` values. */
export interface CandleColumns {
  readonly length: number;
  readonly timestampMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export const COLUMN_NAMES = ["timestampMs", "open", "high", "low", "close", "volume"] as const;

/** Six columns of zeros. */
export function emptyColumns(length: number): CandleColumns {
  return {
    length,
    timestampMs: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/** The closed ones among the candles, in the order given. Statistics only: money is never read back from these numbers. */
export function toCandleColumns(candles: readonly Candle[]): CandleColumns {
  const closed = candles.filter((candle) => candle.closed);
  const columns = emptyColumns(closed.length);
  for (const [index, candle] of closed.entries()) {
    columns.timestampMs[index] = candle.openTime;
    columns.open[index] = +candle.open;
    columns.high[index] = +candle.high;
    columns.low[index] = +candle.low;
    columns.close[index] = +candle.close;
    columns.volume[index] = +candle.volume;
  }
  return columns;
}

/** Bars `from` to `to` - 1 of the columns, without a copy. */
export function sliceColumns(columns: CandleColumns, from: number, to: number): CandleColumns {
  return {
    length: to - from,
    timestampMs: columns.timestampMs.subarray(from, to),
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume.subarray(from, to),
  };
}
