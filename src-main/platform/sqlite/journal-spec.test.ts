import BetterSqlite, { type Database } from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { sampleEvent } from "#testing/store-conformance.ts";
import { JournalFile } from "./journal-file.ts";
import { checkChain, clearDamage, type EntryRow, entryRowHash, JOURNAL_SPEC, readDamage } from "./journal-spec.ts";

const ENTRIES = 6;
let db: Database;

const request = (index: number) => {
  const event = sampleEvent(index);
  return { ts: index, profileId: "demo-a", events: [{ kind: event.kind, json: canonicalJson(event) }] };
};

beforeEach(() => {
  db = new BetterSqlite(":memory:");
  for (const { apply } of JOURNAL_SPEC.migrations) apply(db);
  const journal = new JournalFile(db);
  for (let index = 0; index < ENTRIES; index += 1) journal.append([request(index)]);
});
afterEach(() => {
  db.close();
});

/** Changes what the program itself can not: it takes the triggers away as somebody with the file could. */
function tamper(sql: string): void {
  db.exec(`DROP TRIGGER IF EXISTS entries_never_change; DROP TRIGGER IF EXISTS entries_never_go; ${sql}`);
}

const rows = () => db.prepare<[], EntryRow>("SELECT * FROM entries ORDER BY seq").all();

/** Each change, and the entry that it is found at. */
const CHANGES: readonly (readonly [string, string, number, string])[] = [
  ["content", "UPDATE entries SET event = replace(event, 'reason 2', 'reason 9') WHERE seq = 3", 3, "its content"],
  ["time", "UPDATE entries SET ts = 77 WHERE seq = 4", 4, "its content"],
  ["owner", "UPDATE entries SET profile_id = 'demo-b' WHERE seq = 2", 2, "its content"],
  ["link", "UPDATE entries SET prev_hash = hash WHERE seq = 5", 5, "does not link"],
  ["first link", "UPDATE entries SET prev_hash = hash WHERE seq = 1", 1, "does not link"],
  ["first entry", "DELETE FROM entries WHERE seq = 1", 1, "entries 1 to 1 are missing"],
  ["entries in the middle", "DELETE FROM entries WHERE seq IN (3, 4)", 3, "entries 3 to 4 are missing"],
];

describe("the chain", () => {
  it("is whole as it was written, from any entry on", () => {
    expect(checkChain(db, 1)).toEqual({ entries: ENTRIES, broken: null });
    expect(checkChain(db, 4)).toEqual({ entries: 3, broken: null });
    expect(rows()[0]?.prev_hash).toMatch(/^0{64}$/);
  });

  it.each(CHANGES)("names the first entry that is wrong: %s", (_what, sql, seq, problem) => {
    tamper(sql);
    const { broken } = checkChain(db, 1);
    expect(broken?.seq).toBe(seq);
    expect(broken?.problem).toContain(problem);
    for (const extent of ["newest", "whole"] as const) {
      expect(() => JOURNAL_SPEC.checkContent(db, extent)).toThrow(`journal.db, entry ${seq}`);
    }
  });

  it("says only the first of several breaks, and counts on", () => {
    tamper("UPDATE entries SET ts = 77 WHERE seq IN (2, 5)");
    expect(checkChain(db, 1)).toMatchObject({ entries: ENTRIES, broken: { seq: 2 } });
  });

  it("can not be changed or shortened by the program itself", () => {
    expect(() => db.exec("UPDATE entries SET ts = 1")).toThrow("append-only");
    expect(() => db.exec("DELETE FROM entries")).toThrow("append-only");
  });
});

