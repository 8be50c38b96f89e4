// What happens to a damaged file? It is set aside, never erased, and what can be read of it and of its newest good backup makes a new one.
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Database } from "better-sqlite3";
import { backupFolder, checkBackup, listBackups } from "./backups.ts";
import { openWritable } from "./database.ts";
import { COMPANIONS, copyTogether, ensureFolder, fsyncFolder, fsyncPath, moveTogether, timeForName } from "./disk.ts";
import type { FileSpec } from "./file-spec.ts";
import { migrate } from "./migrate.ts";
import { carryOver } from "./salvage.ts";

const REPAIRED = ".repaired";

function quarantineFolder(dataFolder: string): string {
  return join(dataFolder, "quarantine");
}

/**
 * Builds the new file beside the damaged one, then sets the damaged one aside, then puts the new one in its place.
 * Killed at any point, {@link finishRepair} or another repair at the next opening ends it. Returns sentences for a person.
 */
export function repair(dataFolder: string, spec: FileSpec, nowMs: number, problem: string): readonly string[] {
  const path = join(dataFolder, spec.fileName);
  const aside = asideFolder(dataFolder, spec, nowMs);
  const repaired = path + REPAIRED;
  for (const suffix of ["", ...COMPANIONS]) rmSync(repaired + suffix, { force: true });
  const notices = [problem.endsWith(".") ? problem : `${problem}.`];
  const fresh = openWritable(repaired, spec.synchronous);
  try {
    migrate(fresh, spec, null);
    if (spec.irreplaceable) {
      salvageCopy(path, spec, fresh);
      notices.push(...mergeNewestBackup(dataFolder, spec, fresh));
    }
    notices.push(...spec.afterRepair(fresh, { at: nowMs, quarantine: aside }));
  } finally {
    fresh.close();
  }
  fsyncPath(repaired);
  moveTogether(path, aside);
  renameSync(repaired, path);
  fsyncFolder(dataFolder);
  return notices;
}

/** Ends a repair that was interrupted after the damaged file was set aside; drops one that had not come so far. */
export function finishRepair(dataFolder: string, spec: FileSpec, nowMs: number): void {
  const path = join(dataFolder, spec.fileName);
  const repaired = path + REPAIRED;
  if (!existsSync(repaired)) return;
  if (existsSync(path)) {
    for (const suffix of ["", ...COMPANIONS]) rmSync(repaired + suffix, { force: true });
    return;
  }
  moveTogether(path, asideFolder(dataFolder, spec, nowMs));
  renameSync(repaired, path);
  fsyncFolder(dataFolder);
}

/** A folder that holds nothing yet: two repairs within one second do not share one. */
export function asideFolder(dataFolder: string, spec: FileSpec, nowMs: number): string {
  const base = join(quarantineFolder(dataFolder), `${spec.fileName}-${timeForName(nowMs)}`);
  let folder = base;
  for (let count = 2; existsSync(folder); count += 1) folder = `${base}-${count}`;
  return folder;
}

/** Reads what the damaged file still gives, from a copy: opening it would change it. */
function salvageCopy(path: string, spec: FileSpec, fresh: Database): void {
  withWorkFolder(dirname(path), (work) => {
    if (!existsSync(path)) return;
    tryCarryOver(copyTogether(path, work), spec, fresh);
  });
}

function mergeNewestBackup(dataFolder: string, spec: FileSpec, fresh: Database): readonly string[] {
  for (const { name } of listBackups(dataFolder, spec)) {
    const backup = join(backupFolder(dataFolder), name);
    try {
      checkBackup(backup, spec);
    } catch {
      continue;
    }
    const added = withWorkFolder(dataFolder, (work) => tryCarryOver(copyTogether(backup, work), spec, fresh));
    return [`${added} rows that the damaged file no longer gave came from the backup ${name}.`];
  }
  return ["There was no good backup to fill gaps from."];
}

/** Rows carried over; 0 from a file that cannot be opened or brought to this version's schema. */
function tryCarryOver(copy: string, spec: FileSpec, fresh: Database): number {
  let from: Database | null = null;
  try {
    from = openWritable(copy, "NORMAL");
    // Its mark may be what is damaged; that the tables are ours is seen from their rows.
    from.pragma(`application_id = ${spec.applicationId}`);
    migrate(from, spec, null);
  } catch {
    from?.close();
    return 0;
  }
  try {
    return carryOver(from, fresh, spec);
  } finally {
    from.close();
  }
}

function withWorkFolder<T>(dataFolder: string, run: (work: string) => T): T {
  const work = mkdtempSync(join(ensureFolder(quarantineFolder(dataFolder)), "work-"));
  try {
    return run(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
    if (readdirSync(quarantineFolder(dataFolder)).length === 0)
      rmSync(quarantineFolder(dataFolder), { recursive: true });
  }
}
