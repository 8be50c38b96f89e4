// What is in market.db? Candles: all of it can be fetched again, or imported again from the user's own files.
import type { FileSpec } from "./file-spec.ts";

export const MARKET_SPEC: FileSpec = {
  fileName: "market.db",
  applicationId: 0x53_77_62_4d,
  synchronous: "NORMAL",
  irreplaceable: false,
  tables: ["candles"],
  migrations: [
    {
      name: "candles",
      apply: (db) =>
        db.exec(`
          CREATE TABLE candles (
            venue TEXT NOT NULL, symbol TEXT NOT NULL, timeframe TEXT NOT NULL, open_time INTEGER NOT NULL,
            open TEXT NOT NULL, high TEXT NOT NULL, low TEXT NOT NULL, close TEXT NOT NULL, volume TEXT NOT NULL,
            closed INTEGER NOT NULL,
            PRIMARY KEY (venue, symbol, timeframe, open_time)
          ) STRICT, WITHOUT ROWID;
          CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        `),
    },
    {
      // Of candles from before it is not known who made them: they count as ours, which anything replaces.
      name: "who made a candle, and what the venue has confirmed",
      apply: (db) =>
        db.exec(`
          ALTER TABLE candles ADD COLUMN source INTEGER NOT NULL DEFAULT 0;
          CREATE INDEX candles_imported ON candles (venue, symbol, timeframe) WHERE source = 1;
          CREATE TABLE candles_confirmed (
            venue TEXT NOT NULL, symbol TEXT NOT NULL, timeframe TEXT NOT NULL,
            from_time INTEGER NOT NULL, until_time INTEGER NOT NULL,
            PRIMARY KEY (venue, symbol, timeframe)
          ) STRICT, WITHOUT ROWID;
        `),
    },
  ],
  isSound: () => false,
  checkContent: () => undefined,
  afterRepair: (_db, repair) => [
    `market.db was damaged and has been made anew: candles are fetched again, imported ones have to be imported again. The damaged file is kept at ${repair.quarantine}.`,
  ],
};
