import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite, { type Database } from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import { headerNumber, tableNames } from "./database.ts";
import type { FileSpec, Migration } from "./file-spec.ts";
import { MARKET_SPEC } from "./market-spec.ts";
import { openFile } from "./open-file.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-migrate-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 20, 10, 0, 5);
const CANDLE = "INSERT INTO candles VALUES ('v', 'A/B', '1m', 60000, '1', '2', '1', '2', '5', 1)";

const addNote: Migration = {
  name: "notes",
  apply: (db) => db.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)"),
};
const fillNote: Migration = { name: "first note", apply: (db) => db.exec("INSERT INTO notes (text) VALUES ('kept')") };

/** The market file at its first version with later ones of the test, of a kind that is backed up. */
function specWith(...later: readonly Migration[]): FileSpec {
  return { ...MARKET_SPEC, irreplaceable: true, migrations: [...MARKET_SPEC.migrations.slice(0, 1), ...later] };
}

function folderAtVersion1(): string {
  const dataFolder = mkdtempSync(join(root, "d-"));
  const { db } = openFile(dataFolder, specWith(), NOW);
  db.exec(CANDLE);
  db.close();
  return dataFolder;
}

const candles = (db: Database) => db.prepare<[], { n: number }>("SELECT count(*) AS n FROM candles").get()?.n;

describe("migrate", () => {
  it("needs no backup for a new file", () => {
    const dataFolder = mkdtempSync(join(root, "d-"));
    const { db, notices } = openFile(dataFolder, specWith(addNote, fillNote), NOW);
    expect(headerNumber(db, "user_version")).toBe(3);
    expect(notices).toEqual([]);
    expect(existsSync(join(dataFolder, "backups"))).toBe(false);
    db.close();
  });

  it("goes up step by step, with a checked backup before each and a sentence for each", () => {
    const dataFolder = folderAtVersion1();
    const { db, notices } = openFile(dataFolder, specWith(addNote, fillNote), NOW);
    expect(headerNumber(db, "user_version")).toBe(3);
    expect(candles(db)).toBe(1);
    db.close();
    expect(notices).toHaveLength(2);
    const names = readdirSync(join(dataFolder, "backups")).sort();
    expect(names).toEqual([
      "market-2026-11-20T10-00-05Z-schema1-before-migration.db",
      "market-2026-11-20T10-00-05Z-schema2-before-migration.db",
    ]);
    for (const [index, name] of names.entries()) {
      const backup = new BetterSqlite(join(dataFolder, "backups", name), { readonly: true });
      expect(headerNumber(backup, "user_version")).toBe(index + 1);
      expect(candles(backup)).toBe(1);
      backup.close();
    }
    expect(readdirSync(dataFolder).sort()).toEqual(["backups", "market.db"]);
  });

  const dying = (after: (db: Database) => void): Migration => ({
    name: "dies",
    apply: (db) => {
      after(db);
      throw new Error("killed here");
    },
  });
  it.each([
    ["before its first statement", [dying(() => undefined)], 1],
    ["after changing the schema", [dying((db) => db.exec("CREATE TABLE half (a); DROP TABLE candles"))], 1],
    ["after changing rows", [addNote, dying((db) => db.exec("DELETE FROM candles; DROP TABLE notes"))], 2],
  ])("killed %s, leaves the version before it, whole, and can be tried again", (_name, later, version) => {
    const dataFolder = folderAtVersion1();
    expect(() => openFile(dataFolder, specWith(...later), NOW)).toThrow(/killed here/);
    expect(existsSync(join(dataFolder, "market.db.migrating"))).toBe(true);
    const raw = new BetterSqlite(join(dataFolder, "market.db"), { readonly: true });
    expect(headerNumber(raw, "user_version")).toBe(version);
    expect(candles(raw)).toBe(1);
    expect(tableNames(raw)).not.toContain("half");
    raw.close();
    const { db, notices } = openFile(dataFolder, specWith(addNote, fillNote), NOW + 1_000);
    expect(headerNumber(db, "user_version")).toBe(3);
    expect(candles(db)).toBe(1);
    expect(notices[0]).toBe(
      `A migration of market.db was interrupted (schema ${version} to ${version + 1}); the file is whole at schema ${version}.`,
    );
    db.close();
    expect(existsSync(join(dataFolder, "market.db.migrating"))).toBe(false);
  });

  it("killed after its commit, is found whole at the new version", () => {
    const dataFolder = folderAtVersion1();
    openFile(dataFolder, specWith(addNote), NOW).db.close();
    writeFileSync(join(dataFolder, "market.db.migrating"), "schema 1 to 2");
    const { db, notices } = openFile(dataFolder, specWith(addNote), NOW);
    expect(notices).toEqual([
      "A migration of market.db was interrupted (schema 1 to 2); the file is whole at schema 2.",
    ]);
    db.close();
  });

  it("refuses a step that leaves rows without their owner", () => {
    const dataFolder = folderAtVersion1();
    const orphan: Migration = {
      name: "orphans",
      apply: (db) => {
        db.pragma("defer_foreign_keys = ON");
        db.exec(
          "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p(id)); INSERT INTO c VALUES (7)",
        );
      },
    };
    expect(() => openFile(dataFolder, specWith(orphan), NOW)).toThrow(/"orphans" leaves rows without their owner/);
    const { db } = openFile(dataFolder, specWith(), NOW);
    expect(tableNames(db)).not.toContain("c");
    db.close();
  });

  it("does not migrate without its backup", () => {
    const dataFolder = folderAtVersion1();
    writeFileSync(join(dataFolder, "backups"), "a file where the folder must be");
    const before = readFileSync(join(dataFolder, "market.db"));
    expect(() => openFile(dataFolder, specWith(addNote), NOW)).toThrow(
      expect.objectContaining({ code: "STORE_FAILED" }),
    );
    expect(readFileSync(join(dataFolder, "market.db")).equals(before)).toBe(true);
  });
});
