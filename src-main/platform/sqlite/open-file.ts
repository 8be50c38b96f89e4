// How is one database file opened, whatever state it is in?
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite, { type Database } from "better-sqlite3";
import { EngineError } from "#engine/core/engine-error.ts";
import { listBackups, makeBackup } from "./backups.ts";
import { headerNumber, openReadOnly, openWritable, quickCheck } from "./database.ts";
import { copyTogether, fsyncPath, sizeOf } from "./disk.ts";
import type { FileSpec } from "./file-spec.ts";
import { checkIdentity, migrate } from "./migrate.ts";
import { finishRepair, repair } from "./repair.ts";
import { guarded, toStoreError } from "./store-error.ts";

export interface OpenedFile {
  readonly db: Database;
  readonly notices: readonly string[];
}

/** Opens for writing: checks, repairs what is damaged, migrates what is old. Throws STORE_ codes. */
export function openFile(dataFolder: string, spec: FileSpec, nowMs: number): OpenedFile {
  return guarded(spec.fileName, () => {
    const path = join(dataFolder, spec.fileName);
    finishRepair(dataFolder, spec, nowMs);
    try {
      const missing = missingSentence(dataFolder, path, spec);
      if (missing !== null) throw new EngineError("STORE_DAMAGED", missing);
      return openSound(dataFolder, path, spec, nowMs);
    } catch (error) {
      const failure = toStoreError(error, spec.fileName);
      if (failure.code !== "STORE_DAMAGED") throw failure;
      const repaired = repair(dataFolder, spec, nowMs, failure.message);
      const opened = openSound(dataFolder, path, spec, nowMs);
      return { db: opened.db, notices: [...repaired, ...opened.notices] };
    }
  });
}

/** An empty or missing file is a first start, unless something shows that there was one before. */
function missingSentence(dataFolder: string, path: string, spec: FileSpec): string | null {
  if (!spec.irreplaceable || sizeOf(path) > 0) return null;
  const knownBefore = sizeOf(`${path}-wal`) > 0 || listBackups(dataFolder, spec).length > 0;
  return knownBefore ? `${spec.fileName} is ${existsSync(path) ? "empty" : "missing"}, but was there before` : null;
}

function openSound(dataFolder: string, path: string, spec: FileSpec, nowMs: number): OpenedFile {
  const db = openWritable(path, spec.synchronous);
  const marker = `${path}.migrating`;
  try {
    const { isNew } = checkIdentity(db, spec);
    const notices: string[] = [];
    if (!isNew) quickCheck(db);
    if (existsSync(marker)) {
      notices.push(
        `A migration of ${spec.fileName} was interrupted (${readFileSync(marker, "utf8")}); the file is whole at schema ${headerNumber(db, "user_version")}.`,
      );
      rmSync(marker);
    }
    notices.push(
      ...migrate(db, spec, {
        backup: (source) => makeBackup(source, spec, dataFolder, nowMs, true),
        begin: (from, to) => {
          writeFileSync(marker, `schema ${from} to ${to}`, { mode: 0o600 });
          fsyncPath(marker);
        },
        end: () => rmSync(marker, { force: true }),
      }),
    );
    spec.checkContent(db, "newest");
    return { db, notices };
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens for reading only; changes nothing in the data folder. Where there is no file yet, an empty one in memory stands for it.
 * A folder that cannot be written to cannot hold SQLite's index of the write-ahead log: then a private copy in `tempFolder` is read.
 */
export function openFileToRead(dataFolder: string, spec: FileSpec, tempFolder: () => string): Database {
  const path = join(dataFolder, spec.fileName);
  return guarded(spec.fileName, () => {
    if (sizeOf(path) === 0) return emptyInMemory(spec);
    let db: Database;
    try {
      db = openReadOnly(path);
      headerNumber(db, "user_version");
    } catch (error) {
      const { data } = toStoreError(error, spec.fileName);
      const driverCode = String(data.driverCode);
      if (driverCode !== "SQLITE_CANTOPEN" && !driverCode.startsWith("SQLITE_READONLY")) throw error;
      db = openWritable(copyTogether(path, tempFolder()), spec.synchronous);
      db.pragma("query_only = ON");
    }
    try {
      const { version, isNew } = checkIdentity(db, spec);
      if (isNew) {
        db.close();
        return emptyInMemory(spec);
      }
      quickCheck(db);
      if (version < spec.migrations.length) {
        throw new EngineError(
          "STORE_READ_ONLY",
          `${spec.fileName} has schema ${version}, this version reads ${spec.migrations.length}: start the program once, so that it can bring the file up to date`,
        );
      }
      spec.checkContent(db, "newest");
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function emptyInMemory(spec: FileSpec): Database {
  const db = new BetterSqlite(":memory:");
  migrate(db, spec, null);
  db.pragma("query_only = ON");
  return db;
}
