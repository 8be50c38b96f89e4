// How are profiles kept?

import type { Database } from "better-sqlite3";
import type { ProfileRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { profileSchema } from "#shared/domain/profile.ts";

export function profileRows(db: Database): Sync<ProfileRepository> {
  const all = db.prepare<[], { id: string; data: string }>("SELECT id, data FROM profiles ORDER BY priority, id");
  const put = db.prepare<[string, number, string]>(
    `INSERT INTO profiles (id, priority, data) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET priority = excluded.priority, data = excluded.data`,
  );
  return {
    list: () => all.all().map((row) => parseRecord(profileSchema, row.data, `ledger.db, profile ${row.id}`)),
    save: (profile) => void put.run(profile.id, profile.priority, JSON.stringify(profile)),
  };
}
