// How are the books kept?

import type { Database } from "better-sqlite3";
import type { TransactionRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";

export function transactionRows(db: Database): Sync<TransactionRepository> {
  const insert = db.prepare<[string, string, number, string]>(
    "INSERT INTO transactions (profile_id, id, ts, data) VALUES (?, ?, ?, ?) ON CONFLICT (profile_id, id) DO NOTHING",
  );
  const all = db.prepare<[string], { id: string; data: string }>(
    "SELECT id, data FROM transactions WHERE profile_id = ? ORDER BY ts, row",
  );
  const addAll: Sync<TransactionRepository>["add"] = (profileId, transactions) => {
    let added = 0;
    for (const row of transactions) added += insert.run(profileId, row.id, row.ts, JSON.stringify(row)).changes;
    return added;
  };
  return {
    add: (profileId, transactions) => db.transaction(addAll).immediate(profileId, transactions),
    list: (profileId) =>
      all.all(profileId).map((row) => parseRecord(transactionSchema, row.data, `ledger.db, transaction ${row.id}`)),
  };
}
