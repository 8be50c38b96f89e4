// How does a journal know that it is a backup that was put back?
import BetterSqlite, { type Database } from "better-sqlite3";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { JournalFile } from "./journal-file.ts";

const KEY = "backupTakenAt";

/** In the copy only: the journal that runs never has it, so one that has it is a copy, by whatever way it was put back. */
export function markBackup(path: string, takenAt: number): void {
  const copy = new BetterSqlite(path, { fileMustExist: true });
  try {
    copy.prepare<[string, string]>("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(KEY, String(takenAt));
  } finally {
    copy.close();
  }
}

/** Writes down once that it is a backup that was put back, and returns when that was taken; null where it is none. */
export function noteRestore(db: Database, nowMs: number): number | null {
  const row = db.prepare<[string], { value: string }>("SELECT value FROM meta WHERE key = ?").get(KEY);
  const takenAt = Number.parseInt(row?.value ?? "", 10);
  if (!Number.isSafeInteger(takenAt) || takenAt < 0) return null;
  const event: JournalEvent = { kind: "journal.restored", takenAt: unixMs(takenAt) };
  db.transaction(() => {
    const events = [{ kind: event.kind, json: canonicalJson(event) }];
    const [outcome] = new JournalFile(db).append([{ ts: nowMs, profileId: null, events }]);
    if (outcome !== undefined && "error" in outcome) throw outcome.error;
    db.prepare<[string]>("DELETE FROM meta WHERE key = ?").run(KEY);
  })();
  return takenAt;
}
