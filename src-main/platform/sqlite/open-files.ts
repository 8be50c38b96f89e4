// How do the three files of a data folder come up together?
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Database } from "better-sqlite3";
import { EngineError } from "#engine/core/engine-error.ts";
import type { BackupReport, StoreHealth } from "#engine/ports/repositories.ts";
import { noteRestore } from "./backup-mark.ts";
import { backupName, backupsOf } from "./backup-names.ts";
import { listBackups, makeBackup, pruneBackups } from "./backups.ts";
import { ensureFolder, timeForName } from "./disk.ts";
import type { FileSpec } from "./file-spec.ts";
import { JOURNAL_SPEC, readDamage } from "./journal-spec.ts";
import { LEDGER_SPEC } from "./ledger-spec.ts";
import { MARKET_SPEC } from "./market-spec.ts";
import { openFile, openFileToRead } from "./open-file.ts";
import { healthStateOf, toStoreError } from "./store-error.ts";
import { takeWriterLock } from "./writer-lock.ts";

export const FILE_SPECS = { journal: JOURNAL_SPEC, ledger: LEDGER_SPEC, market: MARKET_SPEC } as const;
export type FileKey = keyof typeof FILE_SPECS;
const KEYS = ["journal", "ledger", "market"] as const satisfies readonly FileKey[];

/** Bytes a probe writes: a disk that takes less is as good as full. */
const PROBE_BYTES = 65_536;

export interface OpenFilesOptions {
  readonly dataFolder: string;
  /** UTC milliseconds, for the names of backups and quarantined files. */
  readonly nowMs: number;
  /** Read beside a running program, without lock and without changing anything. */
  readonly readOnly: boolean;
}

export class DataFiles {
  readonly journal: Database;
  readonly ledger: Database;
  readonly market: Database;
  readonly notices: readonly string[];
  /** Why nothing can be written; null when it can. */
  readonly readOnlyBecause: StoreHealth | null;
  readonly #dataFolder: string;
  readonly #inodes: Readonly<Record<FileKey, number | undefined>>;
  readonly #release: () => void;

  constructor(parts: {
    readonly dataFolder: string;
    readonly dbs: Readonly<Record<FileKey, Database>>;
    readonly notices: readonly string[];
    readonly readOnlyBecause: StoreHealth | null;
    readonly release: () => void;
  }) {
    this.journal = parts.dbs.journal;
    this.ledger = parts.dbs.ledger;
    this.market = parts.dbs.market;
    this.notices = parts.notices;
    this.readOnlyBecause = parts.readOnlyBecause;
    this.#dataFolder = parts.dataFolder;
    this.#release = parts.release;
    const inode = (key: FileKey) =>
      statSync(join(parts.dataFolder, FILE_SPECS[key].fileName), { throwIfNoEntry: false })?.ino;
    this.#inodes = { journal: inode("journal"), ledger: inode("ledger"), market: inode("market") };
  }

  /** Writes and removes some bytes with a flush, after a look whether the open file is still the one in the folder. */
  probe(key: FileKey): void {
    const db = this[key];
    const path = join(this.#dataFolder, FILE_SPECS[key].fileName);
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.ino !== this.#inodes[key]) {
      throw new EngineError("STORE_FAILED", `${basename(path)} is no longer the file in the data folder: start again`);
    }
    db.transaction(() => {
      db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', ?)").run("0".repeat(PROBE_BYTES));
    }).immediate();
    db.prepare("DELETE FROM meta WHERE key = 'probe'").run();
  }

  /** One backup per file and UTC hour; the whole journal chain is recomputed first, so that no damage is carried into a backup unseen. */
  backup(nowMs: number, always: boolean): BackupReport {
    const made: string[] = [];
    const removed: string[] = [];
    for (const key of KEYS) {
      const spec = FILE_SPECS[key];
      if (!spec.irreplaceable || (!always && this.#hasThisHour(spec, nowMs))) continue;
      spec.checkContent(this[key], "whole");
      made.push(makeBackup(this[key], spec, this.#dataFolder, nowMs));
      removed.push(...pruneBackups(this.#dataFolder, spec));
    }
    return { made, removed };
  }

  get damage(): string | null {
    return readDamage(this.journal)?.detail ?? null;
  }

  close(): void {
    for (const key of KEYS) {
      const db = this[key];
      if (!db.readonly && !db.memory && this.readOnlyBecause === null) db.pragma("wal_checkpoint(TRUNCATE)");
      db.close();
    }
    this.#release();
  }

  #hasThisHour(spec: FileSpec, nowMs: number): boolean {
    const [current] = backupsOf(spec, [backupName(spec, nowMs, spec.migrations.length, false)]);
    return listBackups(this.#dataFolder, spec).some(
      (backup) => !backup.beforeMigration && backup.hour === current?.hour,
    );
  }
}

/** Opens all files. Where the disk is full or may not be written, they open for reading and the reason is kept. */
export function openFiles(options: OpenFilesOptions): DataFiles {
  if (options.readOnly)
    return openToRead(options.dataFolder, { state: "readOnly", detail: "Opened for reading only" }, []);
  try {
    return openToWrite(options);
  } catch (error) {
    const failure = toStoreError(error, options.dataFolder);
    const state = healthStateOf(failure.code);
    if (state !== "full" && state !== "readOnly") throw failure;
    const detail = `${failure.message}. What is stored can be read; nothing new is kept. Mend this and start again.`;
    return openToRead(options.dataFolder, { state, detail }, [detail]);
  }
}

function openToWrite({ dataFolder, nowMs }: OpenFilesOptions): DataFiles {
  ensureFolder(dataFolder);
  const lock = takeWriterLock(dataFolder);
  const notices: string[] = [];
  const opened: Database[] = [];
  const open = (key: FileKey): Database => {
    const file = openFile(dataFolder, FILE_SPECS[key], nowMs);
    opened.push(file.db);
    notices.push(...file.notices);
    return file.db;
  };
  try {
    const dbs = { journal: open("journal"), ledger: open("ledger"), market: open("market") };
    const takenAt = noteRestore(dbs.journal, nowMs);
    if (takenAt !== null) {
      notices.push(
        `journal.db is a backup taken at ${timeForName(takenAt)} (UTC) that was put back. What happened after it is missing from it: compare open orders and balances with the venues before you trade.`,
      );
    }
    return new DataFiles({ dataFolder, dbs, notices, readOnlyBecause: null, release: () => lock.release() });
  } catch (error) {
    for (const db of opened) db.close();
    lock.release();
    throw error;
  }
}

function openToRead(dataFolder: string, because: StoreHealth, notices: readonly string[]): DataFiles {
  let temp: string | null = null;
  const tempFolder = () => {
    temp ??= mkdtempSync(join(tmpdir(), "schwabot-read-"));
    return temp;
  };
  const release = () => {
    if (temp !== null) rmSync(temp, { recursive: true, force: true });
  };
  const opened: Database[] = [];
  const open = (key: FileKey): Database => {
    const db = openFileToRead(dataFolder, FILE_SPECS[key], tempFolder);
    opened.push(db);
    return db;
  };
  try {
    const dbs = { journal: open("journal"), ledger: open("ledger"), market: open("market") };
    return new DataFiles({ dataFolder, dbs, notices, readOnlyBecause: because, release });
  } catch (error) {
    for (const db of opened) db.close();
    release();
    throw error;
  }
}
