// How is a file backed up so that the backup is known to be good?
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { markBackup } from "./backup-mark.ts";
import { type BackupName, backupName, backupsOf, backupsToRemove } from "./backup-names.ts";
import { headerNumber, openReadOnly, quickCheck } from "./database.ts";
import { ensureFolder, fsyncFolder, fsyncPath } from "./disk.ts";
import type { FileSpec } from "./file-spec.ts";
import { checkIdentity } from "./migrate.ts";
import { guarded } from "./store-error.ts";

export function backupFolder(dataFolder: string): string {
  return join(dataFolder, "backups");
}

export function listBackups(dataFolder: string, spec: FileSpec): readonly BackupName[] {
  const folder = backupFolder(dataFolder);
  return existsSync(folder) ? backupsOf(spec, readdirSync(folder)) : [];
}

/**
 * Writes a backup with `VACUUM INTO` (a copied file could be torn or stale), re-opens and checks it, and only then gives it
 * its name. Returns its path.
 */
export function makeBackup(
  db: Database,
  spec: FileSpec,
  dataFolder: string,
  nowMs: number,
  beforeMigration = false,
): string {
  return guarded(spec.fileName, () => {
    const folder = ensureFolder(backupFolder(dataFolder));
    const name = backupName(spec, nowMs, headerNumber(db, "user_version"), beforeMigration);
    const path = join(folder, name);
    const partial = `${path}.partial`;
    rmSync(partial, { force: true });
    try {
      db.prepare<[string]>("VACUUM INTO ?").run(partial);
      if (spec.fileName === "journal.db") markBackup(partial, nowMs);
      checkBackup(partial, spec);
      fsyncPath(partial);
      renameSync(partial, path);
      fsyncFolder(folder);
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    }
    return path;
  });
}

/** Opens the backup and looks through it. Throws when it is not a good file of this kind, of a version we know. */
export function checkBackup(path: string, spec: FileSpec): void {
  const db = openReadOnly(path);
  try {
    checkIdentity(db, spec);
    quickCheck(db);
    if (headerNumber(db, "user_version") === spec.migrations.length) spec.checkContent(db, "newest");
  } finally {
    db.close();
  }
}

/** Removes what is too old to keep; returns the removed paths. */
export function pruneBackups(dataFolder: string, spec: FileSpec): readonly string[] {
  const paths = backupsToRemove(listBackups(dataFolder, spec)).map((name) => join(backupFolder(dataFolder), name));
  for (const path of paths) rmSync(path);
  return paths;
}
