// Where is it written down before anything is sent?
import type { ProfileId } from "#shared/domain/ids.ts";
import type { JournalEntry, JournalEvent, JournalKind } from "#shared/domain/journal.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export interface JournalVerification {
  readonly ok: boolean;
  readonly entries: number;
  /** First entry whose hash or link is wrong, and what is wrong with it. */
  readonly broken: { readonly seq: number; readonly problem: string } | null;
}

/** Append-only, hash-chained, one writer. A failed append means trading halts: rejects with STORE_ codes. */
export interface Journal {
  /** Resolves once the events are durable (flushed to disk), in this order, in one transaction. */
  append(ts: UnixMs, profileId: ProfileId | null, events: readonly JournalEvent[]): Promise<readonly JournalEntry[]>;
  /** Entries with seq > `after`, oldest first, at most `limit` (1..10000). */
  read(query: {
    readonly after: number;
    readonly limit: number;
    readonly profileId?: ProfileId;
    readonly kinds?: readonly JournalKind[];
  }): Promise<readonly JournalEntry[]>;
  /** Newest entries first, before `before` (exclusive); the audit screen's pages. */
  readLatest(query: {
    readonly before?: number;
    readonly limit: number;
    readonly profileId?: ProfileId;
    readonly kinds?: readonly JournalKind[];
  }): Promise<readonly JournalEntry[]>;
  /** Recomputes the whole chain. */
  verify(): Promise<JournalVerification>;
}
