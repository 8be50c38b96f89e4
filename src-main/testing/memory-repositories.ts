// What keeps the engine's records in a test? The same promises as the files on disk, in memory.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Journal, JournalVerification } from "#engine/ports/journal.ts";
import type { BackupReport, OpenReport, Repositories, Store, StoreHealth } from "#engine/ports/repositories.ts";
import type { ErrorCode } from "#shared/contract/errors.ts";
import type { BookChange, Coverage } from "#shared/domain/books.ts";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import type { EvaluationRecord } from "#shared/domain/evaluation.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { type JournalEntry, type JournalEvent, journalEventSchema } from "#shared/domain/journal.ts";
import { GENESIS_HASH, journalEntryHash } from "#shared/domain/journal-chain.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type Settings, settingsSchema } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { MAX_TRANSACTION_PAGE, matchesTransactionFilter } from "#shared/domain/transaction-filter.ts";
import { memoryCandles } from "./memory-candles.ts";
import { memoryPaperLedger } from "./memory-paper-ledger.ts";

const MAX_PAGE = 10_000;

/** Rows of one table by owner and key; what goes in and comes out are copies, as from disk. */
class Table<T> {
  readonly #owners = new Map<string, Map<string, T>>();

  put(owner: string, key: string, row: T): boolean {
    const rows = this.#owners.get(owner) ?? new Map<string, T>();
    this.#owners.set(owner, rows);
    const isNew = !rows.has(key);
    rows.set(key, structuredClone(row));
    return isNew;
  }

  has(owner: string, key: string): boolean {
    return this.#owners.get(owner)?.has(key) ?? false;
  }

  /** Removes what is over, then what was put first beyond the newest `most`. */
  forget(owner: string, isOver: (row: T) => boolean, most: number): void {
    const rows = this.#owners.get(owner) ?? new Map<string, T>();
    for (const [key, row] of rows) if (isOver(row) || rows.size > most) rows.delete(key);
  }

  rows(owner: string): T[] {
    return structuredClone([...(this.#owners.get(owner)?.values() ?? [])]);
  }
}

/** As the store on disk tells long lists. */
async function* inPieces<T>(rows: Promise<readonly T[]>): AsyncGenerator<readonly T[], void, void> {
  const all = await rows;
  for (let from = 0; from < all.length; from += PIECE) yield all.slice(from, from + PIECE);
}

const PIECE = 3;

const newestFirst = (records: EvaluationRecord[]): EvaluationRecord[] => records.sort((a, b) => b.seq - a.seq);

/** A store in memory. `failWrites` makes every write reject as a full or broken disk would, until `heal`. */
export class MemoryStore implements Store {
  readonly openReport: OpenReport = { notices: [], journalDamaged: false };
  readonly journal: Journal;
  readonly repositories: Repositories;
  readonly #entries: JournalEntry[] = [];
  readonly #healthTopic = new Topic<StoreHealth>();
  #health: StoreHealth = { state: "ok", detail: null };
  #failing: { readonly code: ErrorCode; readonly message: string } | null = null;
  #closed = false;

  constructor() {
    this.journal = {
      append: (ts, profileId, events) => this.#write(() => this.#append(ts, profileId, events)),
      read: ({ after, limit, profileId, kinds }) =>
        this.#read(() =>
          this.#matching(profileId, kinds)
            .filter((entry) => entry.seq > after)
            .slice(0, pageSize(limit)),
        ),
      readLatest: ({ before, limit, profileId, kinds }) =>
        this.#read(() =>
          this.#matching(profileId, kinds)
            .filter((entry) => before === undefined || entry.seq < before)
            .reverse()
            .slice(0, pageSize(limit)),
        ),
      verify: () => this.#read(() => this.#verify()),
    };
    this.repositories = this.#buildRepositories();
  }

  health(): StoreHealth {
    return this.#health;
  }

  onHealth(listener: (health: StoreHealth) => void): Stoppable {
    return this.#healthTopic.subscribe(listener);
  }

  async probe(): Promise<StoreHealth> {
    if (this.#failing === null) this.#setHealth({ state: "ok", detail: null });
    return this.#health;
  }

  async backup(): Promise<BackupReport> {
    return { made: [], removed: [] };
  }

  async acknowledgeDamage(): Promise<void> {}

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** From now on every write rejects with this code; health follows at the first one that does. */
  failWrites(
    code: "STORE_FULL" | "STORE_READ_ONLY" | "STORE_FAILED",
    message = "The test's disk refuses writes",
  ): void {
    this.#failing = { code, message };
  }

  /** Writes succeed again; health turns `ok` at the next `probe` or write. */
  heal(): void {
    this.#failing = null;
  }

  #setHealth(health: StoreHealth): void {
    if (health.state === this.#health.state && health.detail === this.#health.detail) return;
    this.#health = health;
    this.#healthTopic.publish(health);
  }

  async #read<T>(run: () => T): Promise<T> {
    if (this.#closed) throw new EngineError("STORE_FAILED", "The store is closed");
    return run();
  }

  async #write<T>(run: () => T): Promise<T> {
    if (this.#closed) throw new EngineError("STORE_FAILED", "The store is closed");
    if (this.#failing !== null) {
      const { code, message } = this.#failing;
      this.#setHealth({
        state: code === "STORE_FULL" ? "full" : code === "STORE_READ_ONLY" ? "readOnly" : "failed",
        detail: message,
      });
      throw new EngineError(code, message, { retryable: true });
    }
    const result = run();
    this.#setHealth({ state: "ok", detail: null });
    return result;
  }

