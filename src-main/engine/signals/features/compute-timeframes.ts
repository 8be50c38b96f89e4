// Which candles of a slower timeframe are closed, going by the closed candles of a faster one?
import { TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { type CandleColumns, COLUMN_NAMES, emptyColumns, sliceColumns } from "./compute-candle-columns.ts";

/**
 * Makes slower candles of a growing series. One is handed out once its interval is over, by the close of the last fast candle, and
 * never changes then. Intervals begin at whole multiples of the timeframe (UTC). An interval without a candle has none; one with some
 * missing is made of those that exist. The first interval is left out unless its beginning is there: what came before is not known.
 */
export class SlowerCandles {
  private readonly fastMs: number;
  private readonly slowMs: number;
  private openTime = Number.NaN;
  private open = 0;
  private high = 0;
  private low = 0;
  private close = 0;
  private volume = 0;
  /** False while the first interval is passed over. */
  private begun = false;

  /** Throws `RangeError` unless the slow timeframe is a multiple of the fast one and longer. */
  constructor(fast: Timeframe, slow: Timeframe) {
    this.fastMs = TIMEFRAME_MS[fast];
    this.slowMs = TIMEFRAME_MS[slow];
    if (this.slowMs <= this.fastMs || this.slowMs % this.fastMs !== 0) {
      throw new RangeError(`Candles of ${slow} cannot be made of candles of ${fast}.`);
    }
  }

  /** Takes closed candles that follow the last one; returns the slower candles that are closed by now and were not before. */
  append(candles: CandleColumns): CandleColumns {
    const room = emptyColumns(candles.length + 1);
    let made = 0;
    const hand = (): void => {
      if (Number.isNaN(this.openTime)) return;
      room.timestampMs[made] = this.openTime;
      for (const column of COLUMN_NAMES) if (column !== "timestampMs") room[column][made] = this[column];
      made += 1;
      this.openTime = Number.NaN;
    };
    for (let index = 0; index < candles.length; index += 1) {
      const time = candles.timestampMs[index] as number; // as long as the others
      const start = time - (time % this.slowMs);
      if (start !== this.openTime) hand();
      if (!this.begun && start !== time) {
        this.begun = time + this.fastMs === start + this.slowMs;
        continue;
      }
      this.begun = true;
      this.take(candles, index, start);
      if (time + this.fastMs === start + this.slowMs) hand();
    }
    return sliceColumns(room, 0, made);
  }

  private take({ open, high, low, close, volume }: CandleColumns, index: number, start: number): void {
    if (start !== this.openTime) {
      this.openTime = start;
      this.open = open[index] as number;
      this.high = high[index] as number;
      this.low = low[index] as number;
      this.volume = 0;
    }
    this.high = Math.max(this.high, high[index] as number);
    this.low = Math.min(this.low, low[index] as number);
    this.close = close[index] as number;
    this.volume += volume[index] as number;
  }
}
