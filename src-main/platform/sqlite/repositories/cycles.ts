// How is it kept how a profile's cycles went?

import type { Database } from "better-sqlite3";
import type { CycleRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { cycleStateSchema } from "#shared/domain/cycle-state.ts";

export function cycleRows(db: Database): Sync<CycleRepository> {
  const get = db.prepare<[string], { data: string }>("SELECT data FROM cycles WHERE profile_id = ?");
  const put = db.prepare<[string, string]>(
    "INSERT INTO cycles (profile_id, data) VALUES (?, ?) ON CONFLICT (profile_id) DO UPDATE SET data = excluded.data",
  );
  return {
    load: (profileId) => {
      const row = get.get(profileId);
      return row === undefined ? null : parseRecord(cycleStateSchema, row.data, `ledger.db, cycles of ${profileId}`);
    },
    save: (profileId, state) => void put.run(profileId, JSON.stringify(state)),
  };
}
