// What is in market.db? Candles: all of it can be fetched again.
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
  ],
  isSound: () => false,
  checkContent: () => undefined,
  afterRepair: (_db, repair) => [
    `market.db was damaged and has been made anew: candles are fetched again. The damaged file is kept at ${repair.quarantine}.`,
  ],
};
