// What is the engine as a whole? Builds its services from ports, starts them in a safe order and stops them.

import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import { UploadStore } from "#engine/portfolio/upload-store.ts";
import type { ShellName } from "#shared/contract/views.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { FeedPace } from "#shared/domain/feed-pace.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { MINUTE_MS, type UnixMs } from "#shared/domain/time.ts";
import { otherServerProblem } from "./accounts/account-client.ts";
import type { AccountClients } from "./accounts/account-clients.ts";
import { AccountsService } from "./accounts/accounts-service.ts";
import { type Environment, readTradingEnvironment } from "./accounts/environment-keys.ts";
import { VaultDoor } from "./accounts/vault-door.ts";
import { computeSpreadAccounts } from "./arbitration/compute-spread-accounts.ts";
import { SpreadWatchService } from "./arbitration/spread-watch-service.ts";
import { TogetherService } from "./arbitration/together-service.ts";
import { AuditService } from "./audit/audit-service.ts";
import { JournalSealService } from "./audit/journal-seal-service.ts";
import { HealthService } from "./health/health-service.ts";
import { LiveService } from "./live/live-service.ts";
import { CandleArchiveService } from "./market-data/candle-archive-service.ts";
import type { WatchedFeed } from "./market-data/market-data-engine.ts";
import { MarketDataService } from "./market-data/market-data-service.ts";
import { MarketsService } from "./market-data/markets-service.ts";
import { RealFeeds } from "./market-data/real-feeds.ts";
import type { Clock } from "./ports/clock.ts";
import type { IdGenerator } from "./ports/id-generator.ts";
import type { Logger } from "./ports/logger.ts";
import type { MarketDataFeed } from "./ports/market-data-feed.ts";
import type { MarketLookWorker } from "./ports/market-look-worker.ts";
import type { Planner } from "./ports/planner.ts";
import type { ProcessMetrics } from "./ports/process-metrics.ts";
import type { Store } from "./ports/repositories.ts";
import type { Rng } from "./ports/rng.ts";
import type { SecretGuard, SecretStore } from "./ports/secret-store.ts";
import type { StrategyWorker } from "./ports/strategy-worker.ts";
import type { Venues } from "./ports/venues.ts";
import { AssetChoiceService } from "./profiles/asset-choice-service.ts";
import { computeVenueNeeds } from "./profiles/compute-venue-needs.ts";
import { ProfileImportService } from "./profiles/import/profile-import-service.ts";
import { ProfileRegistry } from "./profiles/profile-registry.ts";
import { ProfileRuntime } from "./profiles/profile-runtime.ts";
import type { DemoMarket, ProfileSource } from "./profiles/profile-source.ts";
import { SeparationService } from "./profiles/separation-service.ts";
import { KillSwitchService } from "./risk/kill-switch-service.ts";
import { OverallLimitsService } from "./risk/overall-limits-service.ts";
import { SettingsService } from "./settings/settings-service.ts";
import { SourceVolatility } from "./tactics/source-volatility.ts";

/** What reaches real venues. */
export interface RealVenues {
  readonly venues: Venues;
  readonly clients: AccountClients;
  readonly openFeed: (venue: VenueId, endpoint: EndpointKind, pace: FeedPace) => MarketDataFeed;
}

export interface KernelOptions {
  readonly version: string;
  readonly shell: ShellName;
  readonly store: Store;
  readonly feeds: readonly WatchedFeed[];
  readonly source: ProfileSource;
  readonly real: RealVenues;
  readonly secrets: SecretStore;
  readonly guard: Pick<SecretGuard, "scrub">;
  /** Variables of the process: keys and modes are looked for there. */
  readonly environment: Environment;
  readonly planner: Planner;
  /** One for each profile; absent: no strategies run. */
  readonly strategyWorker?: () => StrategyWorker & MarketLookWorker;
  readonly policies: ExecutionPolicies;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly rng: Rng;
  readonly metrics: ProcessMetrics;
  readonly logger: Logger;
}

/** How often a store that is not well is tried again. */
const PROBE_MS = MINUTE_MS / 4;
/** Backups are made once an hour; asking more often catches an hour that sleep skipped. */
const BACKUP_CHECK_MS = 10 * MINUTE_MS;
/** The first one waits until the window is drawn. */
const FIRST_BACKUP_MS = MINUTE_MS / 2;

