// What must be known of a database file to open, migrate, check, back up and repair it?
import type { Database } from "better-sqlite3";

/** One step of a file's schema; its place in the list is its version (from 1). Never changed once released. */
export interface Migration {
  /** What it does, for the notice a person reads. */
  readonly name: string;
  apply(db: Database): void;
}

/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>;

export interface FileSpec {
  readonly fileName: "journal.db" | "ledger.db" | "market.db";
  /** Marks the file as ours (SQLite header field), one per kind of file so that swapped files are refused. */
  readonly applicationId: number;
  /** FULL: an acknowledged commit survives power loss. NORMAL: the file never corrupts, but may lose its last commits. */
  readonly synchronous: "FULL" | "NORMAL";
  readonly migrations: readonly Migration[];
  /** Whether its content exists nowhere else: backed up, salvaged and merged; otherwise made anew when damaged. */
  readonly irreplaceable: boolean;
  /** Tables that a repair carries over. */
  readonly tables: readonly string[];
  /** Whether a salvaged row is what this program wrote. */
  isSound(table: string, row: Row): boolean;
  /** Looks deeper than SQLite's own check, at what was written last or at everything: throws STORE_DAMAGED. */
  checkContent(db: Database, extent: "newest" | "whole"): void;
  /** After a repair: puts what was carried over in order and says in plain sentences what is missing. */
  afterRepair(db: Database, repair: { readonly at: number; readonly quarantine: string }): readonly string[];
}
