// What is in journal.db? Orders, plans, approvals and the audit trail: one append-only chain.
import { hash } from "node:crypto";
import type { Database } from "better-sqlite3";
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";
import { journalEventSchema } from "#shared/domain/journal.ts";
import { GENESIS_HASH, journalEntryText } from "#shared/domain/journal-chain.ts";
import type { FileSpec, Row } from "./file-spec.ts";
import { isSoundRecord, parseRecord } from "./record.ts";

export interface EntryRow {
  readonly seq: number;
  readonly ts: number;
  readonly profile_id: string | null;
  readonly kind: string;
  readonly event: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** Entries whose chain is recomputed at every opening; the whole chain is recomputed by `verify` and at each backup. */
const CHECKED_AT_OPEN = 20_000;

/** The hash the row must have. The driver's host hashes several times faster than portable code, so it is used here. */
export function entryRowHash(row: Omit<EntryRow, "hash" | "kind">): string {
  return hash(
    "sha256",
    journalEntryText({
      eventJson: row.event,
      prevHash: row.prev_hash,
      profileId: row.profile_id,
      seq: row.seq,
      ts: row.ts,
    }),
  );
}

export interface ChainCheck {
  readonly entries: number;
  readonly broken: { readonly seq: number; readonly problem: string } | null;
}

/** Recomputes the chain from entry `fromSeq` on (its own link is taken as given unless it is the first). */
export function checkChain(db: Database, fromSeq: number): ChainCheck {
  const rows = db.prepare<[number], EntryRow>("SELECT * FROM entries WHERE seq >= ? ORDER BY seq").iterate(fromSeq);
  let entries = 0;
  let broken: ChainCheck["broken"] = null;
  let previous = fromSeq === 1 ? { seq: 0, hash: GENESIS_HASH } : null;
  for (const row of rows) {
    entries += 1;
    if (broken !== null) continue;
    if (previous !== null && row.seq !== previous.seq + 1) {
      broken = { seq: previous.seq + 1, problem: `entries ${previous.seq + 1} to ${row.seq - 1} are missing` };
    } else if (previous !== null && row.prev_hash !== previous.hash) {
      broken = { seq: row.seq, problem: "it does not link to the entry before it" };
    } else if (entryRowHash(row) !== row.hash) {
      broken = { seq: row.seq, problem: "its content is not what its hash was made from" };
    }
    previous = row;
  }
  return { entries, broken };
}

function isEntryRow(row: Row): row is Row & EntryRow {
  return (
    typeof row.seq === "number" &&
    typeof row.ts === "number" &&
    (row.profile_id === null || typeof row.profile_id === "string") &&
    typeof row.event === "string" &&
    typeof row.prev_hash === "string" &&
    typeof row.hash === "string"
  );
}

const damageSchema = z.strictObject({ at: z.number().int(), detail: z.string() });
/** What a repair could not know to be whole. */
export type Damage = z.infer<typeof damageSchema>;

/** Damage that the user has not read yet; while there is any, trading stays halted. */
export function readDamage(db: Database): Damage | null {
  const row = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'damage'").get();
  return row === undefined ? null : parseRecord(damageSchema, row.value, "journal.db, meta damage");
}

/** The user has read it. */
export function clearDamage(db: Database): void {
  db.prepare("DELETE FROM meta WHERE key = 'damage'").run();
}

export const JOURNAL_SPEC: FileSpec = {
  fileName: "journal.db",
  applicationId: 0x53_77_62_4a,
  synchronous: "FULL",
  irreplaceable: true,
  tables: ["entries"],
  migrations: [
    {
      name: "journal entries",
      apply: (db) =>
        db.exec(`
          CREATE TABLE entries (
            seq INTEGER PRIMARY KEY,
            ts INTEGER NOT NULL,
            profile_id TEXT,
            kind TEXT NOT NULL,
            event TEXT NOT NULL,
            prev_hash TEXT NOT NULL,
            hash TEXT NOT NULL
          ) STRICT;
          CREATE INDEX entries_by_profile ON entries (profile_id, seq);
          CREATE INDEX entries_by_kind ON entries (kind, seq);
          CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
          CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
          CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        `),
    },
  ],
  isSound: (_table, row) =>
    isEntryRow(row) && entryRowHash(row) === row.hash && isSoundRecord(journalEventSchema, row.event),
  checkContent: (db, extent) => {
    const last = db.prepare<[], { last: number | null }>("SELECT max(seq) AS last FROM entries").get()?.last ?? 0;
    const from = extent === "whole" ? 1 : Math.max(1, last - CHECKED_AT_OPEN + 1);
    const { broken } = checkChain(db, from);
    // What an earlier repair could not bring back is known and was told; only new damage counts.
    const known = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'knownBreak'").get();
    if (broken !== null && known?.value !== JSON.stringify(broken)) {
      throw new EngineError("STORE_DAMAGED", `journal.db, entry ${broken.seq}: ${broken.problem}`);
    }
  },
  afterRepair: (db, repair) => {
    const { entries, broken } = checkChain(db, 1);
    const put = db.prepare<[string, string]>("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
    const detail =
      broken === null
        ? `journal.db was damaged and has been rebuilt: ${entries} entries, their chain is whole; whether newer ones are lost cannot be seen from the file. The damaged file is kept at ${repair.quarantine}.`
        : `journal.db was damaged and has been rebuilt with ${entries} entries; from entry ${broken.seq} on the chain is broken: ${broken.problem}. The damaged file is kept at ${repair.quarantine}.`;
    if (broken !== null) put.run("knownBreak", JSON.stringify(broken));
    put.run("damage", JSON.stringify({ at: repair.at, detail } satisfies Damage));
    return [
      detail,
      "Trading stays halted until you have compared open orders and balances with the venues and confirmed.",
    ];
  },
};
