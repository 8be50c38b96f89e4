// What do a profile's strategies say now? Once an hour, after its candle closed: candles in, decisions out, signals stored.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { StrategyReading, StrategyRequest, StrategyWorker } from "#engine/ports/strategy-worker.ts";
import { computeCashAssets } from "#engine/profiles/compute-cash-assets.ts";
import {
  computeIdentity,
  computeIdentityAssets,
  computeIdentitySettings,
  computePicks,
  computeStaticSeed,
} from "#engine/profiles/compute-identity.ts";
import { toNumber } from "#engine/targets/compute-exact-shares.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import { Decimal, type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import type { DecisionPortfolio } from "#shared/domain/decision.ts";
import type { Asset, MarketSymbol, SignalId, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Quote } from "#shared/domain/quote.ts";
import {
  type CycleModule,
  type CycleReport,
  cycleModuleSchema,
  type ModuleState,
  type PaperResultView,
  type StrategiesView,
} from "#shared/domain/strategies-view.ts";
import { type DurationMs, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeStrategyConfiguration } from "./compute-strategy-configuration.ts";
import { type Replay, replayDecision } from "./decision-record.ts";
import type { SignalEngine } from "./signal-engine.ts";

/** Regimes are fitted to 2,000 hourly bars, and confidence is a rank among 1,000 that come after. */
const HOURLY_BARS = 3_200;
/** Of one-minute returns: 64 for one entropy, ranked among 1,000. */
const MINUTE_BARS = 1_100;
const PAGE = 1_000;
/** The venue is given this long to hand out the hour's candle. */
const AFTER_CLOSE_MS: DurationMs = MINUTE_MS;

/** What is followed of each signal, in the profile's currency: only ratios of it are compared. */
const STAKE = decimalString("1000");
/** Where the market has no price now: five basis points to each side. */
const USUAL_HALF_SPREAD = Decimal.parse("0.0005");
const RATIO_SCALE = 12;

interface Candles {
  quote(venue: VenueId, symbol: MarketSymbol): Pick<Quote, "bid" | "ask"> | null;
  instruments(venue?: VenueId): readonly Instrument[];
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number },
  ): Promise<readonly Candle[]>;
}

export interface StrategyServiceOptions {
  readonly profile: () => Profile;
  /** Every profile of the program: those before it in priority draw first. */
  readonly profiles: () => readonly Profile[];
  readonly market: Candles;
  readonly portfolio: { read(): Portfolio; sync(options: { readonly signal?: AbortSignal }): Promise<Portfolio> };
  readonly signals: Pick<SignalEngine, "take" | "decisionOf">;
  readonly worker: StrategyWorker;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Market {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  /** Of a taker, as a fraction. */
  readonly fee: DecimalString;
}

type Read = Market & { readonly reading: StrategyReading };

export class StrategyService implements Stoppable {
  readonly changes = new Topic<StrategiesView>();
  readonly #options: StrategyServiceOptions;
  readonly #running: DisposableStore;
  readonly #modules = new Map<CycleModule, ModuleState>();
  #reads: readonly Read[] = [];
  #lastCycle: CycleReport | null = null;
  #cycles = { success: 0, degraded: 0, failed: 0 };
  #decidedHour = Number.NaN;
  #underWay: Promise<CycleReport> | null = null;

  constructor(options: StrategyServiceOptions) {
    this.#options = options;
    this.#running = new DisposableStore(options.logger);
    for (const module of cycleModuleSchema.options) {
      this.#modules.set(module, { module, state: "waiting", goodAt: null, detail: "Not run yet" });
    }
  }

  start(): this {
    this.#running.add(this.#options.worker);
    this.#running.add(this.#options.clock.every(MINUTE_MS, () => this.#look()));
    return this;
  }

  async dispose(): Promise<void> {
    await this.#running.dispose();
    await this.#underWay?.catch(() => undefined);
  }

