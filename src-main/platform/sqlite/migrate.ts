// How does a file get from the schema it has to the one this version needs?
import { basename } from "node:path";
import type { Database } from "better-sqlite3";
import { EngineError } from "#engine/core/engine-error.ts";
import { headerNumber, quickCheck, tableNames } from "./database.ts";
import type { FileSpec } from "./file-spec.ts";

/** What surrounds a migration of a file that holds something. */
export interface MigrationGuard {
  /** Copies the file away before it is changed; returns where. */
  backup(db: Database, fromVersion: number): string;
  /** Marks, on disk, that a migration is under way, and that it is over. */
  begin(fromVersion: number, toVersion: number): void;
  end(): void;
}

/** Whether the file is one of ours, and not of a newer version. Throws STORE_NEWER, STORE_DAMAGED or STORE_FAILED. */
export function checkIdentity(db: Database, spec: FileSpec): { readonly version: number; readonly isNew: boolean } {
  const file = basename(db.name);
  const applicationId = headerNumber(db, "application_id");
  const version = headerNumber(db, "user_version");
  const tables = tableNames(db);
  if (applicationId === 0 && version === 0 && tables.length === 0) return { version: 0, isNew: true };
  if (applicationId !== spec.applicationId) {
    // Our tables under a wrong mark are our file with a damaged header; anything else is not ours to touch.
    if (spec.tables.every((table) => tables.includes(table))) {
      throw new EngineError("STORE_DAMAGED", `${file} is damaged (its header does not say whose file it is)`);
    }
    throw new EngineError(
      "STORE_FAILED",
      `${file} is not this program's ${spec.fileName} (application id ${applicationId}): move it away or choose another data folder`,
    );
  }
  if (version > spec.migrations.length) {
    throw new EngineError(
      "STORE_NEWER",
      `${file} was written by a newer version (its schema is ${version}, this version knows ${spec.migrations.length}): install the newer version; nothing was changed`,
      { data: { file, version, known: spec.migrations.length } },
    );
  }
  return { version, isNew: false };
}

/** Applies what is missing, each step in one IMMEDIATE transaction with its version. Returns sentences for a person. */
export function migrate(db: Database, spec: FileSpec, guard: MigrationGuard | null): readonly string[] {
  const { version, isNew } = checkIdentity(db, spec);
  const notices: string[] = [];
  spec.migrations.slice(version).forEach((migration, offset) => {
    const from = version + offset;
    const kept = isNew ? undefined : guard?.backup(db, from);
    if (!isNew) guard?.begin(from, from + 1);
    db.transaction(() => {
      migration.apply(db);
      const orphans = db.pragma("foreign_key_check");
      if (Array.isArray(orphans) && orphans.length > 0) {
        throw new EngineError("STORE_FAILED", `${spec.fileName}: "${migration.name}" leaves rows without their owner`);
      }
      db.pragma(`application_id = ${spec.applicationId}`);
      db.pragma(`user_version = ${from + 1}`);
    }).immediate();
    if (isNew) return;
    quickCheck(db);
    guard?.end();
    notices.push(
      `${spec.fileName} was brought to schema ${from + 1} (${migration.name})${kept === undefined ? "" : `; the file before that is kept at ${kept}`}.`,
    );
  });
  return notices;
}
