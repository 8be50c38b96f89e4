// How far have the nonces of each key been used?

import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { NonceStore } from "#engine/ports/venues.ts";
import type { Sync } from "#platform/sqlite/record.ts";
import { parseRecord } from "#platform/sqlite/record.ts";

/** One key's row. Its fingerprint is in the column beside it. */
export const nonceRecordSchema = z.strictObject({ ceiling: z.number().int().min(0) });

export function nonceRows(db: Database): Sync<NonceStore> {
  const get = db.prepare<[string], { data: string }>("SELECT data FROM key_nonces WHERE fingerprint = ?");
  const put = db.prepare<[string, string]>(
    "INSERT INTO key_nonces (fingerprint, data) VALUES (?, ?) ON CONFLICT (fingerprint) DO UPDATE SET data = excluded.data",
  );
  return {
    reserve: (fingerprint, atLeast) => {
      const row = get.get(fingerprint);
      const before =
        row === undefined ? 0 : parseRecord(nonceRecordSchema, row.data, `ledger.db, nonces of ${fingerprint}`).ceiling;
      const ceiling = Math.max(before, atLeast);
      if (ceiling > before) put.run(fingerprint, JSON.stringify({ ceiling }));
      return ceiling;
    },
  };
}
