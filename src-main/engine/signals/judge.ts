// What do the strategies say at one bar, alone and together? The same code decides live, for the ledger and in a replay.
import type { DecisionOutcome, Judgement, PickDraw, Rank, StrategyConfiguration } from "#shared/domain/decision.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { CONFIDENCE_BARS, confidenceShare } from "./compute-confidence.ts";
import { computeEnsemble, computePick, type Ensemble, type Vote } from "./compute-mapper.ts";
import { twelveDigits, writeDoubles } from "./compute-twelve-digits.ts";
import { STRATEGIES } from "./registry.ts";
import type { FeatureBar, FeatureNeed, Reading, Strategy } from "./strategy.ts";

/** A strategy with a profile's parameters. */
export interface PreparedStrategy {
  readonly name: StrategyName;
  readonly role: Strategy["role"];
  readonly rulesVersion: number;
  readonly needs: readonly FeatureNeed[];
  readonly read: (bar: FeatureBar) => Reading;
}

/** Those that the configuration names a weight for, 0 included: a strategy without one is off, and costs nothing. */
export function prepareStrategies(configuration: StrategyConfiguration): readonly PreparedStrategy[] {
  return STRATEGIES.filter(({ name }) => configuration.weights[name] !== undefined).map((strategy) => {
    const parameters = strategy.parameters(configuration);
    return {
      name: strategy.name,
      role: strategy.role,
      rulesVersion: strategy.rulesVersion,
      needs: strategy.features(parameters),
      read: (bar: FeatureBar) => strategy.read(parameters, bar),
    };
  });
}

/** Every need of every strategy, each once. */
export function needsOf(strategies: readonly PreparedStrategy[]): readonly FeatureNeed[] {
  return strategies.flatMap(({ needs }) => needs);
}

/** One strategy at one bar, before it is ranked. `reading` is null where a feature that it cannot do without is not known. */
export interface RawReading {
  readonly name: StrategyName;
  readonly role: Strategy["role"];
  readonly reading: Reading | null;
  /** abs(direction) x quality; null where it abstains. */
  readonly raw: number | null;
}

export function readStrategies(strategies: readonly PreparedStrategy[], bar: FeatureBar): readonly RawReading[] {
  return strategies.map(({ name, role, needs, read }) => {
    const isWarm = needs.every((need) => need.optional === true || !Number.isNaN(bar.value(need)));
    if (!isWarm) return { name, role, reading: null, raw: null };
    const reading = read(bar);
    if ("abstain" in reading) return { name, role, reading, raw: null };
    return { name, role, reading, raw: Math.abs(reading.direction) * reading.quality };
  });
}

/** How each stands among its own; absent while it is warming up. */
export type Ranks = Readonly<Partial<Record<StrategyName, Rank>>>;

/** The strategies together, before they are ranked. */
export type Combined =
  | { readonly kind: "ensemble"; readonly ensemble: Ensemble; readonly scale: number | null }
  | { readonly kind: "pick"; readonly name: StrategyName }
  | { readonly kind: "none"; readonly because: string };

const isRanked = (rank: Rank | undefined): boolean => rank !== undefined && rank.bars >= CONFIDENCE_BARS;

/** Without a rank a strategy has no say: its first 1,000 bars only teach it what its own readings look like. */
export function combine(
  raws: readonly RawReading[],
  ranks: Ranks,
  {
    configuration,
    pick,
    symbol,
  }: { readonly configuration: StrategyConfiguration; readonly pick: PickDraw | null; readonly symbol: MarketSymbol },
): Combined {
  const { weights, mode } = configuration;
  const voters = raws.filter(({ role }) => role === "vote");
  if (mode === "pick") {
    if (pick === null)
      return { kind: "none", because: "No strategy can be drawn: this profile has no rotating hash yet" };
    const name = computePick({ ...pick, symbol, weights });
    if (name === null) return { kind: "none", because: "No strategy is left to draw for this symbol" };
    return { kind: "pick", name };
  }
  const votes: Vote[] = voters.map(({ name, reading }) => {
    const speaks = reading !== null && "direction" in reading && isRanked(ranks[name]);
    return { name, weight: weights[name] ?? 0, direction: speaks ? reading.direction : null };
  });
  const scalers = raws.filter(({ role, name }) => role === "scale" && (weights[name] ?? 0) > 0);
  const factors = scalers.flatMap(({ reading }) =>
    reading !== null && "direction" in reading ? [reading.direction] : [],
  );
  const scale = factors.reduce((product, factor) => product * factor, 1);
  const ensemble = computeEnsemble(votes, scale);
  if (ensemble === null) return { kind: "none", because: "No strategy with a weight votes on this bar" };
  return { kind: "ensemble", ensemble, scale: factors.length === 0 ? null : scale };
}

