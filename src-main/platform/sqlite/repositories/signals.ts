// How are signals kept?

import type { Database } from "better-sqlite3";
import type { SignalRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { signalSchema } from "#shared/domain/signal.ts";

export function signalRows(db: Database): Sync<SignalRepository> {
  const put = db.prepare<[string, string, number, string]>(
    `INSERT INTO signals (profile_id, id, ts, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (profile_id, id) DO UPDATE SET ts = excluded.ts, data = excluded.data`,
  );
  const newest = db.prepare<[string, number], { id: string; data: string }>(
    "SELECT id, data FROM signals WHERE profile_id = ? ORDER BY ts DESC, row DESC LIMIT ?",
  );
  const one = db.prepare<[string, string], { id: string; data: string }>(
    "SELECT id, data FROM signals WHERE profile_id = ? AND id = ?",
  );
  const parse = (row: { readonly id: string; readonly data: string }) =>
    parseRecord(signalSchema, row.data, `ledger.db, signal ${row.id}`);
  const saveAll: Sync<SignalRepository>["save"] = (profileId, signals) => {
    for (const row of signals) put.run(profileId, row.id, row.ts, JSON.stringify(row));
  };
  return {
    save: (profileId, signals) => db.transaction(saveAll).immediate(profileId, signals),
    list: (profileId, limit) => newest.all(profileId, limit).map(parse),
    find: (profileId, id) => {
      const row = one.get(profileId, id);
      return row === undefined ? null : parse(row);
    },
  };
}
