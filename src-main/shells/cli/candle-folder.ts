// How does the command line reach the stored candles?
import { CandleArchiveService } from "#engine/market-data/candle-archive-service.ts";
import type { DataFolderChoice } from "#platform/data-folder/resolve-data-folder.ts";
import { readStore, type StoredFile, writeStore } from "./stored-folder.ts";

type Use<T> = (archive: CandleArchiveService) => Promise<T>;

const MARKET: StoredFile = { name: "market.db", holds: "candles", code: "FEED_NO_DATA" };

/** Rejects with FEED_NO_DATA where nothing is stored yet. */
export async function readArchive<T>(choice: DataFolderChoice, use: Use<T>): Promise<T> {
  return readStore(choice, MARKET, ({ repositories }, clock) =>
    use(new CandleArchiveService({ candles: repositories.candles, clock })),
  );
}

/** Rejects with SYSTEM_ALREADY_RUNNING while the program uses the folder. */
export async function writeArchive<T>(choice: DataFolderChoice, use: Use<T>): Promise<T> {
  return writeStore(choice, ({ repositories }, clock) =>
    use(new CandleArchiveService({ candles: repositories.candles, clock })),
  );
}