  view(): StrategiesView {
    const due = (this.#hour() + 1) * HOUR_MS + AFTER_CLOSE_MS;
    return {
      lastCycle: this.#lastCycle,
      nextCycleAt: this.#options.profile().strategies.on ? unixMs(due) : null,
      cycles: { ...this.#cycles },
      symbols: this.#reads.map(({ venue, symbol, reading: { bars, record, wheel, regime, hitRates } }) => ({
        ...{ venue, symbol, bars, wheel, regime, hitRates },
        decision: record,
      })),
      results: [...sumResults(this.#reads, this.#options.profile().currency)],
    };
  }

  /** What following one strategy's signals on paper came to over all markets, in stakes; statistics, so in numbers. */
  paper(group: string): {
    readonly closed: number;
    readonly wins: number;
    readonly gained: number;
    readonly lost: number;
  } {
    const own = this.#reads.flatMap(({ reading }) => reading.paper.filter((result) => result.group === group));
    const count = (key: "closed" | "wins") => own.reduce((sum, result) => sum + result[key], 0);
    const stakes = (key: "gained" | "lost") => {
      const sum = Decimal.sum(own.map((result) => Decimal.parse(result[key])));
      return toNumber(sum.div(Decimal.parse(STAKE), RATIO_SCALE, "halfEven"));
    };
    return { closed: count("closed"), wins: count("wins"), gained: stakes("gained"), lost: stakes("lost") };
  }

  /** Runs one cycle now, or joins the one that runs. Never rejects: what fails is in the report. */
  cycle(): Promise<CycleReport> {
    this.#underWay ??= this.#cycle().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  /** Throws INPUT_INVALID where there is no such signal, or it is one of a rule. */
  replay(signalId: SignalId): Replay {
    const decision = this.#options.signals.decisionOf(signalId);
    if (decision === null) {
      throw new EngineError("INPUT_INVALID", `No signal ${signalId} of a strategy is at hand: name one of the list.`, {
        data: { path: "signalId", expected: "the id of a strategy's signal" },
      });
    }
    return replayDecision(decision);
  }

  #hour(): number {
    return Math.floor((this.#options.clock.now() - AFTER_CLOSE_MS) / HOUR_MS);
  }

  #look(): void {
    if (!this.#options.profile().strategies.on || this.#hour() === this.#decidedHour) return;
    drop(this.cycle(), this.#options.logger, "A cycle of the strategies");
  }

  async #cycle(): Promise<CycleReport> {
    const { clock, portfolio, signals } = this.#options;
    const began = clock.monotonicMs();
    const at = clock.now();
    this.#decidedHour = this.#hour();
    await this.#step("sync", () => portfolio.sync({}));
    const valued = await this.#step("value", async () => decisionPortfolio(portfolio.read()));
    const requests = (await this.#step("inject", () => this.#inject(at, valued ?? null))) ?? [];
    const reads: Read[] = [];
    await this.#step("evaluate", () => this.#evaluate(requests, reads));
    const made = await this.#step("signal", async () => {
      let count = 0;
      for (const { reading } of reads) count += await signals.take(reading.signals, reading.record);
      return count;
    });
    const modules = [...this.#modules.values()];
    const outcome = modules.every(({ state }) => state === "ok")
      ? "success"
      : modules.some(({ state }) => state === "failed")
        ? "failed"
        : "degraded";
    this.#cycles = { ...this.#cycles, [outcome]: this.#cycles[outcome] + 1 };
    const durationMs = clock.monotonicMs() - began;
    this.#lastCycle = { at, durationMs, outcome, modules, decisions: reads.length, signals: made ?? 0 };
    this.changes.publish(this.view());
    return this.#lastCycle;
  }

  /** What a step gives, or null where it failed: then what it said last stands. */
  async #step<T>(module: CycleModule, run: () => Promise<T>): Promise<T | null> {
    const goodAt = this.#modules.get(module)?.goodAt ?? null;
    try {
      const result = await run();
      this.#modules.set(module, { module, state: "ok", goodAt: this.#options.clock.now(), detail: null });
      return result;
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#modules.set(module, { module, state: goodAt === null ? "failed" : "stale", goodAt, detail });
      this.#options.logger.warn(`Strategies: ${module} failed`, { error });
      return null;
    }
  }

  /** The first venue of the profile at which each of its assets, cash apart, is traded against its currency. */
  #markets(): readonly Market[] {
    const { profile, market } = this.#options;
    const own = profile();
    const cash = computeCashAssets(own.currency);
    return computeIdentityAssets(own).flatMap((asset) => {
      if (cash.includes(asset)) return [];
      for (const { venue, fees } of own.accounts) {
        const found = market.instruments(venue).find(({ base, quote }) => base === asset && quote === own.currency);
        if (found !== undefined) return [{ venue: found.venue, symbol: found.symbol, fee: fees.taker }];
      }
      return [];
    });
  }

  async #inject(at: UnixMs, portfolio: DecisionPortfolio | null): Promise<(Market & { request: StrategyRequest })[]> {
    const profile = this.#options.profile();
    const configuration = computeStrategyConfiguration(
      profile.strategies,
      computeIdentitySettings(profile),
      computeStaticSeed(profile),
    );
    const { rotatingHash, epoch } = computeIdentity(profile, at);
    const pickOf = (symbol: MarketSymbol): StrategyRequest["pick"] => {
      if (profile.strategies.mode !== "pick") return null;
      const drawn = computePicks(this.#options.profiles(), symbol, at).find(
        ({ profileId }) => profileId === profile.id,
      );
      return { rotatingHash, epoch, without: [...(drawn?.without ?? [])] };
    };
    const markets = this.#markets();
    if (markets.length === 0)
      throw new Error("None of the profile's assets is traded against its currency at its venues");
    const requests: (Market & { request: StrategyRequest })[] = [];
    for (const market of markets) {
      const { symbol } = market;
      const hourly = await this.#past(market, "1h", HOURLY_BARS);
      const minutes = await this.#past(market, "1m", MINUTE_BARS);
      const request = { symbol, configuration, hourly, minutes, portfolio, pick: pickOf(symbol) };
      requests.push({ ...market, request: { ...request, costs: this.#costs(market) } });
    }
    return requests;
  }

  #costs({ venue, symbol, fee }: Market): StrategyRequest["costs"] {
    const quote = this.#options.market.quote(venue, symbol);
    const [bid, ask] = [Decimal.parse(quote?.bid ?? "0"), Decimal.parse(quote?.ask ?? "0")];
    const known = bid.isPositive && ask.gt(bid);
    const halfSpread = known ? ask.sub(bid).div(ask.add(bid), RATIO_SCALE, "up") : USUAL_HALF_SPREAD;
    return { halfSpread: halfSpread.toString(), fee, stake: STAKE };
  }

  async #past({ venue, symbol }: Market, timeframe: Timeframe, bars: number): Promise<readonly Candle[]> {
    let past: readonly Candle[] = [];
    while (past.length < bars) {
      const before = past[0]?.openTime;
      const limit = Math.min(PAGE, bars - past.length);
      const query = before === undefined ? { limit } : { before, limit };
      const page = await this.#options.market.candles(venue, symbol, timeframe, query);
      if (page.length === 0) break;
      past = [...page, ...past];
    }
    return past.filter(({ closed }) => closed);
  }

  /**
   * Puts what was read into `fresh`. A market on which the strategies fail keeps what they said last; rejects with the reasons after all
   * others were read.
   */
  async #evaluate(requests: readonly (Market & { request: StrategyRequest })[], fresh: Read[]): Promise<void> {
    if (requests.length === 0) throw new Error("There are no candles to go by");
    const problems: string[] = [];
    for (const { request, ...market } of requests) {
      const answer = await this.#options.worker.evaluate(request);
      if (answer.kind === "failed") problems.push(answer.why);
      else if (answer.reading !== null) fresh.push({ ...market, reading: answer.reading });
    }
    this.#reads = requests.flatMap(({ symbol }) => {
      const read = fresh.find((one) => one.symbol === symbol) ?? this.#reads.find((one) => one.symbol === symbol);
      return read ?? [];
    });
    if (problems.length > 0) throw new Error(problems.join(" "));
  }
}

/** Of all markets, by strategy. */
function sumResults(reads: readonly Read[], currency: Asset): readonly PaperResultView[] {
  const all = reads.flatMap(({ reading }) => reading.paper);
  return [...new Set(all.map(({ group }) => group))].map((group) => {
    const own = all.filter((result) => result.group === group);
    const count = (key: "closed" | "open" | "wins" | "taken") => own.reduce((sum, result) => sum + result[key], 0);
    const money = (key: "gross" | "costs" | "result" | "takenResult") =>
      Decimal.sum(own.map((result) => Decimal.parse(result[key]))).toString();
    return {
      ...{ group, currency, closed: count("closed"), open: count("open"), wins: count("wins"), taken: count("taken") },
      ...{ gross: money("gross"), costs: money("costs"), result: money("result"), takenResult: money("takenResult") },
    };
  });
}

/** Throws where the portfolio has no value now. */
function decisionPortfolio({ currency, totalValue, positions }: Portfolio): DecisionPortfolio {
  if (totalValue === null) throw new Error("The portfolio has no value: some price is not known");
  return {
    currency,
    totalValue,
    positions: positions.map(({ asset, quantity, value }) => ({ asset, quantity, value })),
  };
}
