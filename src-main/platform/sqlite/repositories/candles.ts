// How are candles kept?

import type { Database } from "better-sqlite3";
import type { CandleRepository } from "#engine/ports/repositories.ts";
import { parseValue, type Sync } from "#platform/sqlite/record.ts";
import { candleSchema } from "#shared/domain/candle.ts";

interface CandleRow {
  readonly open_time: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly closed: number;
}

export function candleRows(db: Database): Sync<CandleRepository> {
  const put = db.prepare<[string, string, string, number, string, string, string, string, string, number]>(
    `INSERT INTO candles (venue, symbol, timeframe, open_time, open, high, low, close, volume, closed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low,
       close = excluded.close, volume = excluded.volume, closed = excluded.closed`,
  );
  const newest = db.prepare<[string, string, string, number, number], CandleRow>(
    `SELECT open_time, open, high, low, close, volume, closed FROM candles
     WHERE venue = ? AND symbol = ? AND timeframe = ? AND open_time < ? ORDER BY open_time DESC LIMIT ?`,
  );
  const saveAll: Sync<CandleRepository>["save"] = (venue, symbol, timeframe, candles) => {
    for (const { openTime, open, high, low, close, volume, closed } of candles) {
      put.run(venue, symbol, timeframe, openTime, open, high, low, close, volume, closed ? 1 : 0);
    }
  };
  return {
    save: (venue, symbol, timeframe, candles) => db.transaction(saveAll).immediate(venue, symbol, timeframe, candles),
    list: (venue, symbol, timeframe, { before, limit }) =>
      newest
        .all(venue, symbol, timeframe, before ?? Number.MAX_SAFE_INTEGER, limit)
        .map(({ open_time: openTime, closed, ...prices }) =>
          parseValue(
            candleSchema,
            { openTime, ...prices, closed: closed === 1 },
            `market.db, candle ${venue} ${symbol} ${timeframe} ${openTime}`,
          ),
        )
        .reverse(),
  };
}
