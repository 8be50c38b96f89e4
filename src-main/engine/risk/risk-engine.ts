// May this profile trade, and may this order be sent now?
import { Topic } from "#engine/core/event-bus.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { StoreHealth } from "#engine/ports/repositories.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { Order } from "#shared/domain/order.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Profile, TradingState } from "#shared/domain/profile.ts";
import type { ConsensusPrice, Quote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { computeEffectiveLimits } from "./compute-effective-limits.ts";
import type { Losses } from "./compute-losses.ts";
import type { OverallFacts } from "./compute-overall-exposure.ts";
import { computeRefusalStreak, REFUSALS_TO_HALT } from "./compute-refusal-streak.ts";
import { type DailyReturnsOptions, DailyReturnsService } from "./daily-returns-service.ts";
import type { Denial, Gate, GateFacts } from "./gate.ts";
import type { KillSwitchService } from "./kill-switch-service.ts";
import { GATES } from "./registry.ts";

export type { Denial, GateFacts, OrderDraft } from "./gate.ts";

/** Prices and markets as they are known now; null is "not known". */
export interface RiskMarket extends Pick<DailyReturnsOptions["market"], "returnSeries"> {
  instrument(venue: VenueId, symbol: MarketSymbol): Instrument | null;
  quote(venue: VenueId, symbol: MarketSymbol): Quote | null;
  consensus(asset: Asset, currency: Asset): ConsensusPrice | null;
}

/** What only the caller knows; the rest of the facts is gathered here. */
export type CallerFacts = Pick<
  GateFacts,
  | "draft"
  | "ready"
  | "paused"
  | "venueStatus"
  | "budgets"
  | "plan"
  | "planState"
  | "approval"
  | "standing"
  | "approvalMs"
  | "balances"
  | "fees"
  | "clockErrorMs"
  | "orders"
  | "dayTurnover"
>;

export interface TradingStatus {
  readonly state: TradingState;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly since: UnixMs | null;
}

export interface GateResult {
  readonly gate: Pick<Gate, "name">;
  readonly denial: Denial | null;
  /** What a person should know although it passes. */
  readonly note: string | null;
}

/** Places of a price that is a quotient of two. */
const RATIO_SCALE = 18;

export class RiskEngine {
  readonly changes = new Topic<TradingStatus>();
  readonly returns: DailyReturnsService;
  readonly #options: RiskEngineOptions;
  #status: TradingStatus = { state: "active", reason: null, since: null };

  constructor(options: RiskEngineOptions) {
    this.#options = options;
    this.returns = new DailyReturnsService(options);
    options.journal.applied.subscribe((entry) => this.#apply(entry));
  }

  get trading(): TradingStatus {
    return this.#status;
  }

  /** Stops new orders at once, then writes it down. Look-ups and cancels go on. */
  async halt(reason: { readonly code: string; readonly message: string }): Promise<void> {
    if (this.#status.state === "halted") return;
    // A person who halts knows it; every other reason is a fault that has to be found in the log.
    this.#options.logger[reason.code === "BY_HAND" ? "info" : "error"]("Trading halted", reason);
    this.#set({ state: "halted", reason, since: this.#options.clock.now() });
    await this.#record("halted", reason);
  }

  /** Lets the profile trade again by a person's word. */
  async arm(message: string): Promise<void> {
    await this.#record("active", { code: "ARMED", message });
  }

  /** Reads what the gates need of the past of a plan's assets, as far as it comes in time. To be called before they are asked. */
  async prepare(plan: Pick<RebalancePlan, "before" | "legs">, signal: AbortSignal): Promise<void> {
    const { cashAssets, currency } = this.#options.profile();
    // Keys of a parsed plan are assets; Object.keys only knows them as text.
    const held = Object.keys(plan.before) as Asset[];
    const assets = new Set([...held, ...plan.legs.flatMap(({ base, quote }) => [base, quote])]);
    const moving = [...assets].filter((asset) => asset !== currency && !cashAssets.includes(asset));
    await this.returns.read(moving, currency, signal);
  }

  /** The first gate that says no, in the order of the registry; null when all pass. */
  check(facts: CallerFacts): Denial | null {
    const all = this.#gather(facts);
    for (const gate of GATES) {
      const denial = gate.check(all);
      if (denial !== null) return denial;
    }
    return null;
  }

  /** Every gate's verdict on an order of a plan that is not approved yet. */
  review(facts: CallerFacts): readonly GateResult[] {
    const all = this.#gather(facts);
    return GATES.filter((gate) => gate.when === "always").map((gate) => {
      const denial = gate.check(all);
      return { gate, denial, note: denial === null ? (gate.note?.(all) ?? null) : null };
    });
  }

  /** Asked last, after the intent is on disk: whether anything that stops everything happened meanwhile. */
  stopped(): string | null {
    const { killSwitch, store, journal } = this.#options;
    if (killSwitch.state.on) return "KILL_SWITCH_ON";
    if (this.#status.state === "halted") return "PROFILE_HALTED";
    return store.health().state !== "ok" || journal.failure !== null ? "STORE_NOT_OK" : null;
  }

  /** Halts when one account's venue keeps refusing. Orders in the order they were planned. */
  async watchRefusals(orders: readonly { readonly order: Order; readonly plannedAt: UnixMs }[]): Promise<void> {
    const armedAt = this.#status.since ?? 0;
    const recent = orders.filter(({ plannedAt }) => plannedAt >= armedAt).map(({ order }) => order);
    for (const accountId of new Set(recent.map((order) => order.accountId))) {
      const streak = computeRefusalStreak(recent.filter((order) => order.accountId === accountId));
      if (streak >= REFUSALS_TO_HALT) {
        const message = `${streak} orders in a row of the account ${accountId} were refused by its venue.`;
        await this.halt({ code: "BREAKER_REFUSALS", message });
      }
    }
  }

  #gather(facts: CallerFacts): GateFacts {
    const { profile: getProfile, market, store, clock, killSwitch, journal, losses, overall } = this.#options;
    const profile = getProfile();
    const { draft } = facts;
    const now = clock.now();
    const quote = market.quote(draft.venue, draft.symbol);
    const baseValue = this.#value(draft.base, profile.currency);
    const quoteValue = this.#value(draft.quote, profile.currency);
    const health: StoreHealth =
      journal.failure === null ? store.health() : { state: "failed", detail: journal.failure.message };
    return {
      ...facts,
      now,
      limits: computeEffectiveLimits(profile),
      profileMode: profile.mode,
      liveUnlocked: profile.live !== undefined,
      account: profile.accounts.find(({ id }) => id === draft.accountId) ?? null,
      killSwitch: killSwitch.state,
      trading: { state: this.#status.state, reason: this.#status.reason?.message ?? null },
      store: health,
      instrument: market.instrument(draft.venue, draft.symbol),
      quote: quote === null ? null : { state: quote.state, ageMs: Math.max(0, now - quote.confirmedAt) },
      consensus: baseValue === null || quoteValue === null ? null : baseValue.div(quoteValue, RATIO_SCALE, "halfEven"),
      losses: losses(),
      dailyReturns: (asset) => this.returns.known(asset, profile.currency),
      overall: profile.mode === "live" ? overall(profile.currency) : null,
      isCash: (asset) => profile.cashAssets.includes(asset),
    };
  }

  /** Value of one unit; prices too old for trading are none. */
  #value(asset: Asset, currency: Asset): Decimal | null {
    if (asset === currency) return Decimal.ONE;
    const price = this.#options.market.consensus(asset, currency);
    if (price === null || (price.state !== "live" && price.state !== "lagging")) return null;
    const value = Decimal.parse(price.price);
    return value.isPositive ? value : null;
  }

  async #record(state: TradingState, reason: { readonly code: string; readonly message: string }): Promise<void> {
    await this.#options.journal.record(() => [{ kind: "profile.tradingState", state, reason }]);
  }

  #apply({ event, ts }: JournalEntry): void {
    if (event.kind === "profile.tradingState") this.#set({ state: event.state, reason: event.reason, since: ts });
  }

  #set(status: TradingStatus): void {
    this.#status = status;
    this.changes.publish(status);
  }
}

export interface RiskEngineOptions {
  readonly profile: () => Profile;
  readonly journal: ProfileJournal;
  readonly clock: Clock;
  readonly market: RiskMarket;
  readonly store: { health(): StoreHealth };
  readonly killSwitch: Pick<KillSwitchService, "state">;
  /** What the profile lost today and since its high. */
  readonly losses: () => Losses;
  /** What all live profiles hold together; `currency`: of this profile. */
  readonly overall: (currency: Asset) => OverallFacts;
  readonly logger: Logger;
}
