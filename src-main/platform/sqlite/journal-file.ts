// How are journal entries written, read and checked on disk?

import type { Database, Statement } from "better-sqlite3";
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Journal, JournalVerification } from "#engine/ports/journal.ts";
import { type JournalEntry, journalEntrySchema } from "#shared/domain/journal.ts";
import { GENESIS_HASH } from "#shared/domain/journal-chain.ts";
import { checkChain, type EntryRow, entryRowHash } from "./journal-spec.ts";
import { parseRecord, parseValue } from "./record.ts";
import { toStoreError } from "./store-error.ts";

const FILE = "journal.db";
const MAX_PAGE = 10_000;

/** Events of one caller that belong together: all are written or none. `json` is the event's canonical JSON. */
export interface AppendRequest {
  readonly ts: number;
  readonly profileId: string | null;
  readonly events: readonly { readonly kind: string; readonly json: string }[];
}

/** The chain's part of an entry. */
export interface EntryLink {
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
}

export type AppendOutcome = { readonly links: readonly EntryLink[] } | { readonly error: EngineError };

type Page = Parameters<Journal["read"]>[0];
type LatestPage = Parameters<Journal["readLatest"]>[0];

export class JournalFile {
  readonly #db: Database;
  readonly #insert: Statement<[number, number, string | null, string, string, string, string]>;
  /** The newest entry; null when it must be read again. */
  #head: { readonly seq: number; readonly hash: string } | null = null;

  constructor(db: Database) {
    this.#db = db;
    this.#insert = db.prepare(
      "INSERT INTO entries (seq, ts, profile_id, kind, event, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
  }

  /**
   * Writes all requests with one commit, so one flush serves everybody who waits. When that fails, each is tried alone:
   * one request that does not fit must not fail the others.
   */
  append(requests: readonly AppendRequest[]): readonly AppendOutcome[] {
    const together = this.#tryAppend(requests);
    if (!(together instanceof EngineError)) return together;
    if (requests.length === 1) return [{ error: together }];
    return requests.flatMap((request) => {
      const alone = this.#tryAppend([request]);
      return alone instanceof EngineError ? [{ error: alone }] : alone;
    });
  }

  read({ after, limit, profileId, kinds }: Page): readonly JournalEntry[] {
    return this.#select("seq > ?", after, "ASC", limit, profileId, kinds);
  }

  readLatest({ before, limit, profileId, kinds }: LatestPage): readonly JournalEntry[] {
    return this.#select("seq < ?", before ?? Number.MAX_SAFE_INTEGER, "DESC", limit, profileId, kinds);
  }

  verify(): JournalVerification {
    const { entries, broken } = checkChain(this.#db, 1);
    return { ok: broken === null, entries, broken };
  }

  #tryAppend(requests: readonly AppendRequest[]): readonly AppendOutcome[] | EngineError {
    try {
      return this.#db.transaction(() => requests.map((request) => ({ links: this.#write(request) }))).immediate();
    } catch (error) {
      // Nothing of it was committed; the next entry must link to what is really there.
      this.#head = null;
      return toStoreError(error, FILE);
    }
  }

  #write({ ts, profileId, events }: AppendRequest): readonly EntryLink[] {
    return events.map(({ kind, json }) => {
      const head = this.#head ?? this.#readHead();
      const seq = head.seq + 1;
      const prevHash = head.hash;
      const hash = entryRowHash({ seq, ts, profile_id: profileId, event: json, prev_hash: prevHash });
      this.#insert.run(seq, ts, profileId, kind, json, prevHash, hash);
      this.#head = { seq, hash };
      return { seq, prevHash, hash };
    });
  }

  #readHead(): { readonly seq: number; readonly hash: string } {
    const last = this.#db
      .prepare<[], { seq: number; hash: string }>("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")
      .get();
    return last ?? { seq: 0, hash: GENESIS_HASH };
  }

  #select(
    bound: "seq > ?" | "seq < ?",
    edge: number,
    order: "ASC" | "DESC",
    limit: number,
    profileId: string | undefined,
    kinds: readonly string[] | undefined,
  ): readonly JournalEntry[] {
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_PAGE) {
      throw new EngineError("INPUT_INVALID", `limit: expected a whole number from 1 to ${MAX_PAGE}, got ${limit}`);
    }
    const where = [bound as string];
    const values: (string | number)[] = [edge];
    if (profileId !== undefined) {
      where.push("profile_id = ?");
      values.push(profileId);
    }
    if (kinds !== undefined) {
      where.push(`kind IN (${kinds.map(() => "?").join(", ")})`);
      values.push(...kinds);
    }
    const rows = this.#db
      .prepare<(string | number)[], EntryRow>(
        `SELECT * FROM entries WHERE ${where.join(" AND ")} ORDER BY seq ${order} LIMIT ?`,
      )
      .all(...values, limit);
    return rows.map(toEntry);
  }
}

function toEntry(row: EntryRow): JournalEntry {
  const place = `${FILE}, entry ${row.seq}`;
  if (entryRowHash(row) !== row.hash) {
    throw new EngineError("STORE_DAMAGED", `${place}: its content is not what its hash was made from`);
  }
  return parseValue(
    journalEntrySchema,
    {
      seq: row.seq,
      ts: row.ts,
      profileId: row.profile_id,
      event: parseRecord(z.unknown(), row.event, place),
      prevHash: row.prev_hash,
      hash: row.hash,
    },
    place,
  );
}