  #append(ts: UnixMs, profileId: ProfileId | null, events: readonly JournalEvent[]): readonly JournalEntry[] {
    const added: JournalEntry[] = [];
    for (const event of events) {
      const parsed = journalEventSchema.safeParse(event);
      if (!parsed.success) throw new EngineError("SYSTEM_INTERNAL", `Not a journal event: ${parsed.error.message}`);
      const previous = added.at(-1) ?? this.#entries.at(-1);
      const link = {
        seq: (previous?.seq ?? 0) + 1,
        ts,
        profileId,
        // What JSON does to a value happens here too, so that a test sees what a restart would.
        event: journalEventSchema.parse(JSON.parse(canonicalJson(event))),
        prevHash: previous?.hash ?? GENESIS_HASH,
      };
      added.push({ ...link, hash: journalEntryHash(link) });
    }
    this.#entries.push(...added);
    return structuredClone(added);
  }

  #matching(profileId: ProfileId | undefined, kinds: readonly string[] | undefined): JournalEntry[] {
    return structuredClone(
      this.#entries.filter(
        (entry) =>
          (profileId === undefined || entry.profileId === profileId) &&
          (kinds === undefined || kinds.includes(entry.event.kind)),
      ),
    );
  }

  #verify(): JournalVerification {
    let prevHash = GENESIS_HASH;
    for (const { hash, ...link } of this.#entries) {
      if (link.prevHash !== prevHash || journalEntryHash(link) !== hash) {
        return {
          ok: false,
          entries: this.#entries.length,
          broken: { seq: link.seq, problem: "its hash is not that of its content" },
        };
      }
      prevHash = hash;
    }
    return { ok: true, entries: this.#entries.length, broken: null };
  }

  #buildRepositories(): Repositories {
    const profiles = new Table<Profile>();
    const transactions = new Table<Transaction>();
    const changes = new Table<BookChange>();
    const coverage = new Table<Coverage>();
    const snapshots = new Table<Snapshot>();
    const suggestions = new Table<Suggestion>();
    const evaluations = new Table<EvaluationRecord>();
    const signals = new Table<Signal>();
    const paper = new Table<{ readonly seq: number; readonly record: unknown }>();
    const nonces = new Map<string, number>();
    let settings: Settings = settingsSchema.parse({});
    const sortedSnapshots = (profileId: ProfileId) => snapshots.rows(profileId).sort((a, b) => a.ts - b.ts);
    return {
      profiles: {
        list: () =>
          this.#read(() =>
            profiles.rows("").sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
          ),
        save: (profile) => this.#write(() => void profiles.put("", profile.id, profile)),
      },
      settings: {
        load: () => this.#read(() => structuredClone(settings)),
        save: (next) =>
          this.#write(() => {
            settings = structuredClone(next);
          }),
      },
      transactions: {
        add: (profileId, rows) =>
          this.#write(
            () =>
              rows.filter((row) => !transactions.has(profileId, row.id) && transactions.put(profileId, row.id, row))
                .length,
          ),
        list: (profileId) => this.#read(() => transactions.rows(profileId).sort((a, b) => a.ts - b.ts)),
        read: (profileId) => inPieces(this.#read(() => transactions.rows(profileId))),
        page: (profileId, query) =>
          this.#read(() => {
            const limit = pageSize(query.limit, MAX_TRANSACTION_PAGE);
            const rows = transactions.rows(profileId).map((entry, row) => ({ entry, ts: entry.ts, row }));
            const matching = rows
              .filter(({ entry }) => matchesTransactionFilter(entry, query.filter))
              .sort((a, b) => b.ts - a.ts || b.row - a.row);
            const { before } = query;
            const rest = matching.filter(
              ({ ts, row }) => before === undefined || ts < before.ts || (ts === before.ts && row < before.row),
            );
            const shown = rest.slice(0, limit);
            const last = rest.length > limit ? shown.at(-1) : undefined;
            return {
              items: shown.map(({ entry }) => entry),
              next: last === undefined ? null : { ts: last.ts, row: last.row },
              total: query.filter.text === undefined ? matching.length : null,
            };
          }),
      },
      bookChanges: {
        add: (profileId, rows) =>
          this.#write(() => {
            for (const row of rows) if (!changes.has(profileId, row.id)) changes.put(profileId, row.id, row);
          }),
        list: (profileId) => this.#read(() => changes.rows(profileId)),
      },
      coverage: {
        save: (profileId, row) =>
          this.#write(() => void coverage.put(profileId, `${row.accountId} ${row.source}`, row)),
        list: (profileId) =>
          this.#read(() =>
            coverage
              .rows(profileId)
              .sort((a, b) => compareText(a.accountId, b.accountId) || compareText(a.source, b.source)),
          ),
      },
      snapshots: {
        add: (profileId, rows) =>
          this.#write(() => {
            for (const row of rows) snapshots.put(profileId, `${row.ts} ${row.reason}`, row);
          }),
        list: (profileId, since) =>
          this.#read(() => sortedSnapshots(profileId).filter((snapshot) => snapshot.ts >= since)),
        latest: (profileId) => this.#read(() => sortedSnapshots(profileId).at(-1) ?? null),
      },
      suggestions: {
        save: (profileId, rows) =>
          this.#write(() => {
            for (const row of rows) suggestions.put(profileId, row.id, row);
          }),
        list: (profileId, since) =>
          this.#read(() =>
            suggestions
              .rows(profileId)
              .filter((row) => row.closedAt === null || row.closedAt >= since)
              .sort((a, b) => a.openedAt - b.openedAt),
          ),
      },
      evaluations: {
        save: (profileId, records, keep) =>
          this.#write(() => {
            for (const record of records) evaluations.put(profileId, `${record.seq}`, record);
            evaluations.forget(profileId, ({ until }) => until < keep.since, keep.most);
          }),
        list: (profileId, { before = Number.MAX_SAFE_INTEGER, limit, rule, fired }) =>
          this.#read(() =>
            newestFirst(evaluations.rows(profileId))
              .filter(({ seq }) => seq < before)
              .filter(
                ({ rules }) =>
                  fired === undefined ||
                  rules.some((one) => one.fired && (rule === undefined || one.type === rule)) === fired,
              )
              .slice(0, limit),
          ),
      },
      signals: {
        save: (profileId, rows) =>
          this.#write(() => {
            for (const row of rows) signals.put(profileId, row.id, row);
          }),
        list: (profileId, limit) =>
          this.#read(() =>
            signals
              .rows(profileId)
              .reverse()
              .sort((a, b) => b.ts - a.ts)
              .slice(0, limit),
          ),
        find: (profileId, id) => this.#read(() => signals.rows(profileId).find((row) => row.id === id) ?? null),
      },
      ...memoryPaperLedger({
        read: (run) => this.#read(run),
        write: (run) => this.#write(run),
      }),
      candles: memoryCandles({
        read: (run) => this.#read(run),
        write: (run) => this.#write(run),
      }),
      paperExchange: {
        append: (accountId, records) =>
          this.#write(() => {
            let expected = paper.rows(accountId).length + 1;
            for (const { seq } of records) {
              if (seq !== expected) throw paperGap(accountId, seq, expected);
              expected += 1;
            }
            for (const row of records) paper.put(accountId, String(row.seq), row);
          }),
        load: (accountId) => this.#read(() => paper.rows(accountId)),
      },
      nonces: {
        reserve: (fingerprint, atLeast) =>
          this.#write(() => {
            const ceiling = Math.max(nonces.get(fingerprint) ?? 0, atLeast);
            nonces.set(fingerprint, ceiling);
            return ceiling;
          }),
      },
    };
  }
}

const compareText = (first: string, second: string): number => (first < second ? -1 : first > second ? 1 : 0);

function pageSize(limit: number, most = MAX_PAGE): number {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > most) {
    throw new EngineError("INPUT_INVALID", `limit: expected a whole number from 1 to ${most}, got ${limit}`);
  }
  return limit;
}

function paperGap(accountId: string, seq: number, expected: number): EngineError {
  return new EngineError("SYSTEM_INTERNAL", `Paper records of ${accountId}: expected seq ${expected}, got ${seq}`);
}
