// What may a call reach? Exactly these services, one slot per contract file; the kernel fills them, handlers use nothing else.
// Reads may be immediate or awaited. A slot belongs to whoever owns the handler of the same name.

import type { Clock } from "#engine/ports/clock.ts";
import type { Journal, JournalVerification } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { StoredSeries } from "#engine/ports/repositories.ts";
import type { SecretGuard, SecretStore } from "#engine/ports/secret-store.ts";
import type { AssetChoiceView } from "#shared/contract/asset-choice.ts";
import type { TogetherView } from "#shared/contract/together.ts";
import type {
  AccountView,
  AssetDetail,
  BookView,
  CheckEvent,
  ChecklistLine,
  ConnectableVenue,
  DeadManSwitch,
  Equity,
  FeedMarket,
  GoingLive,
  Health,
  IdentityView,
  OverallView,
  Period,
  Plans,
  PositionsView,
  Preview,
  Prices,
  ProfileChanges,
  ProfileSummary,
  SeparationView,
  SignalPlan,
  Suggestions,
  SystemInfo,
  TargetsPreview,
  TargetsView,
  TiltView,
} from "#shared/contract/views.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { DecisionRecord } from "#shared/domain/decision.ts";
import type { SmallestDeposit } from "#shared/domain/feasibility.ts";
import type {
  AccountId,
  Asset,
  MarketSymbol,
  Nonce,
  PlanHash,
  PlanId,
  ProfileId,
  SignalId,
  SuggestionId,
  VenueId,
} from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { SealReport } from "#shared/domain/journal-seal.ts";
import type { MarketLook, NoiseReading, WantedFeatures } from "#shared/domain/market-look.ts";
import type { Deposit, PlanRecord } from "#shared/domain/plan.ts";
import type { PlanEdits } from "#shared/domain/plan-edits.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import type { PolicyPatch, Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile, Ramp } from "#shared/domain/profile.ts";
import type { ImportReport } from "#shared/domain/profile-import.ts";
import type { Settings, SettingsPatch } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { CycleReport, PaperLedgerView, StrategiesView } from "#shared/domain/strategies-view.ts";
import type { Evaluation, Suggestion } from "#shared/domain/suggestion.ts";
import type { TargetMethod } from "#shared/domain/target-method.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Trade } from "#shared/domain/trade.ts";
import type { BooksApi } from "./books-api.ts";
import type { OrdersApi } from "./orders-api.ts";
import type { StandingApprovalsApi } from "./standing-approvals-api.ts";
import type { TriggersApi } from "./triggers-api.ts";
import type { StreamSource, Subscribable } from "./watch-stream.ts";

type MaybePromise<T> = T | Promise<T>;

export interface SystemApi {
  info(): MaybePromise<SystemInfo>;
  readonly health: StreamSource<Health, Health>;
  /** Both throw FEED_NO_DATA for a venue not in use. */
  feedMarkets(venue: VenueId): readonly FeedMarket[];
  reconnectFeed(venue: VenueId): void;
  pause(reason: string): Promise<void>;
  release(reason: string): Promise<void>;
  acknowledgeDamage(): Promise<void>;
}

export interface SettingsApi {
  get(): MaybePromise<Settings>;
  update(patch: SettingsPatch): Promise<Settings>;
  readonly changes: Subscribable<Settings>;
}

interface ProfileImportRequest {
  readonly fileName: string;
  readonly text: string;
  readonly market: "real" | "practice";
}

