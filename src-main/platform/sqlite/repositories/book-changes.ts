// How are decisions about entries of the books kept?

import type { Database } from "better-sqlite3";
import type { BookChangeRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { bookChangeSchema } from "#shared/domain/books.ts";

export function bookChangeRows(db: Database): Sync<BookChangeRepository> {
  const insert = db.prepare<[string, string, string]>(
    "INSERT INTO book_changes (profile_id, id, data) VALUES (?, ?, ?) ON CONFLICT (profile_id, id) DO NOTHING",
  );
  const all = db.prepare<[string], { id: string; data: string }>(
    "SELECT id, data FROM book_changes WHERE profile_id = ? ORDER BY row",
  );
  const addAll: Sync<BookChangeRepository>["add"] = (profileId, changes) => {
    for (const change of changes) insert.run(profileId, change.id, JSON.stringify(change));
  };
  return {
    add: (profileId, changes) => db.transaction(addAll).immediate(profileId, changes),
    list: (profileId) =>
      all.all(profileId).map((row) => parseRecord(bookChangeSchema, row.data, `ledger.db, book change ${row.id}`)),
  };
}
