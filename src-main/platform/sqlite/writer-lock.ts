// Who may write? One process: the operating system itself keeps this lock and drops it when the process dies.
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { EngineError } from "#engine/core/engine-error.ts";
import { ensureFolder } from "./disk.ts";
import { toStoreError } from "./store-error.ts";

/**
 * Holds `run/writer.db` in an exclusive transaction until released. The pid file of the data folder tells people who is
 * running; this tells the truth even when two processes race for a stale pid file, or see each other's pids differently.
 */
export function takeWriterLock(dataFolder: string): { release(): void } {
  let db: BetterSqlite.Database | null = null;
  try {
    const path = join(ensureFolder(join(dataFolder, "run")), "writer.db");
    // Made by us first: the file system says plainly that it is full or read-only, SQLite only that it cannot open.
    closeSync(openSync(path, "a", 0o600));
    db = new BetterSqlite(path, { timeout: 0 });
    db.pragma("journal_mode = DELETE");
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db?.close();
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw alreadyRunning(error);
    }
    throw toStoreError(error, "run/writer.db");
  }
  const held = db;
  return {
    release: () => {
      held.exec("ROLLBACK");
      held.close();
    },
  };
}

function alreadyRunning(cause: Error): EngineError {
  return new EngineError("SYSTEM_ALREADY_RUNNING", "Another process is writing to this data folder", { cause });
}