export interface ProfilesApi {
  readonly summaries: StreamSource<readonly ProfileSummary[], readonly ProfileSummary[]>;
  /** Rejects with PROFILE_NOT_FOUND. */
  summary(profileId: ProfileId): MaybePromise<ProfileSummary>;
  createDemo(): Promise<readonly Profile[]>;
  update(profileId: ProfileId, changes: ProfileChanges): Promise<Profile>;
  halt(profileId: ProfileId, reason: string): Promise<void>;
  arm(profileId: ProfileId, reason: string): Promise<void>;
  create(request: {
    readonly name: string;
    readonly currency: Asset;
    readonly market: "real" | "practice";
  }): Promise<Profile>;
  duplicate(profileId: ProfileId, name: string): Promise<Profile>;
  archive(profileId: ProfileId): Promise<Profile>;
  restore(profileId: ProfileId): Promise<Profile>;
  archived(): readonly Profile[];
  identities(): readonly IdentityView[];
  /** Rejects with STORE_ codes. */
  separation(): Promise<SeparationView>;
  /** Both reject with PROFILE_NOT_FOUND, VENUE_ or FEED_ codes. */
  assetChoice(profileId: ProfileId): Promise<AssetChoiceView>;
  answerAssetChoice(
    profileId: ProfileId,
    answer: { readonly asset: Asset; readonly answer: "taken" | "kept"; readonly targets: Targets | null },
  ): Promise<Profile>;
  /** Rejects with STORE_ codes. */
  together(): Promise<TogetherView>;
  previewImport(request: ProfileImportRequest): Promise<ImportReport>;
  import(request: ProfileImportRequest): Promise<ImportReport>;
  export(profileIds: readonly ProfileId[] | null): string;
}

export interface AccountRef {
  readonly profileId: ProfileId;
  readonly accountId: AccountId;
}

/** Rejects with PROFILE_NOT_FOUND, PROFILE_ACCOUNT_NOT_FOUND, PLAN_BUSY, VENUE_ or SECRET_ codes. */
export interface AccountsApi {
  venues(): MaybePromise<readonly ConnectableVenue[]>;
  readonly views: StreamSource<readonly AccountView[], readonly AccountView[]>;
  check(
    request: {
      readonly venue: VenueId;
      readonly endpoint: EndpointKind;
      readonly key:
        | { readonly kind: "entered"; readonly apiKey: string; readonly secret: string; readonly passphrase: string }
        | { readonly kind: "environment" };
      readonly replaces: AccountRef | null;
    },
    options: { readonly signal?: AbortSignal },
  ): AsyncGenerator<CheckEvent, void, void>;
  connect(request: {
    readonly checkId: string;
    readonly name: string;
    readonly profileId: ProfileId | null;
    readonly profileName: string | null;
    readonly confirmedNoTransfer: boolean;
  }): Promise<AccountView>;
  rotate(
    request: AccountRef & { readonly checkId: string; readonly confirmedNoTransfer: boolean },
  ): Promise<AccountView>;
  rename(account: AccountRef, name: string): Promise<AccountView>;
  setPaused(account: AccountRef, paused: boolean): Promise<AccountView>;
  recheck(account: AccountRef, options: { readonly signal?: AbortSignal }): Promise<AccountView>;
  removalNotice(account: AccountRef): MaybePromise<{ lost: string[]; kept: string[] }>;
  remove(account: AccountRef): Promise<void>;
}

/** Rejects with PROFILE_NOT_FOUND, PROFILE_ACCOUNT_NOT_FOUND or VENUE_NOT_SUPPORTED. */
export interface DeadManSwitchApi {
  read(account: AccountRef): DeadManSwitch;
  allow(account: AccountRef, allowed: boolean): Promise<DeadManSwitch>;
}

/** Rejects with PROFILE_NOT_FOUND, PLAN_BUSY, PROFILE_MODE or LIVE_ codes; then nothing has changed. */
export interface LiveApi {
  checklist(profileId: ProfileId): MaybePromise<GoingLive>;
  unlock(
    profileId: ProfileId,
    consent: { readonly typedName: string; readonly acceptedOpen: readonly ChecklistLine["id"][] },
  ): Promise<void>;
  setRamp(profileId: ProfileId, ramp: Ramp): Promise<void>;
  setMode(profileId: ProfileId, mode: "paper" | "sandbox"): Promise<void>;
}

export interface OverallApi {
  /** All live profiles together. */
  read(): MaybePromise<OverallView>;
}

