// What do the strategies of one profile say of one symbol, bar after bar? Bars come in once; what was said of them never changes.
import { TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { DecisionOutcome, PickDraw, Rank, StrategyConfiguration } from "#shared/domain/decision.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { ConfidenceTrack } from "./compute-confidence.ts";
import { twelveDigits, writeDoubles } from "./compute-twelve-digits.ts";
import type { CandleColumns } from "./features/compute-candle-columns.ts";
import { FeatureTable } from "./features/compute-features.ts";
import { combine, conclude, needsOf, prepareStrategies, readStrategies } from "./judge.ts";
import { type FeatureBar, type FeatureNeed, needKey } from "./strategy.ts";

/** Decisions are made at the close of these. */
const DECISION_TIMEFRAME: Timeframe = "1h";

/** Closed candles by timeframe, oldest first; a timeframe may be absent. */
export type CandleTables = Readonly<Partial<Record<Timeframe, CandleColumns>>>;

/** One decision, with what it rests on. */
export interface Evaluation {
  readonly symbol: MarketSymbol;
  readonly closedAt: UnixMs;
  /** Close of the bar. */
  readonly price: number;
  /** Every feature that a strategy may read at this bar, as a decision record names it; null where it is not known. */
  readonly features: () => Readonly<Record<string, number | null>>;
  readonly ranks: Readonly<Partial<Record<StrategyName, Rank>>>;
  readonly mapperRank: Rank | null;
  readonly pick: PickDraw | null;
  readonly outcome: DecisionOutcome;
}

export interface StrategyRunOptions {
  readonly symbol: MarketSymbol;
  readonly configuration: StrategyConfiguration;
  /** What chooses in `pick` mode at a time; null where the profile has no rotating hash. */
  readonly pickAt?: (closedAt: UnixMs) => PickDraw | null;
}

/** The bars of one timeframe, and which of them is the newest that is closed. */
class Series {
  readonly #table: FeatureTable;
  readonly #lengthMs: number;
  /** Views of the table as of the last bars that came. */
  #times: Float64Array = new Float64Array();
  #closes: Float64Array = new Float64Array();
  #columns: ReadonlyMap<string, Float64Array> = new Map();
  #at = -1;

  constructor(timeframe: Timeframe, names: readonly string[]) {
    this.#table = new FeatureTable(names);
    this.#lengthMs = TIMEFRAME_MS[timeframe];
  }

  append(candles: CandleColumns): void {
    this.#table.append(candles);
    const { timestampMs, close } = this.#table.candles;
    this.#times = timestampMs;
    this.#closes = close;
    this.#columns = new Map(this.#table.names.map((name) => [name, this.#table.column(name)]));
  }

  get length(): number {
    return this.#times.length;
  }

  closedAt(bar: number): UnixMs {
    return unixMs((this.#times[bar] ?? 0) + this.#lengthMs);
  }

  close(bar: number): number {
    return twelveDigits(this.#closes[bar] ?? Number.NaN);
  }

  /** The newest bar that was closed at `time`, which never goes back; -1 where there is none. */
  newestAt(time: UnixMs): number {
    while ((this.#times[this.#at + 1] ?? Number.POSITIVE_INFINITY) + this.#lengthMs <= time) this.#at += 1;
    return this.#at;
  }

  /**
   * The feature at bar `newest`, or at the one before it. NaN where that is not the bar that should be the newest closed one at `time`: an
   * older one is never taken in its place.
   */
  value(time: UnixMs, newest: number, { name, back }: FeatureNeed): number {
    const bars = back ?? 0;
    const wanted = time - (time % this.#lengthMs) - (1 + bars) * this.#lengthMs;
    if (this.#times[newest - bars] !== wanted) return Number.NaN;
    return twelveDigits(this.#columns.get(name)?.[newest - bars] ?? Number.NaN);
  }
}

export class StrategyRun {
  readonly #options: StrategyRunOptions;
  readonly #strategies: ReturnType<typeof prepareStrategies>;
  readonly #series = new Map<Timeframe, Series>();
  readonly #tracks = new Map<StrategyName, ConfidenceTrack>();
  readonly #warm = new Set<StrategyName>();
  readonly #mapperTrack = new ConfidenceTrack();
  #mapperSpoke = false;
  /** Bars of the decision timeframe that were decided on. */
  #decided = 0;

  constructor(options: StrategyRunOptions) {
    this.#options = options;
    this.#strategies = prepareStrategies(options.configuration);
    const names = new Map<Timeframe, Set<string>>([[DECISION_TIMEFRAME, new Set()]]);
    for (const { timeframe, name } of needsOf(this.#strategies)) {
      names.set(timeframe, (names.get(timeframe) ?? new Set()).add(name));
    }
    for (const [timeframe, own] of names) this.#series.set(timeframe, new Series(timeframe, [...own]));
    for (const { name } of this.#strategies) this.#tracks.set(name, new ConfidenceTrack());
  }

  /**
   * Takes closed candles that follow those before, and decides on each new bar of the decision timeframe, in order. Other timeframes must
   * bring with them all that is closed by then: what comes later is never read back into a decision.
   */
  *advance(candles: CandleTables): Generator<Evaluation> {
    for (const [timeframe, columns] of Object.entries(candles) as [Timeframe, CandleColumns][]) {
      this.#series.get(timeframe)?.append(columns);
    }
    const base = this.#series.get(DECISION_TIMEFRAME);
    if (base === undefined) return;
    while (this.#decided < base.length) {
      const bar = this.#decided;
      this.#decided += 1;
      yield this.#decide(base.closedAt(bar), base.close(bar));
    }
  }

  #decide(closedAt: UnixMs, price: number): Evaluation {
    const { symbol, configuration, pickAt } = this.#options;
    const newest = new Map([...this.#series].map(([timeframe, series]) => [timeframe, series.newestAt(closedAt)]));
    const bar: FeatureBar = {
      symbol,
      closedAt,
      value: (need) =>
        this.#series.get(need.timeframe)?.value(closedAt, newest.get(need.timeframe) ?? -1, need) ?? Number.NaN,
    };
    const features = () =>
      writeDoubles(Object.fromEntries(needsOf(this.#strategies).map((need) => [needKey(need), bar.value(need)])));
    const raws = readStrategies(this.#strategies, bar);
    const ranks: Partial<Record<StrategyName, Rank>> = {};
    for (const { name, reading, raw } of raws) {
      if (reading !== null) this.#warm.add(name);
      // A bar is its own from the first on which all was known; one without a volume later on is a bar on which it abstains.
      const rank = this.#warm.has(name) ? this.#tracks.get(name)?.push(raw) : undefined;
      if (rank !== undefined) ranks[name] = rank;
    }
    const pick = pickAt?.(closedAt) ?? null;
    const combined = combine(raws, ranks, { configuration, pick, symbol });
    const mapperRank = this.#rankMapper(combined);
    const outcome = conclude(raws, combined, { ranks, mapperRank, thresholds: configuration });
    return { symbol, closedAt, price, features, ranks, mapperRank, pick, outcome };
  }

  /** The ensemble's own bars begin with the first on which it has a direction. */
  #rankMapper(combined: ReturnType<typeof combine>): Rank | null {
    if (combined.kind === "pick") return null;
    const raw = combined.kind === "ensemble" ? combined.ensemble.raw : null;
    if (raw !== null) this.#mapperSpoke = true;
    return this.#mapperSpoke ? this.#mapperTrack.push(raw) : null;
  }
}
