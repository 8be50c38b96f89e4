// How is it kept why rules did or did not fire?

import type { Database } from "better-sqlite3";
import type { EvaluationRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { evaluationRecordSchema } from "#shared/domain/evaluation.ts";

/** No `seq` is as large. */
const NEWEST = Number.MAX_SAFE_INTEGER;

export function evaluationRows(db: Database): Sync<EvaluationRepository> {
  const put = db.prepare<[string, number, number, string, string]>(
    `INSERT INTO evaluations (profile_id, seq, until, fired, data) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (profile_id, seq) DO UPDATE SET until = excluded.until, fired = excluded.fired, data = excluded.data`,
  );
  const forgetOld = db.prepare<[string, number]>("DELETE FROM evaluations WHERE profile_id = ? AND until < ?");
  const forgetMany = db.prepare<[string, string, number]>(
    `DELETE FROM evaluations WHERE profile_id = ? AND seq <=
     (SELECT seq FROM evaluations WHERE profile_id = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
  );
  const newest = db.prepare<[string, number, string, number], { seq: number; data: string }>(
    "SELECT seq, data FROM evaluations WHERE profile_id = ? AND seq < ? AND fired LIKE ? ORDER BY seq DESC LIMIT ?",
  );
  const newestWithout = db.prepare<[string, number, string, number], { seq: number; data: string }>(
    "SELECT seq, data FROM evaluations WHERE profile_id = ? AND seq < ? AND fired NOT LIKE ? ORDER BY seq DESC LIMIT ?",
  );
  const saveAll: Sync<EvaluationRepository>["save"] = (profileId, records, { since, most }) => {
    for (const record of records) {
      const fired = record.rules.filter((rule) => rule.fired).map(({ type }) => ` ${type} `);
      put.run(profileId, record.seq, record.until, fired.join(""), JSON.stringify(record));
    }
    forgetOld.run(profileId, since);
    forgetMany.run(profileId, profileId, most);
  };
  return {
    save: (profileId, records, keep) => db.transaction(saveAll).immediate(profileId, records, keep),
    list: (profileId, { before = NEWEST, limit, rule, fired }) => {
      // A pattern of one sign and more: any rule.
      const pattern = fired === undefined ? "%" : rule === undefined ? "_%" : `% ${rule} %`;
      const rows = (fired === false ? newestWithout : newest).all(profileId, before, pattern, limit);
      return rows.map((row) => parseRecord(evaluationRecordSchema, row.data, `ledger.db, evaluation ${row.seq}`));
    },
  };
}
