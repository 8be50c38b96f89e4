// How does the command line reach the stored candles? Reading goes beside a running program, writing does not.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";
import { CandleArchiveService } from "#engine/market-data/candle-archive-service.ts";
import type { Store } from "#engine/ports/repositories.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { openDataFolder } from "#platform/data-folder/open-data-folder.ts";
import type { DataFolderChoice } from "#platform/data-folder/resolve-data-folder.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { openStore } from "#workers/storage/open-store.ts";

type Use<T> = (archive: CandleArchiveService) => Promise<T>;

/** Rejects with FEED_NO_DATA where nothing is stored yet. */
export async function readArchive<T>(choice: DataFolderChoice, use: Use<T>): Promise<T> {
  const { path } = openDataFolder(choice, { readOnly: true });
  if (!existsSync(join(path, "market.db"))) {
    throw new EngineError("FEED_NO_DATA", `No candles are stored in ${path}.`, { data: { path: "--data-dir" } });
  }
  return withStore(path, true, use);
}

/** Rejects with SYSTEM_ALREADY_RUNNING, in words that say what to do, while the program uses the folder. */
export async function writeArchive<T>(choice: DataFolderChoice, use: Use<T>): Promise<T> {
  const { path, lock } = lockedFolder(choice);
  try {
    return await withStore(path, false, use);
  } finally {
    lock?.release();
  }
}

function lockedFolder(choice: DataFolderChoice): ReturnType<typeof openDataFolder> {
  try {
    return openDataFolder(choice);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== "SYSTEM_ALREADY_RUNNING") throw error;
    throw inUse(error, choice.path);
  }
}

function inUse(error: EngineError, folder: string): EngineError {
  const message = `The program is running (pid ${String(error.data.pid)}) and uses ${folder}: end it first, then import; or choose another --data-dir.`;
  return new EngineError(error.code, message, { cause: error, data: { ...error.data, path: "--data-dir" } });
}

async function withStore<T>(dataFolder: string, readOnly: boolean, use: Use<T>): Promise<T> {
  const clock = new SystemClock();
  const store: Store = await openStore({ dataFolder, now: clock.now(), workerUrl: workerUrl("storage"), readOnly });
  try {
    return await use(new CandleArchiveService({ candles: store.repositories.candles, clock }));
  } finally {
    await store.close();
  }
}
