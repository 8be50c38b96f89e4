// What do a profile's strategies say now? Once an hour, after its candle closed: candles in, decisions out, signals stored.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { readPastCandles } from "#engine/core/read-past-candles.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { CycleRepository } from "#engine/ports/repositories.ts";
import type { StrategyReading, StrategyRequest, StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { computeCashAssets } from "#engine/profiles/compute-cash-assets.ts";
import {
  computeIdentity,
  computeIdentityAssets,
  computeIdentityMarkets,
  computePicks,
  type ResolvedPick,
} from "#engine/profiles/compute-identity.ts";
import { type CycleState, MOST_OUTCOMES } from "#shared/domain/cycle-state.ts";
import type { DecisionPortfolio } from "#shared/domain/decision.ts";
import type { MarketSymbol, SignalId } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import {
  type CycleModule,
  type CycleReport,
  cycleModuleSchema,
  type ModuleState,
  type StrategiesView,
  type StrategyHealth,
} from "#shared/domain/strategies-view.ts";
import { type DurationMs, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeFollowedMarket, computeHalfSpread, type FollowedMarket } from "./compute-followed-market.ts";
import { computeStrategyConfiguration } from "./compute-strategy-configuration.ts";
import { type Replay, replayDecision } from "./decision-record.ts";
import { PAPER_STAKE, type PaperLedgerService, type ReadOnPaper } from "./paper-ledger-service.ts";
import type { PaperMarket } from "./paper-market.ts";
import type { SignalEngine } from "./signal-engine.ts";

/** Regimes are fitted to 2,000 hourly bars, and confidence is a rank among 1,000 that come after. */
export const HOURLY_BARS = 3_200;
/** Of one-minute returns: 64 for one entropy, ranked among 1,000. */
const MINUTE_BARS = 1_100;
/** The venue is given this long to hand out the hour's candle. */
const AFTER_CLOSE_MS: DurationMs = MINUTE_MS;

/** After a cycle that did not go well the next comes sooner than the hour, each time twice as late. */
const RETRY_MS = { first: MINUTE_MS, most: 32 * MINUTE_MS } as const;

export interface StrategyServiceOptions {
  readonly profile: () => Profile;
  /** Every profile of the program: those before it in priority draw first. */
  readonly profiles: () => readonly Profile[];
  readonly market: PaperMarket;
  readonly portfolio: { read(): Portfolio; sync(options: { readonly signal?: AbortSignal }): Promise<Portfolio> };
  readonly signals: Pick<SignalEngine, "take" | "decisionOf">;
  readonly worker: StrategyWorker;
  readonly paper: Pick<PaperLedgerService, "followed" | "take" | "results" | "resultsOf" | "changes">;
  readonly repositories: { readonly cycles: CycleRepository };
  readonly clock: Clock;
  readonly logger: Logger;
}

const NO_CYCLES: CycleState = {
  ...{ cycles: { success: 0, degraded: 0, failed: 0 }, recent: [], signals: 0, lastCycle: null, symbols: [] },
};

type SymbolView = CycleState["symbols"][number];

type Request = FollowedMarket & { readonly request: StrategyRequest };

type Read = Request & { readonly reading: StrategyReading };

export class StrategyService implements Stoppable {
  readonly changes = new Topic<StrategiesView>();
  readonly #options: StrategyServiceOptions;
  readonly #running: DisposableStore;
  readonly #modules = new Map<CycleModule, ModuleState>();
  #state: CycleState = NO_CYCLES;
  /** What the portfolio was worth when that was known last. */
  #portfolio: DecisionPortfolio | null = null;
  #decidedHour = Number.NaN;
  /** When a cycle that did not go well is run again (monotonic), and how long was waited for it. */
  #retry: { readonly dueMs: number; readonly waitMs: DurationMs } | null = null;
  #underWay: Promise<CycleReport> | null = null;
  #draws = { drawn: 0, again: 0, exhausted: 0 };
  readonly #directions = new Map<MarketSymbol, ReadonlyMap<UnixMs, number>>();
  /** A cycle may wait long for a venue's candles: whoever stops does not. */
  readonly #stop = new AbortController();

  constructor(options: StrategyServiceOptions) {
    this.#options = options;
    this.#running = new DisposableStore(options.logger);
    for (const module of cycleModuleSchema.options) {
      this.#modules.set(module, { module, state: "waiting", goodAt: null, detail: "Not run yet" });
    }
  }

  /** What was said last, and how cycles went, is known again after a restart. Rejects with STORE_ codes. */
  async start(): Promise<this> {
    const { worker, clock, repositories, paper, profile } = this.#options;
    this.#running.add(worker);
    const stored = await repositories.cycles.load(profile().id);
    if (stored !== null) {
      this.#state = stored;
      for (const known of stored.lastCycle?.modules ?? []) this.#modules.set(known.module, known);
    }
    this.#running.add(clock.every(MINUTE_MS, () => this.#look()));
    this.#running.add(paper.changes.subscribe(() => this.#underWay === null && this.changes.publish(this.view())));
    return this;
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    await this.#running.dispose();
    await this.#underWay?.catch(() => undefined);
  }

  view(): StrategiesView {
    const { lastCycle, cycles, symbols } = this.#state;
    return {
      lastCycle,
      nextCycleAt: this.#nextCycleAt(),
      cycles: { ...cycles },
      symbols: symbols.map((market) => ({ ...market, results: [...this.#options.paper.resultsOf(market)] })),
      results: [...this.#options.paper.results()],
    };
  }

  /** What the health page tells of them. */
  health(): StrategyHealth {
    const { recent, cycles, signals, lastCycle } = this.#state;
    const successes = recent.filter((outcome) => outcome === "success").length;
    return {
      on: this.#options.profile().strategies.on,
      successRate: recent.length === 0 ? null : successes / recent.length,
      ...{ recentCycles: recent.length, cycles: { ...cycles }, signals },
      lastCycleAt: lastCycle?.at ?? null,
      nextCycleAt: this.#nextCycleAt(),
      modules: [...this.#modules.values()],
    };
  }

  /** What the strategies together said of each market in the last 30 days, by the present settings. */
  directions(): ReadonlyMap<MarketSymbol, ReadonlyMap<UnixMs, number>> {
    return this.#directions;
  }

  /** Since the program started: strategies drawn, those of them drawn again because another profile had the first, and those that it then had too. */
  draws(): { readonly drawn: number; readonly again: number; readonly exhausted: number } {
    return this.#draws;
  }

  /** Runs one cycle now, or joins the one that runs. Never rejects: what fails is in the report. */
  cycle(): Promise<CycleReport> {
    this.#underWay ??= this.#cycle().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  /** Rejects with INPUT_INVALID where there is no such signal, or it is one of a rule. */
  async replay(signalId: SignalId): Promise<Replay> {
    const decision = await this.#options.signals.decisionOf(signalId);
    if (decision === null) {
      throw new EngineError("INPUT_INVALID", `There is no signal ${signalId} of a strategy: name one of the list.`, {
        data: { path: "signalId", expected: "the id of a strategy's signal" },
      });
    }
    return replayDecision(decision);
  }

  #hour(): number {
    return Math.floor((this.#options.clock.now() - AFTER_CLOSE_MS) / HOUR_MS);
  }

  #nextCycleAt(): UnixMs | null {
    const { profile, clock } = this.#options;
    if (!profile().strategies.on) return null;
    const hourly = (this.#hour() + 1) * HOUR_MS + AFTER_CLOSE_MS;
    const again = this.#retry === null ? hourly : clock.now() + this.#retry.dueMs - clock.monotonicMs();
    // Monotonic time has fractions of a millisecond.
    return unixMs(Math.ceil(Math.min(hourly, Math.max(again, clock.now()))));
  }

  #look(): void {
    const { profile, clock, logger } = this.#options;
    const isDue =
      this.#hour() !== this.#decidedHour || (this.#retry !== null && this.#retry.dueMs <= clock.monotonicMs());
    if (profile().strategies.on && isDue) drop(this.cycle(), logger, "A cycle of the strategies");
  }

  async #cycle(): Promise<CycleReport> {
    const { clock, portfolio, signals, paper } = this.#options;
    const began = clock.monotonicMs();
    const at = clock.now();
    this.#decidedHour = this.#hour();
    await this.#step("sync", () => portfolio.sync({ signal: this.#stop.signal }));
    this.#portfolio = (await this.#step("value", async () => decisionPortfolio(portfolio.read()))) ?? this.#portfolio;
    const requests = (await this.#step("inject", () => this.#inject(at, this.#portfolio))) ?? [];
    const reads: Read[] = [];
    await this.#step("evaluate", () => this.#evaluate(requests, reads));
    const made = await this.#step("signal", async () => {
      await paper.take(reads.map(onPaper));
      let count = 0;
      for (const { reading } of reads) count += await signals.take(reading.signals, reading.record);
      return count;
    });
    const modules = [...this.#modules.values()];
    const outcome = outcomeOf(modules);
    const report = {
      ...{ at, durationMs: clock.monotonicMs() - began, outcome, modules },
      ...{ decisions: reads.length, signals: made ?? 0 },
    };
    this.#note(report);
    return report;
  }

  #note(report: CycleReport): void {
    const { clock, repositories, profile, logger } = this.#options;
    const { outcome } = report;
    const waitMs = this.#retry === null ? RETRY_MS.first : Math.min(2 * this.#retry.waitMs, RETRY_MS.most);
    this.#retry = outcome === "success" ? null : { dueMs: clock.monotonicMs() + waitMs, waitMs };
    this.#state = {
      ...this.#state,
      cycles: { ...this.#state.cycles, [outcome]: this.#state.cycles[outcome] + 1 },
      recent: [...this.#state.recent, outcome].slice(-MOST_OUTCOMES),
      signals: this.#state.signals + report.signals,
      lastCycle: report,
    };
    drop(repositories.cycles.save(profile().id, this.#state), logger, "Storing how a cycle went");
    this.changes.publish(this.view());
  }

  /** What a step gives, or null where it failed: then what it said last stands. */
  async #step<T>(module: CycleModule, run: () => Promise<T>): Promise<T | null> {
    const goodAt = this.#modules.get(module)?.goodAt ?? null;
    try {
      this.#stop.signal.throwIfAborted();
      const result = await run();
      this.#modules.set(module, { module, state: "ok", goodAt: this.#options.clock.now(), detail: null });
      return result;
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#modules.set(module, { module, state: goodAt === null ? "failed" : "stale", goodAt, detail });
      if (!this.#stop.signal.aborted) this.#options.logger.warn(`Strategies: ${module} failed`, { error });
      return null;
    }
  }

  /** Of each of the profile's assets, cash apart. */
  #markets(): readonly FollowedMarket[] {
    const { profile, market } = this.#options;
    const own = profile();
    const cash = computeCashAssets(own.currency);
    const assets = computeIdentityAssets(own).filter((asset) => !cash.includes(asset));
    return assets.flatMap((asset) => computeFollowedMarket(own, asset, (venue) => market.instruments(venue)) ?? []);
  }

  async #inject(at: UnixMs, portfolio: DecisionPortfolio | null): Promise<Request[]> {
    const profile = this.#options.profile();
    const configuration = computeStrategyConfiguration(profile);
    const { rotatingHash, epoch } = computeIdentity(profile, at);
    const pickOf = (symbol: MarketSymbol): StrategyRequest["pick"] => {
      if (profile.strategies.mode !== "pick") return null;
      const looking = this.#options
        .profiles()
        .filter((other) => other.id === profile.id || computeIdentityMarkets(other).includes(symbol));
      const drawn = computePicks(looking, symbol, at).find(({ profileId }) => profileId === profile.id);
      this.#count(drawn);
      return { rotatingHash, epoch, without: [...(drawn?.without ?? [])] };
    };
    const markets = this.#markets();
    if (markets.length === 0)
      throw new Error("None of the profile's assets is traded against its currency at its venues");
    const requests: Request[] = [];
    for (const market of markets) {
      const { venue, symbol } = market;
      const past = { venue, symbol, signal: this.#stop.signal } as const;
      const hourly = await readPastCandles(this.#options.market, { ...past, timeframe: "1h", bars: HOURLY_BARS });
      const minutes = await readPastCandles(this.#options.market, { ...past, timeframe: "1m", bars: MINUTE_BARS });
      const request = { symbol, configuration, hourly, minutes, portfolio, pick: pickOf(symbol) };
      const followed = this.#options.paper.followed(market);
      const costs = this.#costs(market);
      requests.push({ ...market, request: { ...request, costs, ...(followed === undefined ? {} : { followed }) } });
    }
    if (requests.every(({ request }) => request.hourly.length === 0)) {
      throw new Error("No closed hourly candle of the profile's markets is known");
    }
    return requests;
  }

  #count(drawn: ResolvedPick | undefined): void {
    if (drawn === undefined || drawn.pick === null) return;
    const { drawn: all, again, exhausted } = this.#draws;
    this.#draws = {
      drawn: all + 1,
      again: again + (drawn.without.length > 0 ? 1 : 0),
      exhausted: exhausted + (drawn.exhausted ? 1 : 0),
    };
  }

  #costs({ venue, symbol, fee }: FollowedMarket): StrategyRequest["costs"] {
    const halfSpread = computeHalfSpread(this.#options.market.quote(venue, symbol));
    return { halfSpread: halfSpread.toString(), fee, stake: PAPER_STAKE };
  }

  /**
   * Puts what was read into `fresh`. A market on which the strategies fail keeps what they said last; rejects with the reasons after all
   * others were read.
   */
  async #evaluate(requests: readonly Request[], fresh: Read[]): Promise<void> {
    if (requests.length === 0) throw new Error("There are no candles to go by");
    const problems: string[] = [];
    for (const { request, ...market } of requests) {
      const answer = await this.#options.worker.evaluate(request);
      if (answer.kind === "failed") problems.push(answer.why);
      else if (answer.reading !== null) fresh.push({ ...market, request, reading: answer.reading });
    }
    const views = fresh.map(viewOf);
    const symbols = requests.flatMap(({ symbol }) => {
      const isOf = (one: SymbolView) => one.symbol === symbol;
      return views.find(isOf) ?? this.#state.symbols.find(isOf) ?? [];
    });
    this.#state = { ...this.#state, symbols };
    for (const { symbol, reading } of fresh) this.#directions.set(symbol, new Map(reading.directions));
    if (problems.length > 0) throw new Error(problems.join(" "));
  }
}

function outcomeOf(modules: readonly ModuleState[]): CycleReport["outcome"] {
  if (modules.every(({ state }) => state === "ok")) return "success";
  return modules.some(({ state }) => state === "failed") ? "failed" : "degraded";
}

const viewOf = ({ venue, symbol, reading: { bars, record, wheel, regime, hitRates } }: Read): SymbolView => ({
  ...{ venue, symbol, bars, wheel, regime, hitRates },
  decision: record,
});

const onPaper = ({ venue, symbol, request: { costs }, reading: { record, paper } }: Read): ReadOnPaper => ({
  ...{ venue, symbol, costs, paper },
  closedAt: record.closedAt,
});

/** Throws where the portfolio has no value now. */
function decisionPortfolio({ currency, totalValue, positions }: Portfolio): DecisionPortfolio {
  if (totalValue === null) throw new Error("The portfolio has no value: some price is not known");
  return {
    currency,
    totalValue,
    positions: positions.map(({ asset, quantity, value }) => ({ asset, quantity, value })),
  };
}
