// How is the portfolio's history kept?

import type { Database } from "better-sqlite3";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { snapshotSchema } from "#shared/domain/portfolio.ts";

export function snapshotRows(db: Database): Sync<SnapshotRepository> {
  const put = db.prepare<[string, number, string, string]>(
    `INSERT INTO snapshots (profile_id, ts, reason, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (profile_id, ts, reason) DO UPDATE SET data = excluded.data`,
  );
  const since = db.prepare<[string, number], { ts: number; data: string }>(
    "SELECT ts, data FROM snapshots WHERE profile_id = ? AND ts >= ? ORDER BY ts, row",
  );
  const newest = db.prepare<[string], { ts: number; data: string }>(
    "SELECT ts, data FROM snapshots WHERE profile_id = ? ORDER BY ts DESC, row DESC LIMIT 1",
  );
  const parse = (row: { readonly ts: number; readonly data: string }) =>
    parseRecord(snapshotSchema, row.data, `ledger.db, snapshot of time ${row.ts}`);
  const addAll: Sync<SnapshotRepository>["add"] = (profileId, snapshots) => {
    for (const row of snapshots) put.run(profileId, row.ts, row.reason, JSON.stringify(row));
  };
  return {
    add: (profileId, snapshots) => db.transaction(addAll).immediate(profileId, snapshots),
    list: (profileId, from) => since.all(profileId, from).map(parse),
    latest: (profileId) => {
      const row = newest.get(profileId);
      return row === undefined ? null : parse(row);
    },
  };
}
