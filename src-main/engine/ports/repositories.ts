// What does the engine keep on disk beside the journal? Async, one writer behind it; all reject with STORE_ codes.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { AccountId, MarketSymbol, ProfileId, VenueId } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
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

export interface TransactionRepository {
  /** Adds what is not there yet (by profile and id), in one transaction; returns how many were new. */
  add(profileId: ProfileId, transactions: readonly Transaction[]): Promise<number>;
  /** Oldest first. */
  list(profileId: ProfileId): Promise<readonly Transaction[]>;
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

export interface SignalRepository {
  /** Inserts or replaces by id. */
  save(profileId: ProfileId, signals: readonly Signal[]): Promise<void>;
  /** Newest first. */
  list(profileId: ProfileId, limit: number): Promise<readonly Signal[]>;
}

export interface CandleRepository {
  /** Inserts or replaces by (venue, symbol, timeframe, openTime), in one transaction. */
  save(venue: VenueId, symbol: MarketSymbol, timeframe: Timeframe, candles: readonly Candle[]): Promise<void>;
  /** Oldest first: the newest `limit` candles that open before `before` (exclusive). */
  list(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number },
  ): Promise<readonly Candle[]>;
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
  readonly snapshots: SnapshotRepository;
  readonly suggestions: SuggestionRepository;
  readonly signals: SignalRepository;
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
