// Which candles has the venue itself confirmed? One range without a hole per market and timeframe, the newest.
import type { Database } from "better-sqlite3";
import { parseValue } from "#platform/sqlite/record.ts";
import { type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { unixMs } from "#shared/domain/time.ts";
import { joinRanges, type TimeRange } from "#shared/domain/time-range.ts";

interface SpanRow {
  readonly timeframe: string;
  readonly from_time: number;
  readonly until_time: number;
}

export interface CandleSpans {
  of(venue: string, symbol: string): Partial<Readonly<Record<Timeframe, TimeRange>>>;
  /** Joins it to the range that is known; of two that do not touch the newer one counts. */
  add(venue: string, symbol: string, timeframe: string, range: TimeRange): void;
  /** What opens before `time` was deleted. */
  cut(venue: string, symbol: string, timeframe: string, time: number): void;
}

export function candleSpans(db: Database): CandleSpans {
  const ofMarket = db.prepare<[string, string], SpanRow>(
    "SELECT timeframe, from_time, until_time FROM candles_confirmed WHERE venue = ? AND symbol = ?",
  );
  const put = db.prepare<[string, string, string, number, number]>(
    "INSERT OR REPLACE INTO candles_confirmed (venue, symbol, timeframe, from_time, until_time) VALUES (?, ?, ?, ?, ?)",
  );
  const raise = db.prepare<[number, string, string, string, number]>(
    "UPDATE candles_confirmed SET from_time = ? WHERE venue = ? AND symbol = ? AND timeframe = ? AND from_time < ?",
  );
  const removeEmpty = db.prepare<[string, string, string]>(
    "DELETE FROM candles_confirmed WHERE venue = ? AND symbol = ? AND timeframe = ? AND until_time <= from_time",
  );
  const of: CandleSpans["of"] = (venue, symbol) =>
    Object.fromEntries(
      ofMarket.all(venue, symbol).map((row) => {
        const place = `market.db, confirmed candles of ${venue} ${symbol}`;
        const timeframe = parseValue(timeframeSchema, row.timeframe, place);
        return [timeframe, { from: unixMs(row.from_time), until: unixMs(row.until_time) }];
      }),
    );
  return {
    of,
    add: (venue, symbol, timeframe, range) => {
      // The keys of what was stored are timeframes.
      const known = of(venue, symbol)[timeframe as Timeframe];
      const joined = joinRanges(known ?? null, range);
      put.run(venue, symbol, timeframe, joined.from, joined.until);
    },
    cut: (venue, symbol, timeframe, time) => {
      raise.run(time, venue, symbol, timeframe, time);
      removeEmpty.run(venue, symbol, timeframe);
    },
  };
}
