// How do several strategies become one direction?
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import { shareOfHash } from "./compute-seeded-draws.ts";

/** Raised when the way in which strategies are joined changes. */
export const MAPPER_RULES_VERSION = 1;

/** Weights as the profile sets them; they need not sum to 1. */
export type StrategyWeights = Readonly<Partial<Record<StrategyName, number>>>;

/** Those that scale the others and have no direction of their own. */
export const NEVER_DRAWN: readonly StrategyName[] = ["executionSchedule"];

export interface Vote {
  readonly name: StrategyName;
  readonly weight: number;
  /** -1..1; null where the strategy abstains: its weight is then shared among the others. */
  readonly direction: number | null;
}

export interface Ensemble {
  /** -1..1. */
  readonly direction: number;
  /** abs(direction) x share of the voting weight that agrees with its sign. */
  readonly raw: number;
  /** That share. */
  readonly agreement: number;
  /** Strategies that voted. */
  readonly voters: readonly StrategyName[];
}

/**
 * Weighted mean of the directions that there are, times `scale` (0..1). Null where none votes with a positive weight.
 */
export function computeEnsemble(votes: readonly Vote[], scale: number): Ensemble | null {
  const cast = votes.flatMap(({ name, weight, direction }) =>
    direction === null || weight <= 0 ? [] : [{ name, weight, direction }],
  );
  const total = cast.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  const direction = (scale * cast.reduce((sum, vote) => sum + vote.weight * vote.direction, 0)) / total;
  const agreeing = cast.filter((vote) => Math.sign(vote.direction) === Math.sign(direction));
  const agreement = agreeing.reduce((sum, { weight }) => sum + weight, 0) / total;
  return { direction, agreement, raw: Math.abs(direction) * agreement, voters: cast.map(({ name }) => name) };
}

export interface PickInput {
  /** The profile's rotating hash, hexadecimal, and the number of its epoch. */
  readonly rotatingHash: string;
  readonly epoch: number;
  readonly symbol: MarketSymbol;
  readonly weights: StrategyWeights;
  /** Strategies that may not be drawn: those that another profile has for this symbol and epoch. */
  readonly without?: readonly StrategyName[];
}

/**
 * The strategy that an epoch draws for a symbol: `u` = first 53 bits of SHA-256 over canonical JSON of [rotating hash, epoch, symbol], over
 * 2^53, chooses from the cumulative weights, by name. It knows nothing of the market. Null where nothing is left to draw.
 */
export function computePick({ rotatingHash, epoch, symbol, weights, without = [] }: PickInput): StrategyName | null {
  const left = (Object.entries(weights) as [StrategyName, number][])
    .filter(([name, weight]) => weight > 0 && !NEVER_DRAWN.includes(name) && !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const total = left.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = shareOfHash(canonicalHash([rotatingHash, epoch, symbol])) * total;
  for (const [name, weight] of left) {
    if (rest < weight) return name;
    rest -= weight;
  }
  // The weights' rounding may leave a crumb past the last of them.
  return left.at(-1)?.[0] ?? null;
}