export class Kernel implements Stoppable {
  readonly startedAt: UnixMs;
  readonly audit: AuditService;
  readonly settings: SettingsService;
  readonly killSwitch: KillSwitchService;
  readonly markets: MarketsService;
  readonly marketData: MarketDataService;
  readonly candleArchive: CandleArchiveService;
  readonly uploads: UploadStore;
  readonly registry: ProfileRegistry;
  readonly health: HealthService;
  readonly accounts: AccountsService;
  readonly imports: ProfileImportService;
  readonly separation: SeparationService;
  readonly together: TogetherService;
  readonly assetChoices: AssetChoiceService;
  /** The market that practice profiles live on. */
  readonly demoMarket: Pick<DemoMarket, "kind" | "seed">;
  readonly live: LiveService;
  readonly overall: OverallLimitsService;
  readonly secrets: VaultDoor;
  readonly #realFeeds: RealFeeds;
  readonly #spreads: SpreadWatchService;
  readonly #options: KernelOptions;
  readonly #running: DisposableStore;

  private constructor(options: KernelOptions, audit: AuditService, settings: SettingsService) {
    const { store, clock, ids, logger, source, planner, policies, metrics } = options;
    this.#options = options;
    this.#running = new DisposableStore(logger);
    this.startedAt = clock.now();
    this.audit = audit;
    this.settings = settings;
    this.secrets = new VaultDoor(options.secrets);
    this.killSwitch = new KillSwitchService({ clock, journal: audit });
    this.markets = new MarketsService({
      feeds: options.feeds,
      candles: store.repositories.candles,
      clock,
      logger: logger.child({ area: "market" }),
    });
    this.registry = new ProfileRegistry({
      source,
      repositories: store.repositories,
      journal: audit,
      clock,
      logger,
      createRuntime: (profile, clients) =>
        new ProfileRuntime({
          profile,
          clients,
          market: this.markets.of(profile.source),
          planner,
          ...(options.strategyWorker === undefined ? {} : { strategyWorker: options.strategyWorker() }),
          repositories: store.repositories,
          journal: audit,
          store,
          killSwitch: this.killSwitch,
          clock,
          keysOpened: this.secrets.opened,
          ids,
          rng: options.rng,
          venueStatus: (account, given) =>
            account.connection === undefined
              ? null
              : options.real.venues.market(account.venue, account.connection.endpoint).fetchStatus(given),
          profiles: () => this.registry.profiles(),
          overall: (currency) => this.overall.facts(currency),
          logger,
          policies,
          saveTargets: async (targets) => void (await this.registry.update(profile.id, { targets })),
          changeProfile: (change) => this.registry.change(profile.id, change, { events: [], reopen: false }),
        }),
    });
    this.overall = new OverallLimitsService({
      profiles: this.registry,
      settings,
      snapshots: store.repositories.snapshots,
      priceOf: (asset, currency) => {
        const known = this.markets.of("real").consensus(asset, currency);
        return known === null ? null : Decimal.parse(known.price);
      },
      logger,
    });
    this.uploads = new UploadStore({ clock, ids });
    this.candleArchive = new CandleArchiveService({ candles: store.repositories.candles, clock });
    this.marketData = new MarketDataService({
      markets: this.markets,
      clock,
      logger,
      marketsOf: (profileId) => {
        const { profile, portfolio } = this.registry.runtime(profileId);
        return {
          source: profile.source,
          currency: profile.currency,
          assets: portfolio.read().positions.map(({ asset }) => asset),
          venues: profile.accounts.map(({ venue }) => venue),
        };
      },
    });
    this.health = new HealthService({
      markets: this.markets,
      profiles: this.registry,
      killSwitch: this.killSwitch,
      store,
      metrics,
      clock,
      startedAt: this.startedAt,
    });
    const { venues, clients, openFeed } = options.real;
    this.#realFeeds = new RealFeeds({
      engine: this.markets.of("real"),
      openFeed,
      needs: () =>
        this.registry.runtimes().flatMap(({ profile, portfolio }) =>
          computeVenueNeeds(
            profile,
            portfolio.read().positions.map(({ asset }) => asset),
            (account) => otherServerProblem(account, venues) === null,
          ),
        ),
      clock,
      logger: logger.child({ area: "market" }),
    });
    const { environment, secrets } = options;
    this.accounts = new AccountsService({
      profiles: this.registry,
      ...{ venues, clients, secrets, environment, clock, ids, logger },
      openOrders: (profileId, accountId) => this.registry.runtime(profileId).openOrders(accountId),
    });
    this.demoMarket = source.demo;
    this.separation = new SeparationService({
      profiles: this.registry,
      strategies: (profileId) => this.registry.runtime(profileId).strategies,
      snapshots: store.repositories.snapshots,
      journal: audit,
      clock,
    });
    this.assetChoices = new AssetChoiceService({
      profiles: this.registry,
      market: (of) => this.markets.of(of),
      totalValue: (profileId) => this.registry.runtime(profileId).portfolio.read().totalValue,
      clock,
    });
    const volatility = new SourceVolatility((of) => this.markets.of(of), { clock, logger });
    this.#running.add(volatility);
    this.#spreads = new SpreadWatchService({
      accounts: () =>
        this.registry.runtimes().flatMap(({ profile, portfolio }) => computeSpreadAccounts(profile, portfolio.read())),
      market: (of) => this.markets.of(of),
      volatility: (of, asset, currency) => volatility.of(of, asset, currency),
      clock,
      logger: logger.child({ area: "market" }),
    });
    this.together = new TogetherService({
      profiles: () => this.registry.runtimes().toSorted((a, b) => a.profile.priority - b.profile.priority),
      ...{ spreads: this.#spreads, journal: audit, clock },
    });
    this.imports = new ProfileImportService({
      ...{ profiles: this.registry, accounts: this.accounts, secrets, environment, market: source.demo, clock },
    });
    this.live = new LiveService({
      profiles: this.registry,
      liveLocked: readTradingEnvironment(environment).liveLocked,
      clock,
      facts: {
        paperReports: (profileId) => this.registry.runtime(profileId).paperReports(),
        feedLiveSince: (venue) => {
          const feed = this.markets.health().find((health) => health.venue === venue);
          return feed?.state === "live" ? feed.since : null;
        },
        clockErrorMs: (profileId, accountId) => {
          const account = this.registry.profile(profileId).accounts.find(({ id }) => id === accountId);
          return account?.connection === undefined
            ? null
            : clients.client(profileId, account).diagnostics().clockErrorMs;
        },
        store: () => store.health(),
        secrets: () => secrets.status(),
        killSwitch: () => this.killSwitch.state,
      },
    });
  }

  /** Everything running: journal opened, prices arriving, profiles replayed and reconciled. Rejects with STORE_ codes. */
  static async start(options: KernelOptions): Promise<Kernel> {
    const audit = new AuditService(options.store.journal, options.guard, options.secrets);
    const { repositories } = options.store;
    const settings = await SettingsService.load({
      repository: repositories.settings,
      journal: audit,
      clock: options.clock,
    });
    const kernel = new Kernel(options, audit, settings);
    try {
      await kernel.#start();
      return kernel;
    } catch (error) {
      await kernel.dispose();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { clock, version, shell, store, logger } = this.#options;
    // Every log begins with it: of which run and which version are the lines that follow?
    logger.info("The program has started", { version, shell });
    await this.killSwitch.start();
    await this.#note([{ kind: "system.started", version, shell }]);
    await this.markets.start();
    this.#running.add(this.markets);
    await this.registry.start();
    this.#running.add(this.registry);
    await this.overall.start();
    for (const topic of [this.registry.opened, this.registry.closed]) {
      this.#running.add(topic.subscribe(() => drop(this.#realFeeds.refresh(), logger, "Opening feeds")));
    }
    this.#realFeeds.start();
    this.#running.add(this.#realFeeds);
    this.#spreads.start();
    this.#running.add(this.#spreads);
    this.accounts.start();
    this.#running.add(this.accounts);
    this.health.start();
    this.#running.add(this.health);
    this.#running.add(
      clock.every(PROBE_MS, () => {
        if (store.health().state !== "ok") drop(store.probe(), logger, "Trying the files again");
      }),
    );
    const { secrets, ids } = this.#options;
    this.#running.add(new JournalSealService({ journal: this.audit, secrets, clock, ids, logger }).start());
    const backUp = () => drop(store.backup(clock.now()), logger, "Backing up");
    this.#running.add(clock.after(FIRST_BACKUP_MS, backUp));
    this.#running.add(clock.every(BACKUP_CHECK_MS, backUp));
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
    await this.#note([{ kind: "system.stopped" }]);
    this.#options.logger.info("The program has stopped");
  }

  /** Files that cannot be written now are told by `store.health`: the program runs on, without trading. */
  async #note(events: Parameters<AuditService["append"]>[2]): Promise<void> {
    try {
      await this.audit.append(this.#options.clock.now(), null, events);
    } catch (error) {
      this.#options.logger.error("The journal was not written", { error });
    }
  }
}
