// How do columns of made-up bars look as candles of a market?
import type { CandleColumns } from "#engine/signals/features/compute-candle-columns.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { unixMs } from "#shared/domain/time.ts";

/** Closed ones, oldest first. */
export function toCandles(columns: CandleColumns): readonly Candle[] {
  const text = (value: number | undefined) => decimalString(String(value));
  return Array.from(columns.close, (close, bar) => ({
    openTime: unixMs(columns.timestampMs[bar] ?? 0),
    open: text(columns.open[bar]),
    high: text(columns.high[bar]),
    low: text(columns.low[bar]),
    close: text(close),
    volume: text(columns.volume[bar]),
    closed: true,
  }));
}
