// What belongs to one profile, and how does it start and stop? Nothing in here is shared with another profile.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { ProfileJournal } from "#engine/core/profile-journal.ts";
import { computeOwnFills } from "#engine/execution/compute-own-fills.ts";
import { DeadManSwitchService } from "#engine/execution/dead-man-switch-service.ts";
import { ExecutionEngine } from "#engine/execution/execution-engine.ts";
import { OrderDesk } from "#engine/execution/order-desk-service.ts";
import { PortfolioService } from "#engine/portfolio/portfolio-service.ts";
import type { ReadVenueStatus } from "#engine/ports/venues.ts";
import { AutomaticRebalanceService } from "#engine/rebalancing/automatic-rebalance-service.ts";
import { RebalanceService } from "#engine/rebalancing/rebalance-service.ts";
import { StandingApprovalService } from "#engine/rebalancing/standing-approval-service.ts";
import { RiskFactsService } from "#engine/rebalancing/triggers/risk-facts-service.ts";
import { SuggestionEngine } from "#engine/rebalancing/triggers/suggestion-engine.ts";
import { computeEffectiveLimits } from "#engine/risk/compute-effective-limits.ts";
import { LossBreakerService } from "#engine/risk/loss-breaker-service.ts";
import { RiskEngine } from "#engine/risk/risk-engine.ts";
import type { MarketLookService } from "#engine/signals/market-look-service.ts";
import type { PaperLedgerService } from "#engine/signals/paper-ledger-service.ts";
import { SignalEngine } from "#engine/signals/signal-engine.ts";
import type { StrategyService } from "#engine/signals/strategy-service.ts";
import { PositionMonitorService } from "#engine/tactics/position-monitor-service.ts";
import { SignalTiltService } from "#engine/tactics/signal-tilt-service.ts";
import { TargetsService } from "#engine/targets/targets-service.ts";
import type { ProfileSummary, TriggersView } from "#shared/contract/views.ts";
import { computeVolatilityBand } from "#shared/domain/compute-band.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import { isTerminal } from "#shared/domain/order.ts";
import { isPlanUnderWay, type PlanReport } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computePresentTargets } from "./compute-present-targets.ts";
import { computeProfileInForce } from "./compute-profile-in-force.ts";
import { computeProfilePolicies } from "./compute-profile-policies.ts";
import { createGuard, type Guard, guardClock } from "./guarded-doors.ts";
import { listenToAccount } from "./listen-to-account.ts";
import { openStrategies } from "./open-strategies.ts";
import type { ProfileRuntimeOptions } from "./profile-runtime-options.ts";
import { watchInterruptions } from "./watch-interruptions.ts";

export class ProfileRuntime implements Stoppable {
  readonly portfolio: PortfolioService;
  readonly suggestions: SuggestionEngine;
  readonly signals: SignalEngine;
  readonly paper: PaperLedgerService;
  /** Null without a worker. */
  readonly strategies: StrategyService | null;
  readonly looks: MarketLookService | null;
  readonly rebalance: RebalanceService;
  readonly positions: PositionMonitorService;
  readonly tilts: SignalTiltService;
  readonly standing: StandingApprovalService;
  readonly orders: OrderDesk;
  readonly risk: RiskEngine;
  readonly targets: TargetsService;
  /** Something that the summary tells has changed. */
  readonly changes = new Topic<void>();
  readonly #options: ProfileRuntimeOptions;
  readonly #execution: ExecutionEngine;
  readonly #riskFacts: RiskFactsService;
  readonly deadManSwitch: DeadManSwitchService;
  readonly #losses: LossBreakerService;
  readonly #automatic: AutomaticRebalanceService;
  readonly #journal: ProfileJournal;
  readonly #guard: Guard;
  readonly #running: DisposableStore;
  #profile: Profile;
  #begun = false;

