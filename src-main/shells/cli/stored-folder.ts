// How does the command line reach what is stored? Reading goes beside a running program, writing does not.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Store } from "#engine/ports/repositories.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { openDataFolder } from "#platform/data-folder/open-data-folder.ts";
import type { DataFolderChoice } from "#platform/data-folder/resolve-data-folder.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { openStore } from "#workers/storage/open-store.ts";

type Use<T> = (store: Store, clock: SystemClock) => Promise<T>;

/** Which file must be there for reading, and what it holds in the words of a refusal. */
export interface StoredFile {
  readonly name: "market.db" | "ledger.db" | "journal.db";
  readonly holds: string;
  readonly code: "FEED_NO_DATA" | "PROFILE_NOT_FOUND" | "INPUT_INVALID";
}

/** Rejects with the file's code where nothing is stored yet; makes no folder. */
export async function readStore<T>(choice: DataFolderChoice, file: StoredFile, use: Use<T>): Promise<T> {
  const { path } = openDataFolder(choice, { readOnly: true });
  if (!existsSync(join(path, file.name))) {
    throw new EngineError(file.code, `No ${file.holds} are stored in ${path}.`, { data: { path: "--data-dir" } });
  }
  return withStore(path, true, use);
}

/** Rejects with SYSTEM_ALREADY_RUNNING, in words that say what to do before the `deed`, while the program uses the folder. */
export async function writeStore<T>(choice: DataFolderChoice, use: Use<T>, deed = "import"): Promise<T> {
  const { path, lock } = lockedFolder(choice, deed);
  try {
    return await withStore(path, false, use);
  } finally {
    lock?.release();
  }
}

function lockedFolder(choice: DataFolderChoice, deed: string): ReturnType<typeof openDataFolder> {
  try {
    return openDataFolder(choice);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== "SYSTEM_ALREADY_RUNNING") throw error;
    throw inUse(error, choice.path, deed);
  }
}

function inUse(error: EngineError, folder: string, deed: string): EngineError {
  const message = `The program is running (pid ${String(error.data.pid)}) and uses ${folder}: end it first, then ${deed}; or choose another --data-dir.`;
  return new EngineError(error.code, message, { cause: error, data: { ...error.data, path: "--data-dir" } });
}

async function withStore<T>(dataFolder: string, readOnly: boolean, use: Use<T>): Promise<T> {
  const clock = new SystemClock();
  const store = await openStore({ dataFolder, now: clock.now(), workerUrl: workerUrl("storage"), readOnly });
  try {
    return await use(store, clock);
  } finally {
    await store.close();
  }
}
