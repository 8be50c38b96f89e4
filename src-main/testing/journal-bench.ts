// How fast is the product's journal append beside the bare driver, on the same disk, in the same run?
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import BetterSqlite from "better-sqlite3";
import { openWritable } from "#platform/sqlite/database.ts";
import { JOURNAL_SPEC } from "#platform/sqlite/journal-spec.ts";
import { migrate } from "#platform/sqlite/migrate.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { unixMs } from "#shared/domain/time.ts";
import { openStore } from "#workers/storage/open-store.ts";

export interface AppendTimes {
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

export interface AppendBench {
  /** better-sqlite3 alone: the same table and indexes, FULL, one ready-made row per commit, on this thread. */
  readonly bare: AppendTimes;
  /** The product: one append awaited after the other. */
  readonly product: AppendTimes;
  /** The product with this many callers that each await their own: waiting appends share a flush. */
  readonly productConcurrent: AppendTimes & { readonly callers: number };
}

const TS = unixMs(1_767_571_200_000);

function eventOf(index: number): JournalEvent {
  return { kind: "killSwitch.set", on: true, reason: `bench ${index} ${"x".repeat(600)}` };
}

/** Runs each variant once over `appends` entries in a new folder below `folder`. Callers repeat it round-robin for spread. */
export async function benchJournalAppend(folder: string, appends: number, callers = 16): Promise<AppendBench> {
  return {
    bare: benchBare(mkdtempSync(join(folder, "bare-")), appends),
    product: await benchProduct(mkdtempSync(join(folder, "product-")), appends, 1),
    productConcurrent: { ...(await benchProduct(mkdtempSync(join(folder, "many-")), appends, callers)), callers },
  };
}

function benchBare(folder: string, appends: number): AppendTimes {
  const path = join(folder, "journal.db");
  const made = openWritable(path, "FULL");
  migrate(made, JOURNAL_SPEC, null);
  made.close();
  const db = new BetterSqlite(path);
  db.pragma("synchronous = FULL");
  const insert = db.prepare(
    "INSERT INTO entries (seq, ts, profile_id, kind, event, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const hash = sha256Hex("");
  const rows = Array.from({ length: appends }, (_, index) => JSON.stringify(eventOf(index)));
  const times: number[] = [];
  const start = performance.now();
  for (const [index, row] of rows.entries()) {
    const before = performance.now();
    insert.run(index + 1, TS, null, "killSwitch.set", row, hash, hash);
    times.push(performance.now() - before);
  }
  const elapsedMs = performance.now() - start;
  db.close();
  return summarize(times, elapsedMs);
}

async function benchProduct(dataFolder: string, appends: number, callers: number): Promise<AppendTimes> {
  const store = await openStore({ dataFolder, now: TS, workerUrl: workerUrl("storage") });
  const times: number[] = [];
  let next = 0;
  const caller = async () => {
    while (next < appends) {
      const index = next;
      next += 1;
      const before = performance.now();
      await store.journal.append(TS, null, [eventOf(index)]);
      times.push(performance.now() - before);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  const elapsedMs = performance.now() - start;
  await store.close();
  return summarize(times, elapsedMs);
}

function summarize(times: number[], elapsedMs: number): AppendTimes {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 1_000);
  return { perSecond: Math.round((times.length / elapsedMs) * 1_000), p50Us: at(0.5), p99Us: at(0.99) };
}
