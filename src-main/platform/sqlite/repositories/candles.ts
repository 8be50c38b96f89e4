// How are candles kept?

import type { Database } from "better-sqlite3";
import type { CandleRepository, CandleSource } from "#engine/ports/repositories.ts";
import { parseValue, type Sync } from "#platform/sqlite/record.ts";
import { type Candle, candleSchema } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { candleSpans } from "./candle-spans.ts";
import { candleStock } from "./candle-stock.ts";

interface CandleRow {
  readonly open_time: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly closed: number;
}

/** As stored. A greater one is never overwritten by a lesser. */
const SOURCES = { own: 0, import: 1, venue: 2 } as const satisfies Record<CandleSource, number>;

export function candleRows(db: Database): Sync<CandleRepository> {
  const put = db.prepare<[string, string, string, number, string, string, string, string, string, number, number]>(
    `INSERT INTO candles (venue, symbol, timeframe, open_time, open, high, low, close, volume, closed, source)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
       volume = excluded.volume, closed = excluded.closed, source = excluded.source
       WHERE excluded.source >= candles.source`,
  );
  const newest = db.prepare<[string, string, string, number, number, number], CandleRow>(
    `SELECT open_time, open, high, low, close, volume, closed FROM candles
     WHERE venue = ? AND symbol = ? AND timeframe = ? AND open_time >= ? AND open_time < ?
     ORDER BY open_time DESC LIMIT ?`,
  );
  const inRange = "venue = ? AND symbol = ? AND timeframe = ? AND open_time >= ? AND open_time < ?";
  const removeOwn = db.prepare<[string, string, string, number, number]>(
    `DELETE FROM candles WHERE ${inRange} AND source = ${SOURCES.own}`,
  );
  const removeButImported = db.prepare<[string, string, string, number, number]>(
    `DELETE FROM candles WHERE ${inRange} AND source <> ${SOURCES.import}`,
  );
  const spans = candleSpans(db);
  const saveAll = (venue: string, symbol: string, timeframe: string, candles: readonly Candle[], source: number) => {
    let written = 0;
    for (const { openTime, open, high, low, close, volume, closed } of candles) {
      const prices = [open, high, low, close, volume] as const;
      written += put.run(venue, symbol, timeframe, openTime, ...prices, closed ? 1 : 0, source).changes;
    }
    return written;
  };
  const list: Sync<CandleRepository>["list"] = (venue, symbol, timeframe, { from = 0, before, limit }) =>
    newest
      .all(venue, symbol, timeframe, from, before ?? Number.MAX_SAFE_INTEGER, limit)
      .map(({ open_time: openTime, closed, ...prices }) =>
        parseValue(
          candleSchema,
          { openTime, ...prices, closed: closed === 1 },
          `market.db, candle ${venue} ${symbol} ${timeframe} ${openTime}`,
        ),
      )
      .reverse();
  const confirmAll: Sync<CandleRepository>["confirm"] = (venue, symbol, timeframe, range, candles) => {
    const before = list(venue, symbol, timeframe, { from: range.from, before: range.until, limit: -1 });
    removeButImported.run(venue, symbol, timeframe, range.from, range.until);
    saveAll(venue, symbol, timeframe, candles, SOURCES.venue);
    spans.add(venue, symbol, timeframe, range);
    return differing(before, candles);
  };
  const replaceOwn: Sync<CandleRepository>["replaceOwn"] = (venue, symbol, timeframe, range, candles) => {
    removeOwn.run(venue, symbol, timeframe, range.from, range.until);
    saveAll(venue, symbol, timeframe, candles, SOURCES.own);
  };
  return {
    list,
    save: (venue, symbol, timeframe, candles, source = "own") =>
      db.transaction(saveAll).immediate(venue, symbol, timeframe, candles, SOURCES[source]),
    replaceOwn: (...args) => db.transaction(replaceOwn).immediate(...args),
    confirm: (...args) => db.transaction(confirmAll).immediate(...args),
    confirmed: (venue, symbol) => spans.of(venue, symbol),
    ...candleStock(db, spans),
  };
}

/** Those of `after` that stood in `before` with other figures. */
function differing(before: readonly Candle[], after: readonly Candle[]): readonly Candle[] {
  const known = new Map(before.map((candle) => [candle.openTime, candle]));
  return after.filter((candle) => {
    const was = known.get(candle.openTime);
    return was !== undefined && !isSame(was, candle);
  });
}

const FIGURES = ["open", "high", "low", "close", "volume"] as const;

/** Venues write the same number in more than one way. */
function isSame(one: Candle, other: Candle): boolean {
  return (
    one.closed === other.closed &&
    FIGURES.every((figure) => one[figure] === other[figure] || decimal(one[figure]).eq(decimal(other[figure])))
  );
}
