// What do the last daily returns say? Read now and then for the rules and bands that ask for it, kept in between.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { computeAlignedReturns } from "#engine/targets/compute-aligned-returns.ts";
import { computeTargets, needsReturns } from "#engine/targets/compute-targets.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { TargetMethod } from "#shared/domain/target-method.ts";
import { DAY_MS, type DurationMs, HOUR_MS, type UnixMs } from "#shared/domain/time.ts";
import { computePortfolioVolatility, VOLATILITY_DAYS } from "./compute-portfolio-volatility.ts";
import { computeMovingAssets, computeRiskMethod } from "./compute-risk-method.ts";
import type { Known } from "./trigger.ts";

/** Daily returns change once a day; an hour late is early enough, and a market that did not answer is asked again. */
const REFRESH_MS: DurationMs = HOUR_MS;
/** What was computed last is used this long when it cannot be computed anew. */
const KEPT_MS: DurationMs = 2 * DAY_MS;

const NOT_ASKED: Known<never> = { unknown: "no rule or band asks for it" };
const NOT_READ: Known<never> = { unknown: "the daily prices have not been read yet" };

export interface ReturnSource {
  returnSeries(
    asset: Asset,
    currency: Asset,
    timeframe: Timeframe,
    options: { readonly bars: number; readonly signal?: AbortSignal },
  ): Promise<ReturnSeries>;
}

interface Facts {
  readonly volatility: Known<DecimalString>;
  readonly riskTargets: Known<Targets>;
}

export class RiskFactsService implements Stoppable {
  readonly #profile: () => Profile;
  readonly #returns: ReturnSource;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onChange: () => void;
  readonly #running: DisposableStore;
  readonly #stop = new AbortController();
  #facts: Facts = { volatility: NOT_ASKED, riskTargets: NOT_ASKED };
  /** When each was known last. */
  readonly #knownAt = new Map<keyof Facts, UnixMs>();
  #asked = "";
  #reading: Promise<void> | null = null;

  constructor(options: {
    /** As the person set it. */
    readonly profile: () => Profile;
    readonly returns: ReturnSource;
    readonly clock: Clock;
    readonly logger: Logger;
    /** Another volatility or other targets than before. */
    readonly onChange: () => void;
  }) {
    this.#profile = options.profile;
    this.#returns = options.returns;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#onChange = options.onChange;
    this.#running = new DisposableStore(options.logger);
  }

  start(): void {
    this.#running.add(this.#clock.every(REFRESH_MS, () => this.#readSoon()));
    this.#readSoon();
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("The rules were stopped"));
    await this.#running.dispose();
    await this.#reading;
  }

  /** Settings, targets or policy have changed: what they ask for is read anew where it is something else. */
  profileChanged(): void {
    if (JSON.stringify(questionOf(this.#profile())) !== this.#asked) this.#readSoon();
  }

  read(): Facts {
    return this.#facts;
  }

  /** Resolves when what is being read was read. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  #readSoon(): void {
    if (this.#reading !== null || this.#stop.signal.aborted) return;
    this.#reading = this.#refresh().finally(() => {
      this.#reading = null;
      // Asked for something else meanwhile.
      this.profileChanged();
    });
    drop(this.#reading, this.#logger, "Reading daily returns");
  }

  async #refresh(): Promise<void> {
    const question = questionOf(this.#profile());
    const asked = JSON.stringify(question);
    const same = asked === this.#asked;
    this.#asked = asked;
    if (!same) {
      this.#knownAt.clear();
      this.#set({
        volatility: question.volatility === null ? NOT_ASKED : NOT_READ,
        riskTargets: question.method === null ? NOT_ASKED : NOT_READ,
      });
    }
    const facts = await this.#compute(question).catch((error: unknown): Facts => {
      this.#logger.warn("Daily returns could not be read", { error });
      const failed = { unknown: "the daily prices could not be read" };
      return {
        volatility: question.volatility === null ? NOT_ASKED : failed,
        riskTargets: question.method === null ? NOT_ASKED : failed,
      };
    });
    if (this.#stop.signal.aborted) return;
    this.#set({
      volatility: this.#kept("volatility", this.#facts.volatility, facts.volatility),
      riskTargets: this.#kept("riskTargets", this.#facts.riskTargets, facts.riskTargets),
    });
  }

  /** What was known stays for a while when it cannot be known anew. */
  #kept<T>(name: keyof Facts, was: Known<T>, is: Known<T>): Known<T> {
    const now = this.#clock.now();
    if ("value" in is) this.#knownAt.set(name, now);
    const knownAt = this.#knownAt.get(name) ?? Number.NEGATIVE_INFINITY;
    return "unknown" in is && "value" in was && now - knownAt < KEPT_MS ? was : is;
  }

  #set(facts: Facts): void {
    const changed = JSON.stringify(facts) !== JSON.stringify(this.#facts);
    this.#facts = facts;
    if (changed) this.#onChange();
  }

  async #compute({ currency, cashAssets, volatility, method }: Question): Promise<Facts> {
    return {
      volatility:
        volatility === null
          ? NOT_ASKED
          : computePortfolioVolatility(
              volatility,
              cashAssets,
              await this.#series(computeMovingAssets(volatility, cashAssets), currency, VOLATILITY_DAYS),
            ),
      riskTargets:
        method === null
          ? NOT_ASKED
          : this.#riskTargets(
              method,
              cashAssets,
              needsReturns(method) ? await this.#series(method.assets, currency, method.lookbackDays) : [],
            ),
    };
  }

  /** This many daily returns of each asset. */
  async #series(assets: readonly Asset[], currency: Asset, days: number): Promise<readonly ReturnSeries[]> {
    const series: ReturnSeries[] = [];
    const options = { bars: days + 1, signal: this.#stop.signal };
    for (const asset of assets) series.push(await this.#returns.returnSeries(asset, currency, "1d", options));
    return series;
  }

  #riskTargets(method: TargetMethod, cashAssets: readonly Asset[], series: readonly ReturnSeries[]): Known<Targets> {
    if (method.assets.length === 0) return { unknown: "no asset but cash has a target" };
    const [cashAsset] = cashAssets;
    if (cashAsset === undefined) return { unknown: "no coin counts as cash" };
    const returns = needsReturns(method) ? computeAlignedReturns(series) : null;
    const result = computeTargets({ method, cashAsset, now: this.#clock.now(), returns });
    if (result.kind === "computed") return { value: result.computed.targets };
    return { unknown: `${result.reason.charAt(0).toLowerCase()}${result.reason.slice(1).replace(/\.$/, "")}` };
  }
}

/** What is asked for; null where nobody asks. */
interface Question {
  readonly currency: Asset;
  readonly cashAssets: readonly Asset[];
  /** Targets whose volatility is asked for. */
  readonly volatility: Targets | null;
  readonly method: TargetMethod | null;
}

function questionOf(profile: Profile): Question {
  const { currency, cashAssets, targets, policy, triggers } = profile;
  const asksVolatility = policy.bands.volatility !== undefined || triggers.volatilityBand.on;
  return {
    currency,
    // The coin that stands for cash in the targets comes first.
    cashAssets: cashAssets.toSorted(
      (first, second) => +(targets[second] !== undefined) - +(targets[first] !== undefined),
    ),
    volatility: asksVolatility ? targets : null,
    method: triggers.riskAdjusted.on ? computeRiskMethod(profile) : null,
  };
}
