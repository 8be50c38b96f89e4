// What candles are there, how much room do they take, and how do old ones go?
import type { Database } from "better-sqlite3";
import type { CandleRepository, StoredSeries } from "#engine/ports/repositories.ts";
import { parseValue, type Sync } from "#platform/sqlite/record.ts";
import { timeframeSchema } from "#shared/domain/candle.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { CandleSpans } from "./candle-spans.ts";

interface KeyRow {
  readonly venue: string;
  readonly symbol: string;
  readonly timeframe: string;
}

type Stock = Pick<Sync<CandleRepository>, "prune" | "series" | "size">;

export function candleStock(db: Database, spans: CandleSpans): Stock {
  const keys = seriesKeys(db);
  const facts = db.prepare<KeyRow, { first: number; last: number; imported: number }>(
    `SELECT (SELECT min(open_time) FROM candles WHERE ${ofKey()}) AS first,
       (SELECT max(open_time) FROM candles WHERE ${ofKey()}) AS last,
       (SELECT count(*) FROM candles WHERE ${ofKey()} AND source = 1) AS imported`,
  );
  const batch = db.prepare<[string, string, string, number, number, number], { open_time: number }>(
    `SELECT open_time FROM candles WHERE venue = ? AND symbol = ? AND timeframe = ? AND open_time > ? AND open_time < ?
     ORDER BY open_time LIMIT ?`,
  );
  const remove = db.prepare<[string, string, string, number, number]>(
    `DELETE FROM candles WHERE venue = ? AND symbol = ? AND timeframe = ? AND open_time > ? AND open_time <= ?
       AND source <> 1`,
  );
  const prune: Stock["prune"] = (venue, symbol, timeframe, { after, before, limit }) => {
    const rows = batch.all(venue, symbol, timeframe, after, before, limit);
    const last = rows.at(-1)?.open_time;
    spans.cut(venue, symbol, timeframe, before);
    if (last === undefined) return { deleted: 0, next: null };
    const { changes } = remove.run(venue, symbol, timeframe, after, last);
    return { deleted: changes, next: rows.length < limit ? null : unixMs(last) };
  };
  return {
    prune: (...args) => db.transaction(prune).immediate(...args),
    series: () => {
      const found: StoredSeries[] = [];
      for (const key of keys()) {
        const row = facts.get(key);
        if (row !== undefined) found.push(toSeries(key, row));
      }
      return found;
    },
    size: () => {
      const pages = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
      const pageBytes = pages("page_size");
      return { bytes: pages("page_count") * pageBytes, freeBytes: pages("freelist_count") * pageBytes };
    },
  };
}

/**
 * Each venue, symbol and timeframe is found by a jump in the primary key: going through millions of candles would hold up every
 * other call. (A comparison of all three at once would go through the venue's.)
 */
function seriesKeys(db: Database): () => Generator<KeyRow, void, void> {
  const nextVenue = db.prepare<[string], Pick<KeyRow, "venue">>(
    "SELECT venue FROM candles WHERE venue > ? ORDER BY venue LIMIT 1",
  );
  const nextSymbol = db.prepare<[string, string], Pick<KeyRow, "venue" | "symbol">>(
    "SELECT venue, symbol FROM candles WHERE venue = ? AND symbol > ? ORDER BY symbol LIMIT 1",
  );
  const nextTimeframe = db.prepare<[string, string, string], KeyRow>(
    "SELECT venue, symbol, timeframe FROM candles WHERE venue = ? AND symbol = ? AND timeframe > ? ORDER BY timeframe LIMIT 1",
  );
  return function* keys() {
    for (let venue = nextVenue.get("")?.venue; venue !== undefined; venue = nextVenue.get(venue)?.venue) {
      let symbol = nextSymbol.get(venue, "")?.symbol;
      for (; symbol !== undefined; symbol = nextSymbol.get(venue, symbol)?.symbol) {
        let key = nextTimeframe.get(venue, symbol, "");
        for (; key !== undefined; key = nextTimeframe.get(venue, symbol, key.timeframe)) yield key;
      }
    }
  };
}

function ofKey(): string {
  return "venue = @venue AND symbol = @symbol AND timeframe = @timeframe";
}

function toSeries(key: KeyRow, row: { first: number; last: number; imported: number }): StoredSeries {
  const place = `market.db, candles of ${key.venue} ${key.symbol} ${key.timeframe}`;
  return {
    venue: parseValue(venueIdSchema, key.venue, place),
    symbol: parseValue(marketSymbolSchema, key.symbol, place),
    timeframe: parseValue(timeframeSchema, key.timeframe, place),
    first: unixMs(row.first),
    last: unixMs(row.last),
    imported: row.imported,
  };
}
