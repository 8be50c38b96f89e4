// What do the disk and the bare driver need? The floors and peers of the product's store: same tables, same settings, no product.
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import type { Database } from "better-sqlite3";
import { openWritable } from "#platform/sqlite/database.ts";
import type { FileSpec } from "#platform/sqlite/file-spec.ts";
import { JOURNAL_SPEC } from "#platform/sqlite/journal-spec.ts";
import { LEDGER_SPEC } from "#platform/sqlite/ledger-spec.ts";
import { MARKET_SPEC } from "#platform/sqlite/market-spec.ts";
import { migrate } from "#platform/sqlite/migrate.ts";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import { candlesOf, eventOf, NOW, SYMBOL, snapshotsOf, VENUE } from "./samples.ts";
import { timeEach } from "./time-each.ts";

const PAGES_BYTES = 12 * 1024;

/** What a log that is used over and over costs: the same place written and flushed. */
export function overwriteAndFlush(folder: string, count: number) {
  const file = openSync(path.join(folder, "overwritten"), "w");
  const pages = Buffer.alloc(PAGES_BYTES, 1);
  writeSync(file, pages, 0, PAGES_BYTES, 0);
  fdatasyncSync(file);
  const times = timeEach(count, () => {
    writeSync(file, pages, 0, PAGES_BYTES, 0);
    fdatasyncSync(file);
  });
  closeSync(file);
  return times;
}

/** One ready-made row a commit. */
export function bareAppends(folder: string, count: number) {
  const db = openFile(folder, JOURNAL_SPEC);
  const insert = db.prepare(
    "INSERT INTO entries (seq, ts, profile_id, kind, event, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const hash = sha256Hex("");
  const rows = Array.from({ length: count }, (_, index) => JSON.stringify(eventOf(index)));
  const times = timeEach(count, (index) => {
    insert.run(index + 1, NOW, null, "killSwitch.set", rows[index], hash, hash);
  });
  db.close();
  return times;
}

/** All profiles' ready-made snapshots in one commit. */
export function bareSnapshots(folder: string, count: number, profiles: number, assets: number) {
  const db = openFile(folder, LEDGER_SPEC);
  const put = db.prepare("INSERT INTO snapshots (profile_id, ts, reason, data) VALUES (?, ?, ?, ?)");
  const rounds = Array.from({ length: count }, (_, index) => snapshotsOf(profiles, assets, index));
  const times = timeEach(count, (index) => {
    db.transaction(() => {
      for (const row of rounds[index] ?? []) put.run(row.profileId, row.ts, row.reason, JSON.stringify(row));
    }).immediate();
  });
  db.close();
  return times;
}

/** A batch of candles a commit. */
export function bareCandles(folder: string, count: number, batch: number) {
  const db = openFile(folder, MARKET_SPEC);
  const put = db.prepare("INSERT INTO candles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)");
  const batches = Array.from({ length: count }, (_, index) => candlesOf(batch, index * batch));
  const times = timeEach(count, (index) => {
    db.transaction(() => {
      for (const row of batches[index] ?? [])
        put.run(VENUE, SYMBOL, "1m", row.openTime, row.open, row.high, row.low, row.close, row.volume, 1);
    }).immediate();
  });
  db.close();
  return times;
}

function openFile(folder: string, spec: FileSpec): Database {
  const db = openWritable(path.join(folder, spec.fileName), spec.synchronous);
  migrate(db, spec, null);
  return db;
}
