// What does the engine keep on disk beside the journal? Async, one writer behind it; all reject with STORE_ codes.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { BookChange, Coverage } from "#shared/domain/books.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { CycleState } from "#shared/domain/cycle-state.ts";
import type { EvaluationRecord } from "#shared/domain/evaluation.ts";
import type { AccountId, MarketSymbol, ProfileId, SignalId, VenueId } from "#shared/domain/ids.ts";
import type { PaperEntryRecord, PaperLedgerState } from "#shared/domain/paper-entry.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { Suggestion, SuggestionType } from "#shared/domain/suggestion.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { TimeRange } from "#shared/domain/time-range.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { TransactionCursor, TransactionFilter } from "#shared/domain/transaction-filter.ts";
import type { Journal } from "./journal.ts";
import type { NonceStore } from "./venues.ts";

export interface ProfileRepository {
  /** By priority, then id. */
  list(): Promise<readonly Profile[]>;
  /** Inserts or replaces by id. */
  save(profile: Profile): Promise<void>;
}

export interface SettingsRepository {
  load(): Promise<Settings>;
  save(settings: Settings): Promise<void>;
}

export interface TransactionPageQuery {
  /** The `next` of the page before; absent for the newest entries. */
  readonly before?: TransactionCursor;
  /** 1 to `MAX_TRANSACTION_PAGE`. */
  readonly limit: number;
  readonly filter: TransactionFilter;
}

export interface TransactionPage {
  /** Newest first; of equal time, what was stored last first. */
  readonly items: readonly Transaction[];
  /** Where to go on; null when there is nothing more. A search for text may give few items, or none, and still have more. */
  readonly next: TransactionCursor | null;
  /** How many entries match in all; null where only reading them all would tell (a search for text). */
  readonly total: number | null;
}

export interface TransactionRepository {
  /** Adds what is not there yet (by profile and id), in one transaction; returns how many were new. */
  add(profileId: ProfileId, transactions: readonly Transaction[]): Promise<number>;
  /** Oldest first. */
  list(profileId: ProfileId): Promise<readonly Transaction[]>;
  /** All of them in the order of storing, some at a time: a million at once take more memory than the books made of them. */
  read(profileId: ProfileId): AsyncIterable<readonly Transaction[]>;
  /** One page, newest first; costs a few milliseconds however many there are. Rejects with INPUT_INVALID for a limit out of range. */
  page(profileId: ProfileId, query: TransactionPageQuery): Promise<TransactionPage>;
}

export interface BookChangeRepository {
  /** Adds what is not there yet (by profile and id), in one transaction. Nothing is ever changed or deleted. */
  add(profileId: ProfileId, changes: readonly BookChange[]): Promise<void>;
  /** In the order in which they were added. */
  list(profileId: ProfileId): Promise<readonly BookChange[]>;
}

export interface CoverageRepository {
  /** Inserts or replaces by account and source. */
  save(profileId: ProfileId, coverage: Coverage): Promise<void>;
  /** By account, then source. */
  list(profileId: ProfileId): Promise<readonly Coverage[]>;
}

export interface SnapshotRepository {
  /** One per (ts, reason): adding the same again replaces it. */
  add(profileId: ProfileId, snapshots: readonly Snapshot[]): Promise<void>;
  /** Oldest first, from `since` on. */
  list(profileId: ProfileId, since: UnixMs): Promise<readonly Snapshot[]>;
  latest(profileId: ProfileId): Promise<Snapshot | null>;
}

export interface SuggestionRepository {
  /** Inserts or replaces by id. */
  save(profileId: ProfileId, suggestions: readonly Suggestion[]): Promise<void>;
  /** Open ones, and closed ones since `since`; oldest opening first. */
  list(profileId: ProfileId, since: UnixMs): Promise<readonly Suggestion[]>;
}

export interface EvaluationQuery {
  /** Only records with a smaller `seq`. */
  readonly before?: number | undefined;
  readonly limit: number;
  readonly rule?: SuggestionType | undefined;
  /** Whether `rule` fired, or without one any rule. */
  readonly fired?: boolean | undefined;
}

export interface EvaluationRepository {
  /** Inserts or replaces by `seq`, then forgets what ended before `since` and all but the newest `most`; in one transaction. */
  save(
    profileId: ProfileId,
    records: readonly EvaluationRecord[],
    keep: { readonly since: UnixMs; readonly most: number },
  ): Promise<void>;
  /** Newest first. */
  list(profileId: ProfileId, query: EvaluationQuery): Promise<readonly EvaluationRecord[]>;
}

export interface SignalRepository {
  /** Inserts or replaces by id. */
  save(profileId: ProfileId, signals: readonly Signal[]): Promise<void>;
  /** Newest first. */
  list(profileId: ProfileId, limit: number): Promise<readonly Signal[]>;
  /** Null where there is none of the id. */
  find(profileId: ProfileId, id: SignalId): Promise<Signal | null>;
}

export interface PaperLedgerRepository {
  /**
   * Inserts or replaces entries by id, replaces the state, then forgets all but the newest `most` of the entries that have ended; in one
   * transaction.
   */
  save(
    profileId: ProfileId,
    change: { readonly entries: readonly PaperEntryRecord[]; readonly state: PaperLedgerState },
    most: number,
  ): Promise<void>;
  /** What still runs, in the order of storing. State: null where nothing was ever saved. */
  load(
    profileId: ProfileId,
  ): Promise<{ readonly state: PaperLedgerState | null; readonly running: readonly PaperEntryRecord[] }>;
  /** Newest first; only those that came before `before`. */
  list(
    profileId: ProfileId,
    query: { readonly before?: UnixMs | undefined; readonly limit: number },
  ): Promise<readonly PaperEntryRecord[]>;
}