export interface AuditApi extends Pick<Journal, "readLatest"> {
  /** The whole chain and its seals. */
  verify(): Promise<JournalVerification & { readonly seal: SealReport }>;
  /** Each entry once it is on disk. */
  readonly appended: Subscribable<JournalEntry>;
}

export interface PortfolioApi {
  /** Rejects with PROFILE_NOT_FOUND. */
  portfolio(profileId: ProfileId): MaybePromise<StreamSource<Portfolio, Portfolio>>;
  assetDetail(profileId: ProfileId, asset: Asset): MaybePromise<AssetDetail>;
  equity(profileId: ProfileId, period: Period): MaybePromise<Equity>;
  sparklines(
    profileId: ProfileId,
  ): MaybePromise<readonly { readonly asset: Asset; readonly values: readonly DecimalString[] }[]>;
  sync(profileId: ProfileId, options: { readonly signal?: AbortSignal }): Promise<Portfolio>;
}

export interface MarketRef {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
}

export interface MarketDataApi {
  instruments(profileId: ProfileId): MaybePromise<readonly Instrument[]>;
  /** State: all; change: what changed. */
  prices(profileId: ProfileId): MaybePromise<StreamSource<Prices, Prices>>;
  candles(
    market: MarketRef,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number },
  ): Promise<readonly Candle[]>;
  candle(market: MarketRef, timeframe: Timeframe): MaybePromise<StreamSource<Candle | null, Candle>>;
  book(market: MarketRef, levels: number): MaybePromise<StreamSource<BookView, BookView>>;
}

/** Stored candles as files. Rejects with INPUT_INVALID naming the fault's place in a file. */
export interface CandleArchiveApi {
  stock(): Promise<{
    readonly series: readonly StoredSeries[];
    readonly bytes: number;
    readonly freeBytes: number;
  }>;
  exportCandles(
    key: MarketRef & { readonly timeframe: Timeframe },
    range: { readonly from?: UnixMs; readonly until?: UnixMs; readonly limit: number },
  ): Promise<{
    readonly file: string;
    readonly csv: string;
    readonly candles: number;
    readonly next: UnixMs | null;
  }>;
  importCandles(
    market: MarketRef,
    file: { readonly name: string; readonly text: string },
    options: { readonly timeframe: Timeframe | null },
  ): Promise<{
    readonly timeframe: Timeframe;
    readonly candles: number;
    readonly stored: number;
    readonly first: UnixMs;
    readonly last: UnixMs;
  }>;
}

export interface RebalancingApi {
  suggestions(profileId: ProfileId): MaybePromise<StreamSource<Suggestions, Suggestions>>;
  snooze(profileId: ProfileId, suggestionId: SuggestionId, until: "1h" | "1d" | "doubles"): Promise<Suggestion>;
  dismiss(profileId: ProfileId, suggestionId: SuggestionId, reason: string): Promise<Suggestion>;
  check(profileId: ProfileId, force: boolean): Promise<Evaluation>;
  preview(
    profileId: ProfileId,
    request: {
      readonly targets?: Targets | undefined;
      readonly policy?: PolicyPatch | undefined;
      readonly whatIf?: readonly Deposit[] | undefined;
      readonly edits?: PlanEdits | undefined;
      readonly trade?: Trade | undefined;
    },
    options: { readonly signal?: AbortSignal },
  ): Promise<Preview>;
  smallestDeposit(
    profileId: ProfileId,
    planId: PlanId,
    options: { readonly signal?: AbortSignal },
  ): Promise<SmallestDeposit>;
  history(profileId: ProfileId): MaybePromise<readonly PlanOutcome[]>;
  approve(
    profileId: ProfileId,
    approval: { readonly planHash: PlanHash; readonly nonce: Nonce; readonly saveTargets: boolean },
  ): Promise<PlanRecord>;
  pause(profileId: ProfileId, planId: PlanId): Promise<PlanRecord>;
  resume(profileId: ProfileId, planId: PlanId): Promise<PlanRecord>;
  stopAfterLeg(profileId: ProfileId, planId: PlanId): Promise<PlanRecord>;
  cancelAll(profileId: ProfileId, planId: PlanId): Promise<PlanRecord>;
  plans(profileId: ProfileId): MaybePromise<StreamSource<Plans, PlanRecord>>;
}

