import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import { sampleEvent } from "#testing/store-conformance.ts";
import { backupName, backupsOf, backupsToRemove } from "./backup-names.ts";
import { checkBackup } from "./backups.ts";
import { JournalFile } from "./journal-file.ts";
import { JOURNAL_SPEC } from "./journal-spec.ts";
import { LEDGER_SPEC } from "./ledger-spec.ts";
import { openFiles } from "./open-files.ts";
import { restoreBackup } from "./restore.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-backups-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 20, 10, 0, 5);
const HOUR = 3_600_000;
const names = (times: readonly number[]) => times.map((time) => backupName(JOURNAL_SPEC, time, 1, false));

describe("backupsToRemove", () => {
  it("keeps 24 hours and 14 days of backups made every hour for a month", () => {
    const all = backupsOf(JOURNAL_SPEC, names(Array.from({ length: 24 * 30 }, (_, hour) => NOW - hour * HOUR)));
    const removed = new Set(backupsToRemove(all));
    const kept = all.filter((backup) => !removed.has(backup.name)).map((backup) => backup.hour);
    // The newest 24 hours reach into the day before, whose newest backup is among them.
    expect(kept).toHaveLength(24 + 12);
    expect(kept.slice(0, 24)).toEqual(all.slice(0, 24).map((backup) => backup.hour));
    expect(kept.slice(24).every((hour) => hour.endsWith("T23"))).toBe(true);
  });

  it("always keeps the newest, never more than 38 regular ones, and keeps what it kept", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 * 24 * 60 }), { minLength: 1, maxLength: 300 }), (minutes) => {
        const all = backupsOf(JOURNAL_SPEC, names([...new Set(minutes)].map((minute) => NOW - minute * 60_000)));
        const removed = backupsToRemove(all);
        const kept = all.filter((backup) => !removed.includes(backup.name));
        expect(kept[0]).toEqual(all[0]);
        expect(kept.length).toBeLessThanOrEqual(38);
        expect(backupsToRemove(kept)).toEqual([]);
      }),
    );
  });

  it("keeps the last 3 made before a migration and touches no other file", () => {
    const before = Array.from({ length: 5 }, (_, index) => backupName(JOURNAL_SPEC, NOW + index * 1_000, 1, true));
    const others = ["ledger-2026-11-20T10-00-05Z-schema1.db", "notes.txt", "journal-x.db", "journal.db"];
    expect(backupsToRemove(backupsOf(JOURNAL_SPEC, [...before, ...others]))).toEqual([before[1], before[0]]);
    expect(backupsOf(LEDGER_SPEC, [...before, ...others])).toHaveLength(1);
  });
});

describe("backup and restore", () => {
  const event = sampleEvent(1);
  const append = (journal: JournalFile) =>
    journal.append([{ ts: NOW, profileId: null, events: [{ kind: event.kind, json: canonicalJson(event) }] }]);

  it("makes one checked backup per file and hour, prunes, and restores it row by row the same", () => {
    const dataFolder = mkdtempSync(join(root, "d-"));
    const files = openFiles({ dataFolder, nowMs: NOW, readOnly: false });
    const journal = new JournalFile(files.journal);
    append(journal);
    append(journal);
    expect(files.backup(NOW, false).made).toHaveLength(2);
    expect(files.backup(NOW + 60_000, false).made).toEqual([]);
    expect(files.backup(NOW + 60_000, true).made).toHaveLength(2);
    append(journal);
    for (let hour = 1; hour <= 40; hour += 1) files.backup(NOW + hour * HOUR, false);
    const kept = readdirSync(join(dataFolder, "backups"));
    // 24 hours, and the newest of the day before them.
    expect(kept.filter((name) => name.startsWith("journal-"))).toHaveLength(25);
    expect(kept.filter((name) => name.includes("partial"))).toEqual([]);
    const backedUp = journal.read({ after: 0, limit: 10 });
    append(journal);
    files.close();

    const [name = ""] = kept.filter((candidate) => candidate.startsWith("journal-")).sort();
    const restored = restoreBackup(dataFolder, join(dataFolder, "backups", name), NOW);
    expect(restored.fileName).toBe("journal.db");
    const after = openFiles({ dataFolder, nowMs: NOW + 41 * HOUR, readOnly: false });
    const read = new JournalFile(after.journal);
    expect(backedUp).toHaveLength(3);
    expect(read.read({ after: 0, limit: 3 })).toEqual(backedUp);
    // That it is a backup, and of when, is written down at its first opening, once.
    const restore = read.read({ after: 3, limit: 10 }).map(({ event: written, ts }) => ({ ...written, ts }));
    expect(restore).toEqual([{ kind: "journal.restored", takenAt: NOW + 13 * HOUR, ts: NOW + 41 * HOUR }]);
    expect(read.verify()).toMatchObject({ ok: true, entries: 4 });
    expect(after.notices.join()).toContain("journal.db is a backup taken at 2026-11-20T23-00-05");
    after.close();
    const again = openFiles({ dataFolder, nowMs: NOW + 42 * HOUR, readOnly: false });
    expect(new JournalFile(again.journal).verify()).toMatchObject({ ok: true, entries: 4 });
    expect(again.notices).toEqual([]);
    again.close();
    expect(readdirSync(restored.previous ?? "")).toContain("journal.db");
  });

  it("carries no damage into a backup", () => {
    const dataFolder = mkdtempSync(join(root, "d-"));
    const files = openFiles({ dataFolder, nowMs: NOW, readOnly: false });
    const journal = new JournalFile(files.journal);
    append(journal);
    files.backup(NOW, false);
    files.journal.exec(
      "DROP TRIGGER entries_never_change; UPDATE entries SET event = replace(event, 'reason 1', 'reason 2')",
    );
    expect(() => files.backup(NOW + HOUR, false)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
    expect(readdirSync(join(dataFolder, "backups")).filter((name) => name.startsWith("journal-"))).toHaveLength(1);
    files.close();
  });

  it("refuses to restore what is no good backup, and leaves the file as it was", () => {
    const dataFolder = mkdtempSync(join(root, "d-"));
    const files = openFiles({ dataFolder, nowMs: NOW, readOnly: false });
    append(new JournalFile(files.journal));
    const [journalBackup = ""] = files.backup(NOW, false).made;
    files.close();
    const wrong = join(dataFolder, "journal-2026-11-20T11-00-05Z-schema1.db");
    writeFileSync(wrong, "nonsense".repeat(1_000));
    expect(() => restoreBackup(dataFolder, wrong, NOW)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
    expect(() => restoreBackup(dataFolder, join(dataFolder, "absent.db"), NOW)).toThrow(/INPUT|expected/);
    expect(() => checkBackup(journalBackup, LEDGER_SPEC)).toThrow(/not this program's ledger.db/);
    const after = openFiles({ dataFolder, nowMs: NOW, readOnly: false });
    expect(new JournalFile(after.journal).verify().entries).toBe(1);
    after.close();
  });
});