export interface CycleRepository {
  /** Null where nothing was ever saved. */
  load(profileId: ProfileId): Promise<CycleState | null>;
  save(profileId: ProfileId, state: CycleState): Promise<void>;
}

/** Who made a stored candle. Each takes the place of those before it, never the other way round. */
export type CandleSource = "own" | "import" | "venue";

/** What is stored of one market and timeframe. */
export interface StoredSeries {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
  /** Open times of the oldest and of the newest candle. */
  readonly first: UnixMs;
  readonly last: UnixMs;
  /** How many of them the user imported. */
  readonly imported: number;
}

export interface CandleRepository {
  /**
   * Inserts or replaces by (venue, symbol, timeframe, openTime), in one transaction; a candle of a later source stays as it is.
   * Default source: `own`. Returns how many were written.
   */
  save(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    candles: readonly Candle[],
    source?: CandleSource,
  ): Promise<number>;
  /** Oldest first: the newest `limit` candles that open from `from` on and before `before` (exclusive). */
  list(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly from?: UnixMs; readonly before?: UnixMs; readonly limit: number },
  ): Promise<readonly Candle[]>;
  /**
   * The venue has told every closed candle that it has in the range: they take the place of ours, those of ours that it does not
   * have go, imported ones that it does not have stay; and the range counts as confirmed. In one transaction. Returns the candles
   * that stood there before with other figures.
   */
  confirm(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    range: TimeRange,
    candles: readonly Candle[],
  ): Promise<readonly Candle[]>;
  /** Ours in the range are these and no others; what others made stays. In one transaction. */
  replaceOwn(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    range: TimeRange,
    candles: readonly Candle[],
  ): Promise<void>;
  /** The newest range without a hole that the venue has confirmed, per timeframe that has one. */
  confirmed(venue: VenueId, symbol: MarketSymbol): Promise<Partial<Readonly<Record<Timeframe, TimeRange>>>>;
  /**
   * Looks at the next `limit` candles after `after` that open before `before` and deletes them, imported ones excepted. `next` is
   * where to go on; null when there is nothing more.
   */
  prune(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly after: UnixMs; readonly before: UnixMs; readonly limit: number },
  ): Promise<{ readonly deleted: number; readonly next: UnixMs | null }>;
  /** By venue, symbol and timeframe. Costs little, however many candles there are. */
  series(): Promise<readonly StoredSeries[]>;
  /** Bytes of the file they lie in, and how many of them are free for new ones. */
  size(): Promise<{ readonly bytes: number; readonly freeBytes: number }>;
}

/** The paper exchange's own books: it is a venue, so what it acknowledged must survive our death. Records are opaque JSON of `engine/simulation`. */
export interface PaperExchangeRepository {
  /** Durable before it resolves (flushed to disk). `seq` rises by one per record, from 1; a gap or a repeat is refused. */
  append(accountId: AccountId, records: readonly { readonly seq: number; readonly record: unknown }[]): Promise<void>;
  /** In order of seq. */
  load(accountId: AccountId): Promise<readonly { readonly seq: number; readonly record: unknown }[]>;
}

export interface Repositories {
  readonly profiles: ProfileRepository;
  readonly settings: SettingsRepository;
  readonly transactions: TransactionRepository;
  readonly bookChanges: BookChangeRepository;
  readonly coverage: CoverageRepository;
  readonly snapshots: SnapshotRepository;
  readonly suggestions: SuggestionRepository;
  readonly evaluations: EvaluationRepository;
  readonly signals: SignalRepository;
  readonly paperLedger: PaperLedgerRepository;
  readonly cycles: CycleRepository;
  readonly candles: CandleRepository;
  readonly paperExchange: PaperExchangeRepository;
  readonly nonces: NonceStore;
}

/** Health of the files; anything but `ok` halts trading while the window stays alive. */
export interface StoreHealth {
  readonly state: "ok" | "readOnly" | "full" | "failed";
  readonly detail: string | null;
}

/** What opening found and did. */
export interface OpenReport {
  /** Plain sentences: migrations run, backups made, files quarantined and what is missing because of it. */
  readonly notices: readonly string[];
  /** The journal was damaged and repaired: trading stays halted (`health` is not `ok`) until `acknowledgeDamage`. */
  readonly journalDamaged: boolean;
}

export interface BackupReport {
  /** Paths of the backups made now, each re-opened and checked; empty when this hour's exist already. */
  readonly made: readonly string[];
  /** Paths of old backups removed (24 hourly and 14 daily ones are kept). */
  readonly removed: readonly string[];
}

export interface Store {
  readonly repositories: Repositories;
  readonly journal: Journal;
  health(): StoreHealth;
  onHealth(listener: (health: StoreHealth) => void): Stoppable;
  readonly openReport: OpenReport;
  /** Writes a little to every file; success ends `full`, `readOnly` and `failed` states that are over. To be called now and then while health is not `ok`. */
  probe(): Promise<StoreHealth>;
  /** Backs up what cannot be rebuilt, once per UTC hour (`always`: now in any case), and removes what is too old. Driven by the caller's clock. */
  backup(now: UnixMs, options?: { readonly always?: boolean }): Promise<BackupReport>;
  /** The user has read what a damaged journal lost and wants to go on. */
  acknowledgeDamage(): Promise<void>;
  close(): Promise<void>;
}