describe("JournalFile", () => {
  it("writes all requests together, or each alone when one does not fit", () => {
    const journal = new JournalFile(db);
    expect(journal.append([request(6), request(7)])).toMatchObject([{ links: [{ seq: 7 }] }, { links: [{ seq: 8 }] }]);
    const spoilt = { ...request(8), ts: 0.5 };
    const [one, two, three] = journal.append([request(8), spoilt, request(9)]);
    expect(one).toMatchObject({ links: [{ seq: 9 }] });
    expect(two).toHaveProperty("error");
    expect(three).toMatchObject({ links: [{ seq: 10 }] });
    expect(journal.append([spoilt])).toMatchObject([{ error: { code: expect.stringMatching(/^STORE_/) } }]);
    expect(journal.verify()).toEqual({ ok: true, entries: 10, broken: null });
  });

  it("gives pages oldest or newest first, of all or of one profile and some kinds", () => {
    const journal = new JournalFile(db);
    const started = { kind: "system.stopped" } as const;
    journal.append([{ ts: 9, profileId: null, events: [{ kind: started.kind, json: canonicalJson(started) }] }]);
    const seqs = (entries: readonly { readonly seq: number }[]) => entries.map(({ seq }) => seq);
    const profileId = profileIdSchema.parse("demo-a");
    expect(seqs(journal.read({ after: 2, limit: 3 }))).toEqual([3, 4, 5]);
    expect(seqs(journal.readLatest({ limit: 2 }))).toEqual([7, 6]);
    expect(seqs(journal.readLatest({ limit: 2, before: 3 }))).toEqual([2, 1]);
    expect(seqs(journal.readLatest({ limit: 9, profileId }))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(seqs(journal.read({ after: 0, limit: 9, kinds: ["system.stopped", "plan.state"] }))).toEqual([7]);
    expect(seqs(journal.read({ after: 0, limit: 9, kinds: ["system.stopped"], profileId }))).toEqual([]);
  });

  it.each([0, 10_001, 1.5])("refuses a page of %s", (limit) => {
    expect(() => new JournalFile(db).read({ after: 0, limit })).toThrow(
      "limit: expected a whole number from 1 to 10000",
    );
  });

  it("begins an empty file with the first link", () => {
    const empty = new BetterSqlite(":memory:");
    for (const { apply } of JOURNAL_SPEC.migrations) apply(empty);
    expect(() => JOURNAL_SPEC.checkContent(empty, "newest")).not.toThrow();
    expect(new JournalFile(empty).append([request(0)])).toMatchObject([
      { links: [{ seq: 1, prevHash: "0".repeat(64) }] },
    ]);
    empty.close();
  });

  it("reads no entry whose content is not what its hash was made from", () => {
    tamper("UPDATE entries SET event = replace(event, 'reason 2', 'reason 9') WHERE seq = 3");
    const journal = new JournalFile(db);
    expect(journal.read({ after: 3, limit: 10 })).toHaveLength(3);
    expect(() => journal.read({ after: 0, limit: 10 })).toThrow("journal.db, entry 3");
  });
});

describe("a repair", () => {
  const repair = { at: 5, quarantine: "quarantine/journal.db-1" };

  it("tells damage once, also when the chain came through whole", () => {
    expect(JOURNAL_SPEC.afterRepair(db, repair)[0]).toContain(`${ENTRIES} entries, their chain is whole`);
    expect(readDamage(db)).toMatchObject({ at: 5 });
    clearDamage(db);
    expect(readDamage(db)).toBeNull();
  });

  it("remembers the break that it could not mend, so that only new damage stops an opening", () => {
    tamper("DELETE FROM entries WHERE seq = 3");
    expect(JOURNAL_SPEC.afterRepair(db, repair)[0]).toContain("from entry 3 on the chain is broken");
    expect(() => JOURNAL_SPEC.checkContent(db, "whole")).not.toThrow();
    tamper("UPDATE entries SET ts = 77 WHERE seq = 2");
    expect(() => JOURNAL_SPEC.checkContent(db, "whole")).toThrow("journal.db, entry 2");
  });

  it("carries over only what this program wrote", () => {
    const [row] = rows();
    const sound = (patch: object) => JOURNAL_SPEC.isSound("entries", { ...row, ...patch });
    expect(sound({})).toBe(true);
    for (const key of ["seq", "ts", "event", "prev_hash", "hash"]) expect(sound({ [key]: null })).toBe(false);
    expect(sound({ profile_id: 5 })).toBe(false);
    expect(sound({ ts: 9 })).toBe(false);
    const strange = { ...row!, profile_id: null, event: '{"kind":"nothing.known"}' };
    expect(sound({ ...strange, hash: entryRowHash(strange) })).toBe(false);
  });
});
