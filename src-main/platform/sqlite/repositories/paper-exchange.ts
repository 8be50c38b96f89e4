// How are the paper exchange's own records kept? It is a venue: what it acknowledged must survive our death.

import type { Database } from "better-sqlite3";
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";
import type { PaperExchangeRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";

export function paperRows(db: Database): Sync<PaperExchangeRepository> {
  const insert = db.prepare<[string, number, string]>(
    "INSERT INTO paper_records (account_id, seq, data) VALUES (?, ?, ?)",
  );
  const last = db.prepare<[string], { last: number | null }>(
    "SELECT max(seq) AS last FROM paper_records WHERE account_id = ?",
  );
  const all = db.prepare<[string], { seq: number; data: string }>(
    "SELECT seq, data FROM paper_records WHERE account_id = ? ORDER BY seq",
  );
  const appendAll: Sync<PaperExchangeRepository>["append"] = (accountId, records) => {
    let expected = (last.get(accountId)?.last ?? 0) + 1;
    for (const { seq, record } of records) {
      if (seq !== expected) {
        throw new EngineError("SYSTEM_INTERNAL", `Paper records of ${accountId}: expected seq ${expected}, got ${seq}`);
      }
      insert.run(accountId, seq, JSON.stringify(record));
      expected += 1;
    }
  };
  return {
    append: (accountId, records) => db.transaction(appendAll).immediate(accountId, records),
    load: (accountId) =>
      all.all(accountId).map((row, index) => {
        const place = `ledger.db, paper record ${accountId}/${row.seq}`;
        if (row.seq !== index + 1) throw new EngineError("STORE_DAMAGED", `${place}: the one before it is missing`);
        return { seq: row.seq, record: parseRecord(z.unknown(), row.data, place) };
      }),
  };
}

/** Accounts whose records have a gap, each with the last record before it. */
export function findPaperGap(db: Database): readonly { readonly accountId: string; readonly lastGood: number }[] {
  return db
    .prepare<[], { accountId: string; lastGood: number }>(
      `SELECT account_id AS accountId, min(place) - 1 AS lastGood FROM (
         SELECT account_id, seq, row_number() OVER (PARTITION BY account_id ORDER BY seq) AS place FROM paper_records
       ) WHERE seq <> place GROUP BY account_id`,
    )
    .all();
}
