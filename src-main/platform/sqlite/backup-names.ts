// What is a backup called, and which backups are kept?
import { timeForName } from "./disk.ts";
import type { FileSpec } from "./file-spec.ts";

const HOURLY_KEPT = 24;
const DAILY_KEPT = 14;
const BEFORE_MIGRATION_KEPT = 3;
const NAME = /^([a-z]+)-(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})Z-schema(\d+)(-before-migration)?\.db$/;

export interface BackupName {
  readonly name: string;
  /** UTC hour it was made in, like `2026-11-20T10`: text that sorts by time. */
  readonly hour: string;
  readonly schema: number;
  readonly beforeMigration: boolean;
}

/** `journal-2026-11-20T10-00-05Z-schema1.db`: file, time, schema version. */
export function backupName(spec: FileSpec, nowMs: number, schema: number, beforeMigration: boolean): string {
  return `${stem(spec)}-${timeForName(nowMs)}-schema${schema}${beforeMigration ? "-before-migration" : ""}.db`;
}

/** The backups of this file among names in a folder, newest first. */
export function backupsOf(spec: FileSpec, names: readonly string[]): readonly BackupName[] {
  return names
    .flatMap((name): readonly BackupName[] => {
      const match = NAME.exec(name);
      if (match === null || match[1] !== stem(spec)) return [];
      return [
        {
          name,
          hour: match[2] ?? "",
          schema: Number.parseInt(match[5] ?? "0", 10),
          beforeMigration: match[6] !== undefined,
        },
      ];
    })
    .sort((a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : 0));
}

/**
 * Names to remove: kept are the newest of each of the last 24 hours and of each of the last 14 days that have any,
 * and the last 3 made before a migration. Counted, not aged: a machine that slept for a month loses nothing.
 */
export function backupsToRemove(backups: readonly BackupName[]): readonly string[] {
  const kept = new Set<string>();
  const hours = new Set<string>();
  const days = new Set<string>();
  let beforeMigration = 0;
  for (const backup of backups) {
    if (backup.beforeMigration) {
      beforeMigration += 1;
      if (beforeMigration <= BEFORE_MIGRATION_KEPT) kept.add(backup.name);
      continue;
    }
    const day = backup.hour.slice(0, 10);
    if (!hours.has(backup.hour) && hours.size < HOURLY_KEPT) {
      hours.add(backup.hour);
      kept.add(backup.name);
    }
    if (!days.has(day) && days.size < DAILY_KEPT) {
      days.add(day);
      kept.add(backup.name);
    }
  }
  return backups.filter((backup) => !kept.has(backup.name)).map((backup) => backup.name);
}

function stem(spec: FileSpec): string {
  return spec.fileName.replace(/\.db$/, "");
}