/** Rejects with PROFILE_NOT_FOUND or INPUT_INVALID; then nothing has changed. */
export interface TargetsApi {
  view(profileId: ProfileId): MaybePromise<StreamSource<TargetsView, TargetsView>>;
  preview(
    profileId: ProfileId,
    method: TargetMethod,
    options: { readonly signal?: AbortSignal },
  ): Promise<TargetsPreview>;
  setMethod(profileId: ProfileId, method: TargetMethod): Promise<TargetsView>;
}

/** Rejects with PROFILE_NOT_FOUND, INPUT_INVALID or PLAN_ codes; then nothing has changed. */
export interface SignalsApi {
  plan(profileId: ProfileId, signalId: SignalId, options: { readonly signal?: AbortSignal }): Promise<SignalPlan>;
  positions(profileId: ProfileId): MaybePromise<StreamSource<PositionsView, PositionsView>>;
  planExit(profileId: ProfileId, asset: Asset, options: { readonly signal?: AbortSignal }): Promise<SignalPlan>;
  rearm(profileId: ProfileId, asset: Asset, reason: string): Promise<PositionsView>;
  tilt(profileId: ProfileId): MaybePromise<StreamSource<TiltView, TiltView>>;
  list(profileId: ProfileId, limit: number): MaybePromise<readonly Signal[]>;
  changes(profileId: ProfileId): MaybePromise<Subscribable<Signal>>;
}

/** Rejects with PROFILE_NOT_FOUND, or INPUT_INVALID where its strategies do not run or the signal has no stored inputs. */
export interface StrategiesApi {
  view(profileId: ProfileId): MaybePromise<StreamSource<StrategiesView, StrategiesView>>;
  cycle(profileId: ProfileId): Promise<CycleReport>;
  paper(
    profileId: ProfileId,
    query: { readonly before?: UnixMs | undefined; readonly limit: number },
  ): Promise<PaperLedgerView>;
  /** Rejects also with INPUT_INVALID where the market was not read yet, and SYSTEM_INTERNAL where its worker failed. */
  features(profileId: ProfileId, wanted: WantedFeatures, signal?: AbortSignal): Promise<MarketLook>;
  noise(profileId: ProfileId, symbol: MarketSymbol, signal?: AbortSignal): Promise<NoiseReading>;
  replay(
    profileId: ProfileId,
    signalId: SignalId,
  ): MaybePromise<{
    readonly same: boolean;
    readonly decisionHash: DecisionRecord["decisionHash"];
    readonly differences: readonly string[];
  }>;
}

/** What the desktop around the window can do. */
export interface DesktopApi {
  openFolder(which: "data" | "logs"): Promise<void>;
}

export interface ApiContext {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keeps known secrets out of what failures say. */
  readonly guard: Pick<SecretGuard, "scrub">;
  readonly system: SystemApi;
  readonly settings: SettingsApi;
  readonly profiles: ProfilesApi;
  readonly accounts: AccountsApi;
  readonly deadManSwitch: DeadManSwitchApi;
  readonly secrets: Pick<SecretStore, "status" | "unlock" | "choosePassphrase">;
  readonly live: LiveApi;
  readonly overall: OverallApi;
  readonly portfolio: PortfolioApi;
  readonly books: BooksApi;
  readonly marketData: MarketDataApi;
  readonly candleArchive: CandleArchiveApi;
  readonly rebalancing: RebalancingApi;
  readonly triggers: TriggersApi;
  readonly standingApprovals: StandingApprovalsApi;
  readonly targets: TargetsApi;
  readonly orders: OrdersApi;
  readonly signals: SignalsApi;
  readonly strategies: StrategiesApi;
  readonly audit: AuditApi;
  /** Null where the shell has no desktop. */
  readonly desktop: DesktopApi | null;
}