  constructor(options: ProfileRuntimeOptions) {
    const { profile, market, ids, journal, repositories, store, killSwitch } = options;
    const policies = computeProfilePolicies(options);
    const logger = options.logger.child({ profileId: profile.id });
    this.#guard = createGuard({ logger, onMistake: (message) => this.#stopAfterMistake(message) });
    const clock = guardClock(options.clock, this.#guard);
    this.#options = { ...options, clock };
    this.#profile = profile;
    const clients = new Map(options.clients.map((client) => [client.account.id, client]));
    this.#running = new DisposableStore(logger);
    this.#journal = new ProfileJournal({ profileId: profile.id, clock, journal });
    const shared = { journal: this.#journal, clock, ids, logger, policies, clients, market, store, killSwitch };
    const getProfile = () => this.#inForce();
    this.#riskFacts = new RiskFactsService({
      profile: () => this.#profile,
      returns: market,
      clock,
      logger,
      // Everything is reckoned anew with it, so only where the bands follow it.
      onChange: () => this.#profile.policy.bands.volatility !== undefined && this.#passProfile(),
    });
    const limits = { losses: () => this.#losses.losses, overall: options.overall };
    this.risk = new RiskEngine({ ...shared, profile: getProfile, ...limits });
    this.#losses = new LossBreakerService({
      risk: this.risk,
      limits: () => computeEffectiveLimits(this.#profile),
      logger,
    });
    // What is filled on paper reaches no venue, whatever state it is in.
    const venueStatus: ReadVenueStatus = (account, given) =>
      this.#profile.mode === "paper" ? null : options.venueStatus(account, given);
    this.#execution = new ExecutionEngine({ ...shared, risk: this.risk, venueStatus });
    this.deadManSwitch = new DeadManSwitchService({
      ...shared,
      orders: () => this.#execution.orders(),
      venueStatus: (accountId) => this.#execution.venueStatus(accountId),
    });
    this.portfolio = new PortfolioService({
      profile,
      clients: options.clients,
      prices: {
        consensus: (asset, currency) => market.consensus(asset, currency),
        mayPrice: (asset, currency) => market.mayPrice(asset, currency),
        onBatch: { subscribe: (listener) => market.onBatch.subscribe(() => this.#guard(listener)) },
      },
      history: market,
      planOf: (fill) =>
        this.#execution.orders().find((order) => computeOwnFills([fill], order).length > 0)?.planId ?? null,
      orderInFlight: (accountId) => this.openOrders(accountId) > 0,
      repositories,
      clock,
      ids,
      logger,
    });
    this.standing = new StandingApprovalService({
      ...shared,
      profile: () => this.#profile,
      risk: this.risk,
      entries: journal,
      held: () => this.portfolio.heldAssets(),
    });
    this.rebalance = new RebalanceService({
      ...shared,
      standing: this.standing,
      profile: getProfile,
      inForce: (own) => this.tilts.inForce(own),
      profiles: options.profiles,
      rng: options.rng,
      planner: options.planner,
      execution: this.#execution,
      risk: this.risk,
      saveTargets: options.saveTargets,
      recordSnapshot: (reason) => this.portfolio.recordSnapshot(reason),
    });
    this.targets = new TargetsService({ profile, market, changeProfile: options.changeProfile, clock, logger });
    this.orders = new OrderDesk({
      ...shared,
      entries: journal,
      execution: this.#execution,
      plans: {
        record: (planId) => this.rebalance.record(planId),
        underWay: () => this.rebalance.plans().open,
        pause: (planId) => this.rebalance.pause(planId),
      },
      expiryMs: (accountId) => clients.get(accountId)?.rules.expiryMs ?? null,
      currency: () => this.#profile.currency,
    });
    this.suggestions = new SuggestionEngine({
      profile,
      portfolio: this.portfolio,
      openPlan: () => this.#openPlan(),
      risk: this.#riskFacts,
      positions: () => this.positions.read(),
      repositories,
      journal,
      clock,
      ids,
      logger,
    });
    this.#automatic = new AutomaticRebalanceService({
      ...{ suggestions: this.suggestions, standing: this.standing, rebalance: this.rebalance },
      planExit: (asset, asked) => this.positions.planLevel(asset, asked),
      openPlan: () => this.#openPlan(),
      clock,
      logger,
    });
    this.signals = new SignalEngine({
      profile,
      suggestions: this.suggestions,
      portfolio: this.portfolio,
      repository: repositories.signals,
      clock,
      ids,
      logger,
    });
    const { strategyWorker: worker, profiles } = options;
    const { portfolio, signals, rebalance } = this;
    const own = { profileId: profile.id, profile: getProfile, profiles, repositories, worker };
    const opened = openStrategies({ ...own, ...{ market, clock, logger, portfolio, signals, plans: rebalance } });
    ({ paper: this.paper, strategies: this.strategies, looks: this.looks } = opened);
    this.tilts = new SignalTiltService({
      ...{ ...shared, signals: this.signals, profile: () => this.#profile },
      onChange: () => this.#passProfile(),
    });
    this.positions = new PositionMonitorService({
      ...{ ...shared, portfolio, signals, rebalance, profile: () => this.#profile },
      ...{ losses: () => this.#losses.losses, volatility: () => this.#knownVolatility() },
      paper: (group) => this.paper.outcome(group),
      changeProfile: options.changeProfile,
    });
  }

  get profile(): Profile {
    return this.#profile;
  }

  get isPlanUnderWay(): boolean {
    const { open } = this.rebalance.plans();
    return open !== null && isPlanUnderWay(open.state);
  }

  /** Orders of one account that are not over. */
  openOrders(accountId: AccountId): number {
    return this.#execution.orders().filter((order) => order.accountId === accountId && !isTerminal(order.state)).length;
  }

  /** Reports of its finished plans on paper, newest first. */
  paperReports(): readonly PlanReport[] {
    return this.rebalance
      .plans()
      .latest.filter(({ plan }) => plan.mode === "paper")
      .flatMap(({ report }) => report ?? []);
  }

  /**
   * Books first, then rules; the journal is replayed and every venue reconciled before anything may trade. Venues that do
   * not answer do not hold up the start: trading stays closed until they do. Rejects with STORE_ codes.
   */
  async start(): Promise<void> {
    const { logger, clients } = this.#options;
    for (const client of clients) this.#running.add({ dispose: () => client.dispose?.() });
    this.#running.add({ dispose: () => this.#execution.dispose() });
    this.#running.add(this.rebalance);
    this.#running.add(this.standing);
    this.#running.add(this.orders);
    this.#running.add(
      this.#execution.fillChanges.subscribe(({ accountId, fill, planId }) =>
        drop(this.portfolio.applyFills(accountId, [fill], planId), logger, "Entering a fill into the books"),
      ),
    );
    this.#running.add(
      this.rebalance.changes.subscribe(({ state, updatedAt }) => {
        if (state === "DONE" || state === "DONE_PARTIAL") this.suggestions.rebalanceFinished(updatedAt);
      }),
    );
    const { portfolio, suggestions, rebalance, risk, standing } = this;
    for (const { changes } of [portfolio, suggestions, rebalance, risk, standing]) {
      this.#running.add(changes.subscribe(() => this.changes.publish()));
    }
    this.#running.add(this.portfolio.changes.subscribe(() => this.#beginTargets()));
    this.#running.add(this.portfolio.changes.subscribe(() => this.standing.look()));
    if (this.#profile.parked !== undefined) this.#passProfile();
    await this.portfolio.start();
    this.#running.add(this.portfolio);
    const listeners = { execution: this.#execution, portfolio, deadManSwitch: this.deadManSwitch, guard: this.#guard };
    for (const client of clients) {
      const stream = listenToAccount(client, listeners);
      if (stream !== undefined) this.#running.add(stream);
    }
    this.targets.start();
    this.#running.add(this.targets);
    const venues = new Set(clients.map(({ account }) => account.venue));
    const { market, keysOpened } = this.#options;
    this.#running.add(
      watchInterruptions({ venues, market, keysOpened, execution: this.#execution, guard: this.#guard }),
    );
    this.#running.add(this.#execution.readyChanges.subscribe(() => this.changes.publish()));
    await this.signals.start();
    this.#running.add(this.signals);
    this.#running.add(await this.paper.start());
    if (this.strategies !== null) this.#running.add(await this.strategies.start());
    await this.rebalance.replay();
    this.#running.add(this.tilts.start());
    this.#running.add(this.positions.start());
    await this.#watchLosses();
    this.#watchResting();
    this.orders.noteStart();
    drop(this.#recover(), logger, "Reconciling the venues");
    this.#riskFacts.start();
    this.#running.add(this.#riskFacts);
    await this.suggestions.start();
    this.#running.add(this.suggestions);
    this.#automatic.start();
    this.#running.add(this.#automatic);
  }

  /** Orders that rest, ours or others', decide whether the venue's timer may be armed. */
  #watchResting(): void {
    this.#running.add(this.#execution.orderChanges.subscribe(() => this.deadManSwitch.look()));
    this.deadManSwitch.start();
    this.#running.add(this.deadManSwitch);
  }

  /** From what was recorded since the last arming on. */
  async #watchLosses(): Promise<void> {
    const { repositories } = this.#options;
    this.#losses.recall(await repositories.snapshots.list(this.#profile.id, this.risk.trading.since ?? unixMs(0)));
    this.#running.add(this.portfolio.changes.subscribe((portfolio) => this.#losses.look(portfolio)));
  }

  /** A connected account's profile begins with what it holds as its targets, once all of it has a value. */
  #beginTargets(): void {
    const { saveTargets, logger } = this.#options;
    const { source, targets: set, targetMethod } = this.#profile;
    if (this.#begun || source !== "real" || targetMethod.method !== "fixed" || Object.keys(set).length > 0) return;
    const portfolio = this.portfolio.read();
    const targets = portfolio.state === "live" ? computePresentTargets(portfolio) : null;
    if (targets === null) return;
    this.#begun = true;
    drop(saveTargets(targets), logger, "Taking the present holdings as targets");
  }

  /** Venues take their time, and the window need not wait for it: trading is closed until they have answered. */
  async #recover(): Promise<void> {
    try {
      await this.rebalance.recover();
    } catch (error) {
      if (!this.#running.disposed) throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
  }

  setProfile(profile: Profile): void {
    this.#profile = profile;
    this.targets.setProfile(profile);
    this.#riskFacts.profileChanged();
    this.#passProfile();
    this.tilts.look();
    this.standing.look();
    this.changes.publish();
  }

  /** What the rules wait for and rest on. */
  triggers(): TriggersView {
    const { triggers } = this.#profile;
    const { volatility } = this.#riskFacts.read();
    const known = this.#knownVolatility();
    const schedule = this.suggestions.schedule();
    return {
      settings: triggers,
      nextScheduledAt: schedule === null ? null : (schedule.due ?? schedule.next),
      volatility: known,
      volatilityReason: "unknown" in volatility ? volatility.unknown : null,
      volatilityBand: known === null ? null : computeVolatilityBand(triggers.volatilityBand, known).toString(),
      cooling: [...this.suggestions.cooling()],
    };
  }

  #inForce(): Profile {
    return computeProfileInForce(this.#profile, this.#knownVolatility(), this.tilts.input());
  }

  /** What went wrong in its own code may have left it with a wrong picture: a person looks before it trades again. */
  #stopAfterMistake(message: string): void {
    const reason = { code: "PROFILE_MISTAKE", message: `A mistake in the program stopped this profile: ${message}` };
    drop(this.risk.halt(reason), this.#options.logger, "Halting a profile after a mistake");
  }

  #knownVolatility(): DecimalString | null {
    const { volatility } = this.#riskFacts.read();
    return "unknown" in volatility ? null : volatility.value;
  }

  #passProfile(): void {
    const profile = this.#inForce();
    this.portfolio.setProfile(profile);
    this.suggestions.setProfile(profile);
    this.signals.setProfile(profile);
  }

  #openPlan(): "shown" | "running" | null {
    const { open, latest } = this.rebalance.plans();
    if (open !== null) return "running";
    const now = this.#options.clock.now();
    return latest.some(({ state, plan }) => state === "PREVIEWED" && plan.expiresAt > now) ? "shown" : null;
  }

  summary(): ProfileSummary {
    const { totalValue, state: priceState, dayPnl, dayPnlShare } = this.portfolio.read();
    const { state, reason } = this.risk.trading;
    const open = this.rebalance.plans().open;
    return {
      profile: this.#profile,
      tradingState: state,
      stateReason: reason?.message ?? null,
      readOnlyReason: this.#execution.ready.ok ? null : this.#execution.ready.reason,
      value: totalValue,
      valueInDoubt: priceState === "stale",
      dayPnl,
      dayPnlShare,
      openSuggestions: this.suggestions.read().open.length,
      openSignals: this.signals.openCount(),
      openPlan: open !== null && this.isPlanUnderWay ? open.state : null,
      automaticUntil: this.standing.live()?.approval.endsAt ?? null,
    };
  }
}
