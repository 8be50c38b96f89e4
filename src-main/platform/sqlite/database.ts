// How is a database file opened so that its promises hold?
import { closeSync, openSync } from "node:fs";
import { basename } from "node:path";
import BetterSqlite, { type Database } from "better-sqlite3";
import { EngineError } from "#engine/core/engine-error.ts";
import { guarded } from "./store-error.ts";

const BUSY_TIMEOUT_MS = 2_000;
const SYNCHRONOUS = { NORMAL: 1, FULL: 2 } as const;

/** Opens for reading only; the file must exist. */
export function openReadOnly(path: string): Database {
  return guarded(basename(path), () => {
    const db = new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    db.pragma("trusted_schema = OFF");
    return db;
  });
}

/**
 * Opens for writing, makes the file (0600) where there is none, and asserts every setting by reading it back:
 * a setting that SQLite silently ignored would break the promise that an acknowledged write is on disk.
 */
export function openWritable(path: string, synchronous: keyof typeof SYNCHRONOUS): Database {
  const file = basename(path);
  return guarded(file, () => {
    // Made by us first, so that the file and what SQLite derives from it (-wal, -shm) are for this user only.
    closeSync(openSync(path, "a", 0o600));
    const db = new BetterSqlite(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      const settings: readonly (readonly [pragma: string, set: string, expected: string | number])[] = [
        ["journal_mode", "WAL", "wal"],
        ["synchronous", synchronous, SYNCHRONOUS[synchronous]],
        ["foreign_keys", "ON", 1],
        ["trusted_schema", "OFF", 0],
        ["cell_size_check", "ON", 1],
        // On macOS plain fsync does not reach the disk; elsewhere these change nothing.
        ["fullfsync", "ON", 1],
        ["checkpoint_fullfsync", "ON", 1],
        ["temp_store", "MEMORY", 2],
        ["journal_size_limit", "67108864", 67_108_864],
      ];
      for (const [pragma, set, expected] of settings) {
        db.pragma(`${pragma} = ${set}`);
        const actual = db.pragma(pragma, { simple: true });
        if (actual !== expected) {
          throw new EngineError(
            "STORE_FAILED",
            `${file}: expected setting ${pragma}=${expected}, got ${String(actual)}`,
          );
        }
      }
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A whole-number setting of the file's header. */
export function headerNumber(db: Database, pragma: "application_id" | "user_version"): number {
  const value = db.pragma(pragma, { simple: true });
  if (typeof value !== "number") throw new EngineError("STORE_FAILED", `${basename(db.name)}: no ${pragma}`);
  return value;
}

export function tableNames(db: Database): readonly string[] {
  return db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map((row) => row.name);
}

/** SQLite's own check of pages, records and order. Throws STORE_DAMAGED with the first problem. */
export function quickCheck(db: Database): void {
  const file = basename(db.name);
  guarded(file, () => {
    const first = db.pragma("quick_check(1)", { simple: true });
    if (first !== "ok") throw new EngineError("STORE_DAMAGED", `${file} is damaged (${String(first)})`);
  });
}
