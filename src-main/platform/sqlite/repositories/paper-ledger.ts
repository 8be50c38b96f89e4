// How is the paper ledger kept: entries that still run, the newest of those that ended, and what all of them came to?

import type { Database } from "better-sqlite3";
import type { PaperLedgerRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { paperEntryRecordSchema, paperLedgerStateSchema } from "#shared/domain/paper-entry.ts";

/** No entry is as new. */
const NEWEST = Number.MAX_SAFE_INTEGER;

export function paperLedgerRows(db: Database): Sync<PaperLedgerRepository> {
  const put = db.prepare<[string, string, number, number, string]>(
    `INSERT INTO paper_entries (profile_id, id, at, open, data) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (profile_id, id) DO UPDATE SET at = excluded.at, open = excluded.open, data = excluded.data`,
  );
  const putState = db.prepare<[string, string]>(
    "INSERT INTO paper_ledgers (profile_id, data) VALUES (?, ?) ON CONFLICT (profile_id) DO UPDATE SET data = excluded.data",
  );
  const forget = db.prepare<[string, string, number]>(
    `DELETE FROM paper_entries WHERE profile_id = ? AND open = 0 AND row <=
     (SELECT row FROM paper_entries WHERE profile_id = ? AND open = 0 ORDER BY row DESC LIMIT 1 OFFSET ?)`,
  );
  const state = db.prepare<[string], { data: string }>("SELECT data FROM paper_ledgers WHERE profile_id = ?");
  const running = db.prepare<[string], { id: string; data: string }>(
    "SELECT id, data FROM paper_entries WHERE profile_id = ? AND open = 1 ORDER BY row",
  );
  const newest = db.prepare<[string, number, number], { id: string; data: string }>(
    "SELECT id, data FROM paper_entries WHERE profile_id = ? AND at < ? ORDER BY at DESC, row DESC LIMIT ?",
  );
  const parse = (row: { readonly id: string; readonly data: string }) =>
    parseRecord(paperEntryRecordSchema, row.data, `ledger.db, paper entry ${row.id}`);
  const saveAll: Sync<PaperLedgerRepository>["save"] = (profileId, change, most) => {
    for (const entry of change.entries) {
      put.run(profileId, entry.id, entry.at, entry.end === null ? 1 : 0, JSON.stringify(entry));
    }
    putState.run(profileId, JSON.stringify(change.state));
    forget.run(profileId, profileId, most);
  };
  return {
    save: (profileId, change, most) => db.transaction(saveAll).immediate(profileId, change, most),
    load: (profileId) => {
      const row = state.get(profileId);
      const place = `ledger.db, paper ledger of ${profileId}`;
      return {
        state: row === undefined ? null : parseRecord(paperLedgerStateSchema, row.data, place),
        running: running.all(profileId).map(parse),
      };
    },
    list: (profileId, { before = NEWEST, limit }) => newest.all(profileId, before, limit).map(parse),
  };
}