type Thresholds = Pick<StrategyConfiguration, "confidenceThreshold" | "signalStrengthThreshold">;

interface Scored {
  readonly direction: number;
  readonly quality: number;
  readonly raw: number;
  readonly inputs: Readonly<Record<string, number>>;
  readonly because: string;
}

function judge(scored: Scored, rank: Rank | null, thresholds: Thresholds): Judgement {
  const confidence = rank === null ? null : confidenceShare(rank);
  const direction = twelveDigits(scored.direction);
  return {
    state: "read",
    direction,
    quality: twelveDigits(scored.quality),
    raw: twelveDigits(scored.raw),
    confidence,
    passes:
      confidence !== null &&
      confidence >= thresholds.confidenceThreshold &&
      Math.abs(direction) >= thresholds.signalStrengthThreshold,
    inputs: writeDoubles(scored.inputs),
    because: scored.because,
  };
}

function missing(rank: Rank | null, because: string): string {
  const bars = CONFIDENCE_BARS - (rank?.bars ?? 0);
  return bars === 0 ? because : `${because}. ${bars} of its own bars are missing until it can say how sure it is`;
}

function judgeStrategy({ reading, raw }: RawReading, rank: Rank | undefined, thresholds: Thresholds): Judgement {
  if (reading === null) {
    const because =
      rank === undefined
        ? "Warming up: not all of its features are known yet"
        : "Not all of its features are known on this bar";
    return { state: "abstains", inputs: {}, because };
  }
  const inputs = writeDoubles(reading.inputs);
  if ("abstain" in reading) return { state: "abstains", inputs, because: reading.abstain };
  if (!isRanked(rank)) return { state: "abstains", inputs, because: missing(rank ?? null, reading.because) };
  return judge({ ...reading, raw: raw ?? 0 }, rank ?? null, thresholds);
}

function judgeTogether(
  combined: Combined,
  strategies: DecisionOutcome["strategies"],
  rank: Rank | null,
  thresholds: Thresholds,
): Judgement {
  switch (combined.kind) {
    case "none":
      return { state: "abstains", inputs: {}, because: combined.because };
    case "pick": {
      const picked = strategies[combined.name];
      const because = `Drawn for this epoch by the rotating hash, which knows nothing of the market: ${combined.name}. ${picked?.because ?? ""}`;
      return picked === undefined ? { state: "abstains", inputs: {}, because } : { ...picked, because };
    }
    case "ensemble": {
      const { ensemble, scale } = combined;
      const { voters, direction, agreement, raw } = ensemble;
      const inputs = {
        "strategies that vote": voters.length,
        agreement,
        ...(scale === null ? {} : { "scaled by": scale }),
      };
      const because = `${voters.length} ${voters.length === 1 ? "strategy votes" : "strategies vote"}, ${(100 * agreement).toFixed(0)} % of their weight for this side: ${voters.join(", ")}`;
      if (rank === null || rank.bars < CONFIDENCE_BARS) {
        return { state: "abstains", inputs: writeDoubles(inputs), because: missing(rank, because) };
      }
      return judge({ direction, quality: agreement, raw, inputs, because }, rank, thresholds);
    }
  }
}

/** `mapperRank`: of the ensemble's raw score among its own; null where it has none. */
export function conclude(
  raws: readonly RawReading[],
  combined: Combined,
  {
    ranks,
    mapperRank,
    thresholds,
  }: { readonly ranks: Ranks; readonly mapperRank: Rank | null; readonly thresholds: Thresholds },
): DecisionOutcome {
  const strategies: Partial<Record<StrategyName, Judgement>> = {};
  for (const own of raws) strategies[own.name] = judgeStrategy(own, ranks[own.name], thresholds);
  return { strategies, mapper: judgeTogether(combined, strategies, mapperRank, thresholds) };
}
