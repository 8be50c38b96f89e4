// How is kept what was read from where?

import type { Database } from "better-sqlite3";
import type { CoverageRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { coverageSchema } from "#shared/domain/books.ts";

export function coverageRows(db: Database): Sync<CoverageRepository> {
  const put = db.prepare<[string, string, string, string]>(
    `INSERT INTO book_coverage (profile_id, account_id, source, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (profile_id, account_id, source) DO UPDATE SET data = excluded.data`,
  );
  const all = db.prepare<[string], { account_id: string; source: string; data: string }>(
    "SELECT account_id, source, data FROM book_coverage WHERE profile_id = ? ORDER BY account_id, source",
  );
  return {
    save: (profileId, coverage) =>
      void put.run(profileId, coverage.accountId, coverage.source, JSON.stringify(coverage)),
    list: (profileId) =>
      all
        .all(profileId)
        .map((row) =>
          parseRecord(coverageSchema, row.data, `ledger.db, coverage of ${row.source} of ${row.account_id}`),
        ),
  };
}
