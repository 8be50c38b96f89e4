// How is a backup put back? Only while nothing runs on the data folder: the writer lock is taken for it.
import { copyFileSync, existsSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { EngineError } from "#engine/core/engine-error.ts";
import { backupsOf } from "./backup-names.ts";
import { checkBackup } from "./backups.ts";
import { fsyncFolder, fsyncPath, moveTogether } from "./disk.ts";
import { JOURNAL_SPEC } from "./journal-spec.ts";
import { LEDGER_SPEC } from "./ledger-spec.ts";
import { asideFolder } from "./repair.ts";
import { guarded } from "./store-error.ts";
import { takeWriterLock } from "./writer-lock.ts";

export interface RestoreReport {
  readonly fileName: string;
  /** Where the file that was replaced is kept; null where there was none. */
  readonly previous: string | null;
}

/** Checks the backup, sets the present file aside and puts the copy in its place. Throws INPUT_INVALID, STORE_ codes or SYSTEM_ALREADY_RUNNING. */
export function restoreBackup(dataFolder: string, backupPath: string, nowMs: number): RestoreReport {
  const name = basename(backupPath);
  const spec = [JOURNAL_SPEC, LEDGER_SPEC].find((candidate) => backupsOf(candidate, [name]).length === 1);
  if (spec === undefined || !existsSync(backupPath)) {
    throw new EngineError(
      "INPUT_INVALID",
      `${backupPath}: expected an existing backup, named like journal-2026-11-20T10-00-05Z-schema1.db`,
    );
  }
  const lock = takeWriterLock(dataFolder);
  try {
    return guarded(spec.fileName, () => {
      checkBackup(backupPath, spec);
      const path = join(dataFolder, spec.fileName);
      const draft = `${path}.restoring`;
      copyFileSync(backupPath, draft);
      fsyncPath(draft);
      const previous = existsSync(path) ? asideFolder(dataFolder, spec, nowMs) : null;
      if (previous !== null) moveTogether(path, previous);
      renameSync(draft, path);
      fsyncFolder(dataFolder);
      return { fileName: spec.fileName, previous };
    });
  } finally {
    lock.release();
  }
}
