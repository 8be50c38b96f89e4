// A power cut may leave any part of the log: every cut opens to a prefix of what was written, or is set aside.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { sampleEvent } from "#testing/store-conformance.ts";
import { JournalFile } from "./journal-file.ts";
import { JOURNAL_SPEC, readDamage } from "./journal-spec.ts";
import { openFile } from "./open-file.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-torn-"));
const NOW = Date.UTC(2026, 10, 20);
const ENTRIES = 30;
/** Full count on demand: `npm run long -- cuts`. */
const CUTS = process.env.SCHWABOT_LONG === "1" ? 1_000 : 100;
const WAL_HEADER = 32;
const FRAME = 24 + 4096;

let original: { readonly db: Buffer; readonly wal: Buffer; readonly entries: readonly JournalEntry[] };

beforeAll(() => {
  const dataFolder = join(root, "original");
  mkdirSync(dataFolder);
  const { db } = openFile(dataFolder, JOURNAL_SPEC, NOW);
  const journal = new JournalFile(db);
  for (let index = 0; index < ENTRIES; index += 1) {
    const event = sampleEvent(index);
    journal.append([{ ts: NOW + index, profileId: null, events: [{ kind: event.kind, json: canonicalJson(event) }] }]);
  }
  // The files as they lie on disk while the program runs: nothing was closed.
  const path = join(dataFolder, "journal.db");
  original = {
    db: readFileSync(path),
    wal: readFileSync(`${path}-wal`),
    entries: journal.read({ after: 0, limit: ENTRIES }),
  };
  db.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Opens with this log; gives what the journal then holds. */
function openWith(
  wal: Buffer,
  db = original.db,
): { readonly entries: readonly JournalEntry[]; readonly repaired: boolean } {
  const dataFolder = mkdtempSync(join(root, "cut-"));
  writeFileSync(join(dataFolder, "journal.db"), db);
  writeFileSync(join(dataFolder, "journal.db-wal"), wal);
  const opened = openFile(dataFolder, JOURNAL_SPEC, NOW);
  try {
    const journal = new JournalFile(opened.db);
    return { entries: journal.read({ after: 0, limit: 100 }), repaired: readDamage(opened.db) !== null };
  } finally {
    opened.db.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

const isPrefix = (entries: readonly JournalEntry[]) =>
  entries.every((entry, index) => entry.hash === original.entries[index]?.hash);

/** A small generator, so that each run cuts at the same places. */
function* offsets(count: number, below: number): Generator<number> {
  let state = 0x2545f491;
  for (let index = 0; index < count; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield (state >>> 0) % below;
  }
}

describe("a torn write-ahead log", () => {
  it("is whole when nothing was cut", () => {
    expect(openWith(original.wal)).toEqual({ entries: original.entries, repaired: false });
  });

  it("opens to a prefix when cut at any frame's edge, with no acknowledged entry lost before the cut", () => {
    const frames = (original.wal.length - WAL_HEADER) / FRAME;
    expect(frames).toBeGreaterThan(ENTRIES);
    let longest = 0;
    for (let frame = 0; frame <= frames; frame += 1) {
      const { entries } = openWith(original.wal.subarray(0, WAL_HEADER + frame * FRAME));
      expect(isPrefix(entries)).toBe(true);
      expect(entries.length).toBeGreaterThanOrEqual(longest);
      longest = entries.length;
    }
    expect(longest).toBe(ENTRIES);
  });

  it(`opens to a prefix when cut at ${CUTS} random places`, () => {
    for (const offset of offsets(CUTS, original.wal.length)) {
      expect(isPrefix(openWith(original.wal.subarray(0, offset)).entries)).toBe(true);
    }
  });

  it("opens to a prefix, or rebuilds, when a byte is wrong at 100 random places", () => {
    for (const offset of offsets(100, original.wal.length)) {
      const wal = Buffer.from(original.wal);
      wal[offset] = (wal[offset] ?? 0) ^ 0xff;
      expect(isPrefix(openWith(wal).entries)).toBe(true);
    }
  });

  it("never passes a wrong byte of the file itself off as an entry", () => {
    // Everything is in the file here, nothing in the log.
    const dataFolder = mkdtempSync(join(root, "closed-"));
    copyFileSync(join(root, "original", "journal.db"), join(dataFolder, "journal.db"));
    const closed = readFileSync(join(dataFolder, "journal.db"));
    const known = new Map(original.entries.map((entry) => [entry.seq, entry.hash]));
    // The first 100 bytes say whose file it is; that is refused or repaired in tests of their own.
    for (const offset of offsets(100, closed.length - 100)) {
      const db = Buffer.from(closed);
      db[100 + offset] = (db[100 + offset] ?? 0) ^ 0xff;
      const { entries, repaired } = openWith(Buffer.alloc(0), db);
      for (const entry of entries) expect(entry.hash).toBe(known.get(entry.seq));
      if (entries.length < ENTRIES) expect(repaired).toBe(true);
    }
  });
});
