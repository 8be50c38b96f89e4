import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import { accountIdSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { sampleEvent, sampleProfile, sampleSnapshot } from "#testing/store-conformance.ts";
import { JournalFile } from "./journal-file.ts";
import { type DataFiles, FILE_SPECS, type FileKey, openFiles } from "./open-files.ts";
import { paperRows } from "./repositories/paper-exchange.ts";
import { profileRows } from "./repositories/profiles.ts";
import { snapshotRows, toSnapshotRow } from "./repositories/snapshots.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-files-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 20, 10, 0, 5);
const A = profileIdSchema.parse("demo-a");
const ACCOUNT = accountIdSchema.parse("demo-a-alpha");
const fresh = () => mkdtempSync(join(root, "d-"));
const open = (dataFolder: string, readOnly = false, nowMs = NOW) => openFiles({ dataFolder, nowMs, readOnly });

function append(files: DataFiles, count: number, from = 0): void {
  const journal = new JournalFile(files.journal);
  for (let index = from; index < from + count; index += 1) {
    const event = sampleEvent(index);
    const [outcome] = journal.append([
      { ts: NOW + index, profileId: "demo-a", events: [{ kind: event.kind, json: canonicalJson(event) }] },
    ]);
    expect(outcome).toHaveProperty("links");
  }
}

const count = (files: DataFiles) => new JournalFile(files.journal).verify();

/** A folder whose files hold something, closed. */
function filled(entries: number, change: (files: DataFiles) => void = () => undefined): string {
  const dataFolder = fresh();
  const files = open(dataFolder);
  append(files, entries);
  profileRows(files.ledger).save(sampleProfile(A, 1));
  change(files);
  files.close();
  return dataFolder;
}

/** Overwrites whole pages in the middle of a file with noise. */
function wreckPages(path: string, pages: readonly number[]): void {
  const bytes = readFileSync(path);
  for (const page of pages) bytes.fill(0xa5, page * 4096, (page + 1) * 4096);
  writeFileSync(path, bytes);
}

describe("openFiles", () => {
  it("keeps its promises by settings that are read back", () => {
    const files = open(fresh());
    const setting = (key: FileKey, pragma: string) => files[key].pragma(pragma, { simple: true });
    for (const key of ["journal", "ledger", "market"] as const) {
      expect(setting(key, "journal_mode")).toBe("wal");
      expect(setting(key, "synchronous")).toBe(key === "market" ? 1 : 2);
      expect(setting(key, "application_id")).toBe(FILE_SPECS[key].applicationId);
      expect(setting(key, "user_version")).toBe(FILE_SPECS[key].migrations.length);
      expect(setting(key, "foreign_keys")).toBe(1);
      expect(setting(key, "trusted_schema")).toBe(0);
    }
    files.close();
  });

  it("leaves no log behind when closed, and only files for this user", () => {
    const dataFolder = filled(3);
    expect(readdirSync(dataFolder).sort()).toEqual(["journal.db", "ledger.db", "market.db", "run"]);
  });

  it("refuses a second writer even without the pid file, and lets a reader in", () => {
    const dataFolder = fresh();
    const files = open(dataFolder);
    append(files, 2);
    expect(() => open(dataFolder)).toThrow(expect.objectContaining({ code: "SYSTEM_ALREADY_RUNNING" }));
    const reader = open(dataFolder, true);
    expect(count(reader)).toEqual({ ok: true, entries: 2, broken: null });
    expect(() => reader.journal.exec("DELETE FROM meta")).toThrow(/readonly/);
    reader.close();
    append(files, 1, 2);
    files.close();
    open(dataFolder).close();
  });

  it("reads an empty folder as empty and leaves it so", () => {
    const dataFolder = fresh();
    const reader = open(dataFolder, true);
    expect(count(reader).entries).toBe(0);
    expect(reader.readOnlyBecause?.state).toBe("readOnly");
    reader.close();
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  it.each(["journal", "ledger", "market"] as const)("refuses a newer %s and changes nothing", (key) => {
    const dataFolder = filled(2);
    const path = join(dataFolder, FILE_SPECS[key].fileName);
    const db = new BetterSqlite(path);
    db.pragma("user_version = 99");
    db.close();
    const before = readFileSync(path);
    for (const readOnly of [false, true]) {
      expect(() => open(dataFolder, readOnly)).toThrow(
        expect.objectContaining({ code: "STORE_NEWER", message: expect.stringMatching(/schema is 99.*newer version/) }),
      );
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(join(dataFolder, "quarantine"))).toBe(false);
  });

  it("refuses another program's database and files in each other's place", () => {
    const dataFolder = fresh();
    const foreign = new BetterSqlite(join(dataFolder, "journal.db"));
    foreign.exec("CREATE TABLE notes (text); PRAGMA application_id = 77;");
    foreign.close();
    expect(() => open(dataFolder)).toThrow(/journal.db is not this program's journal.db .*move it away/);
    const swapped = filled(1);
    writeFileSync(join(swapped, "journal.db"), readFileSync(join(swapped, "ledger.db")));
    expect(() => open(swapped)).toThrow(/not this program's/);
  });

  it("makes a damaged market.db anew without a word about trading", () => {
    const dataFolder = filled(1);
    writeFileSync(join(dataFolder, "market.db"), "not a database ".repeat(2_000));
    const files = open(dataFolder);
    expect(files.damage).toBeNull();
    expect(files.notices.join(" ")).toMatch(/market.db.*candles are fetched again/);
    expect(readdirSync(join(dataFolder, "quarantine"))).toEqual(["market.db-2026-11-20T10-00-05Z"]);
    files.close();
  });

  it("salvages what a damaged journal still gives, keeps the damaged file, and halts until acknowledged", () => {
    const dataFolder = filled(400);
    const path = join(dataFolder, "journal.db");
    const pages = readFileSync(path).length / 4096;
    wreckPages(path, [Math.floor(pages / 3), Math.floor(pages / 2)]);
    const files = open(dataFolder);
    const { entries, broken } = count(files);
    expect(entries).toBeGreaterThan(300);
    expect(files.damage).toMatch(/journal.db was damaged and has been rebuilt/);
    const [aside = ""] = readdirSync(join(dataFolder, "quarantine"));
    expect(readdirSync(join(dataFolder, "quarantine", aside))).toContain("journal.db");
    if (entries < 400) expect(broken?.problem).toMatch(/missing/);
    append(files, 3, 400);
    files.close();
    const again = open(dataFolder);
    expect(again.damage).not.toBeNull();
    expect(again.notices).toEqual([]);
    expect(count(again).entries).toBe(entries + 3);
    again.close();
  });

  it("fills the gaps of a damaged journal from the newest good backup", () => {
    const dataFolder = filled(300, (files) => {
      files.backup(NOW, false);
      append(files, 100, 300);
    });
    const path = join(dataFolder, "journal.db");
    wreckPages(path, [8, 9, 10]);
    writeFileSync(join(dataFolder, "backups", "journal-2026-11-20T11-00-05Z-schema1.db"), "a later, broken backup");
    const files = open(dataFolder);
    const { entries, broken } = count(files);
    expect(entries).toBeGreaterThanOrEqual(300);
    if (entries === 400) expect(broken).toBeNull();
    else expect(broken?.seq).toBeGreaterThan(300);
    expect(files.notices.join(" ")).toMatch(/came from the backup journal-2026-11-20T10-00-05Z-schema1.db/);
    files.close();
  });

  it.each(["missing", "empty"])("rebuilds a journal that is %s but was there before", (how) => {
    const dataFolder = filled(10, (files) => void files.backup(NOW, false));
    const path = join(dataFolder, "journal.db");
    if (how === "missing") rmSync(path);
    else truncateSync(path, 0);
    const files = open(dataFolder);
    expect(count(files)).toEqual({ ok: true, entries: 10, broken: null });
    expect(files.damage).not.toBeNull();
    expect(files.notices.join(" ")).toContain(`journal.db is ${how}, but was there before`);
    files.close();
  });

  it("sees one changed character in an entry although SQLite's own check does not", () => {
    const dataFolder = filled(20);
    const path = join(dataFolder, "journal.db");
    const bytes = readFileSync(path);
    // Also copies that page splits left in free space, for which nobody would notice.
    for (let at = bytes.indexOf("reason 7 "); at !== -1; at = bytes.indexOf("reason 7 ", at)) bytes.write("r3ason", at);
    writeFileSync(path, bytes);
    const files = open(dataFolder);
    expect(files.notices.join(" ")).toMatch(/entry 8: its content is not what its hash was made from/);
    expect(count(files)).toMatchObject({ ok: false, entries: 19, broken: { seq: 8 } });
    files.close();
  });

  it("rebuilds a damaged ledger from its readable rows and the backup, without halting", () => {
    const snapshots = Array.from({ length: 200 }, (_, index) => sampleSnapshot(A, index * 60_000, "100", "interval"));
    const dataFolder = filled(1, (files) => {
      snapshotRows(files.ledger).add(A, snapshots.map(toSnapshotRow));
      paperRows(files.ledger).append(
        ACCOUNT,
        Array.from({ length: 50 }, (_, index) => ({ seq: index + 1, record: { index } })),
      );
      files.backup(NOW, false);
      snapshotRows(files.ledger).add(A, [toSnapshotRow(sampleSnapshot(A, 99_999_999, "200", "midnight"))]);
    });
    const path = join(dataFolder, "ledger.db");
    const pages = readFileSync(path).length / 4096;
    wreckPages(path, [Math.floor(pages / 2), Math.floor(pages / 2) + 1]);
    const files = open(dataFolder);
    expect(files.damage).toBeNull();
    expect(profileRows(files.ledger).list()).toEqual([sampleProfile(A, 1)]);
    expect(snapshotRows(files.ledger).list(A, unixMs(0)).length).toBeGreaterThanOrEqual(200);
    expect(paperRows(files.ledger).load(ACCOUNT)).toHaveLength(50);
    expect(files.notices.join(" ")).toMatch(/ledger.db was damaged and has been rebuilt with 1 profiles/);
    files.close();
  });

  it("ends a repair that was killed after the damaged file was set aside", () => {
    const dataFolder = filled(5);
    const path = join(dataFolder, "journal.db");
    writeFileSync(`${path}.repaired`, readFileSync(path));
    rmSync(path);
    writeFileSync(`${path}-wal`, "leftover");
    const files = open(dataFolder);
    expect(count(files)).toEqual({ ok: true, entries: 5, broken: null });
    expect(readdirSync(dataFolder)).not.toContain("journal.db.repaired");
    files.close();
  });

  it.each(["journal.db", "run"])("says plainly that something else stands in place of %s", (name) => {
    const dataFolder = fresh();
    if (name === "run") writeFileSync(join(dataFolder, name), "");
    else mkdirSync(join(dataFolder, name));
    expect(() => open(dataFolder)).toThrow(
      expect.objectContaining({ code: "STORE_FAILED", message: expect.stringContaining(name) }),
    );
  });
});
