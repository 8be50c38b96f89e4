// How is the portfolio's history kept?

import type { Database } from "better-sqlite3";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { type Snapshot, snapshotSchema } from "#shared/domain/portfolio.ts";

/** A snapshot on its way to its row. Long lists cross threads as text: copying them as objects costs several times as much. */
export interface SnapshotRow {
  readonly ts: number;
  readonly reason: Snapshot["reason"];
  readonly data: string;
}

/** What the storage thread answers; `add` takes rows. */
export type SnapshotCalls = Omit<Sync<SnapshotRepository>, "add"> & {
  add(profileId: ProfileId, rows: readonly SnapshotRow[]): void;
};

export function toSnapshotRow(snapshot: Snapshot): SnapshotRow {
  return { ts: snapshot.ts, reason: snapshot.reason, data: JSON.stringify(snapshot) };
}

export function snapshotRows(db: Database): SnapshotCalls {
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
  const addAll: SnapshotCalls["add"] = (profileId, rows) => {
    for (const { ts, reason, data } of rows) put.run(profileId, ts, reason, data);
  };
  return {
    add: (profileId, rows) => db.transaction(addAll).immediate(profileId, rows),
    list: (profileId, from) => since.all(profileId, from).map(parse),
    latest: (profileId) => {
      const row = newest.get(profileId);
      return row === undefined ? null : parse(row);
    },
  };
}
