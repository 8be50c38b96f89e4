// What is in ledger.db? Profiles, settings, the books with decisions about them and what they cover, snapshots, suggestions, why rules did or did not fire, signals, what they would have earned, how cycles went, and the paper exchange's own records.

import { z } from "zod";
import { bookChangeSchema, coverageSchema } from "#shared/domain/books.ts";
import { cycleStateSchema } from "#shared/domain/cycle-state.ts";
import { evaluationRecordSchema } from "#shared/domain/evaluation.ts";
import { paperEntryRecordSchema, paperLedgerStateSchema } from "#shared/domain/paper-entry.ts";
import { snapshotSchema } from "#shared/domain/portfolio.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { settingsSchema } from "#shared/domain/settings.ts";
import { signalSchema } from "#shared/domain/signal.ts";
import { suggestionSchema } from "#shared/domain/suggestion.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import type { FileSpec } from "./file-spec.ts";
import { isSoundRecord } from "./record.ts";
import { nonceRecordSchema } from "./repositories/nonces.ts";
import { findPaperGap } from "./repositories/paper-exchange.ts";
import { profileRows } from "./repositories/profiles.ts";
import { settingsRow } from "./repositories/settings.ts";
import { rebuildTransactionKeys, TRANSACTION_KEY_TABLES } from "./transaction-keys.ts";

const RECORDS = {
  profiles: profileSchema,
  settings: settingsSchema,
  transactions: transactionSchema,
  book_changes: bookChangeSchema,
  book_coverage: coverageSchema,
  snapshots: snapshotSchema,
  suggestions: suggestionSchema,
  evaluations: evaluationRecordSchema,
  signals: signalSchema,
  paper_records: z.unknown(),
  key_nonces: nonceRecordSchema,
  paper_entries: paperEntryRecordSchema,
  paper_ledgers: paperLedgerStateSchema,
  cycles: cycleStateSchema,
} as const satisfies Record<string, z.ZodType>;

const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(RECORDS));

export const LEDGER_SPEC: FileSpec = {
  fileName: "ledger.db",
  applicationId: 0x53_77_62_4c,
  synchronous: "FULL",
  irreplaceable: true,
  tables: Object.keys(RECORDS),
  migrations: [
    {
      name: "profiles, settings, books, snapshots, suggestions, signals, paper records",
      // Each row is the record as JSON; the columns beside it are what it is found and ordered by.
      apply: (db) =>
        db.exec(`
          CREATE TABLE profiles (id TEXT PRIMARY KEY, priority INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
          CREATE TABLE settings (id INTEGER PRIMARY KEY CHECK (id = 1), data TEXT NOT NULL) STRICT;
          CREATE TABLE transactions (
            row INTEGER PRIMARY KEY, profile_id TEXT NOT NULL, id TEXT NOT NULL, ts INTEGER NOT NULL, data TEXT NOT NULL,
            UNIQUE (profile_id, id)
          ) STRICT;
          CREATE INDEX transactions_by_time ON transactions (profile_id, ts, row);
          CREATE TABLE snapshots (
            row INTEGER PRIMARY KEY, profile_id TEXT NOT NULL, ts INTEGER NOT NULL, reason TEXT NOT NULL, data TEXT NOT NULL,
            UNIQUE (profile_id, ts, reason)
          ) STRICT;
          CREATE TABLE suggestions (
            row INTEGER PRIMARY KEY, profile_id TEXT NOT NULL, id TEXT NOT NULL,
            opened_at INTEGER NOT NULL, closed_at INTEGER, data TEXT NOT NULL,
            UNIQUE (profile_id, id)
          ) STRICT;
          CREATE INDEX suggestions_by_closing ON suggestions (profile_id, closed_at);
          CREATE TABLE signals (
            row INTEGER PRIMARY KEY, profile_id TEXT NOT NULL, id TEXT NOT NULL, ts INTEGER NOT NULL, data TEXT NOT NULL,
            UNIQUE (profile_id, id)
          ) STRICT;
          CREATE INDEX signals_by_time ON signals (profile_id, ts, row);
          CREATE TABLE paper_records (
            account_id TEXT NOT NULL, seq INTEGER NOT NULL, data TEXT NOT NULL,
            PRIMARY KEY (account_id, seq)
          ) STRICT;
          CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        `),
    },
    {
      name: "nonces of venue keys",
      apply: (db) => db.exec("CREATE TABLE key_nonces (fingerprint TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;"),
    },
    {
      name: "decisions about entries of the books, what they cover, and keys by which pages of them are found",
      apply: (db) => {
        db.exec(`
          CREATE TABLE book_changes (
            row INTEGER PRIMARY KEY, profile_id TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL,
            UNIQUE (profile_id, id)
          ) STRICT;
          CREATE TABLE book_coverage (
            profile_id TEXT NOT NULL, account_id TEXT NOT NULL, source TEXT NOT NULL, data TEXT NOT NULL,
            PRIMARY KEY (profile_id, account_id, source)
          ) STRICT;
          ${TRANSACTION_KEY_TABLES}
        `);
        rebuildTransactionKeys(db);
      },
    },
    {
      // `fired` holds the names of the rules that fired, each between blanks.
      name: "why rules did or did not fire",
      apply: (db) =>
        db.exec(`
          CREATE TABLE evaluations (
            profile_id TEXT NOT NULL, seq INTEGER NOT NULL, until INTEGER NOT NULL, fired TEXT NOT NULL, data TEXT NOT NULL,
            PRIMARY KEY (profile_id, seq)
          ) STRICT;
          CREATE INDEX evaluations_by_time ON evaluations (profile_id, until);
        `),
    },
    {
      name: "what signals and proposals would have earned, and how cycles went",
      apply: (db) =>
        db.exec(`
          CREATE TABLE paper_entries (
            row INTEGER PRIMARY KEY, profile_id TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, open INTEGER NOT NULL,
            data TEXT NOT NULL,
            UNIQUE (profile_id, id)
          ) STRICT;
          CREATE INDEX paper_entries_by_time ON paper_entries (profile_id, at, row);
          CREATE INDEX paper_entries_by_end ON paper_entries (profile_id, open, row);
          CREATE TABLE paper_ledgers (profile_id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
          CREATE TABLE cycles (profile_id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
        `),
    },
  ],
  isSound: (table, row) => {
    const schema = SCHEMAS.get(table);
    return schema !== undefined && isSoundRecord(schema, row.data);
  },
  // What the program cannot start without; the other rows are parsed when they are read.
  checkContent: (db) => {
    profileRows(db).list();
    settingsRow(db).load();
  },
  afterRepair: (db, repair) => {
    rebuildTransactionKeys(db);
    const counts = LEDGER_SPEC.tables.map((table) => {
      const count = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
      return `${count} ${table.replace("_", " ")}`;
    });
    const notices = [
      `ledger.db was damaged and has been rebuilt with ${counts.join(", ")}; newer changes may be lost. The damaged file is kept at ${repair.quarantine}.`,
    ];
    // A paper account's books are only true without a gap: what comes after one is left in quarantine.
    for (const gap of findPaperGap(db)) {
      db.prepare("DELETE FROM paper_records WHERE account_id = ? AND seq > ?").run(gap.accountId, gap.lastGood);
      notices.push(`The paper account ${gap.accountId} was set back to its record ${gap.lastGood}.`);
    }
    return notices;
  },
};
