// What does the engine keep on disk beside the journal? Async, one writer behind it; all reject with STORE_ codes.
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { AccountId, MarketSymbol, ProfileId, VenueId } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

export interface ProfileRepository {
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
  add(profileId: ProfileId, snapshots: readonly Snapshot[]): Promise<void>;
  /** Oldest first, from `since` on. */
  list(profileId: ProfileId, since: UnixMs): Promise<readonly Snapshot[]>;
  latest(profileId: ProfileId): Promise<Snapshot | null>;
}

export interface SuggestionRepository {
  save(profileId: ProfileId, suggestions: readonly Suggestion[]): Promise<void>;
  /** Open ones, and closed ones since `since`. */
  list(profileId: ProfileId, since: UnixMs): Promise<readonly Suggestion[]>;
}

export interface SignalRepository {
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
  /** Durable before it resolves (flushed to disk). `seq` rises by one per record. */
  append(accountId: AccountId, records: readonly { readonly seq: number; readonly record: unknown }[]): Promise<void>;
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
}

/** Health of the files; anything but `ok` halts trading while the window stays alive. */
export interface StoreHealth {
  readonly state: "ok" | "readOnly" | "full" | "failed";
  readonly detail: string | null;
}

export interface Store {
  readonly repositories: Repositories;
  readonly journal: import("./journal.ts").Journal;
  health(): StoreHealth;
  onHealth(listener: (health: StoreHealth) => void): import("#engine/core/disposable-store.ts").Stoppable;
  /** What opening found: migrations run, backups made, files quarantined and what is missing because of it. */
  readonly openReport: { readonly notices: readonly string[] };
  close(): Promise<void>;
}
