// How are the program's settings kept?

import type { Database } from "better-sqlite3";
import type { SettingsRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { settingsSchema } from "#shared/domain/settings.ts";

export function settingsRow(db: Database): Sync<SettingsRepository> {
  const get = db.prepare<[], { data: string }>("SELECT data FROM settings WHERE id = 1");
  const put = db.prepare<[string]>(
    "INSERT INTO settings (id, data) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
  );
  return {
    // Before the first change there is no row: the defaults are the settings.
    load: () => parseRecord(settingsSchema, get.get()?.data ?? "{}", "ledger.db, settings"),
    save: (settings) => void put.run(JSON.stringify(settings)),
  };
}
