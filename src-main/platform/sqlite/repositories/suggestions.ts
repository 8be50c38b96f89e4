// How are suggestions kept?

import type { Database } from "better-sqlite3";
import type { SuggestionRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { suggestionSchema } from "#shared/domain/suggestion.ts";

export function suggestionRows(db: Database): Sync<SuggestionRepository> {
  const put = db.prepare<[string, string, number, number | null, string]>(
    `INSERT INTO suggestions (profile_id, id, opened_at, closed_at, data) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (profile_id, id) DO UPDATE SET closed_at = excluded.closed_at, data = excluded.data`,
  );
  const since = db.prepare<[string, number], { id: string; data: string }>(
    `SELECT id, data FROM suggestions WHERE profile_id = ? AND (closed_at IS NULL OR closed_at >= ?)
     ORDER BY opened_at, row`,
  );
  const saveAll: Sync<SuggestionRepository>["save"] = (profileId, suggestions) => {
    for (const row of suggestions) put.run(profileId, row.id, row.openedAt, row.closedAt, JSON.stringify(row));
  };
  return {
    save: (profileId, suggestions) => db.transaction(saveAll).immediate(profileId, suggestions),
    list: (profileId, from) =>
      since
        .all(profileId, from)
        .map((row) => parseRecord(suggestionSchema, row.data, `ledger.db, suggestion ${row.id}`)),
  };
}
