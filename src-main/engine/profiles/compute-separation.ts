// How far apart are profiles: in their assets, in what their strategies say, in what they earn?
import type { Asset, MarketSymbol, ProfileId } from "#shared/domain/ids.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { computeCorrelation } from "./compute-correlation.ts";

const WINDOW_MS = 30 * DAY_MS;
/** Fewer pairs than these say nothing: two lines of a few points are alike by chance. */
export const LEAST_PAIRS = 20;
const COPY = 0.95;
/** Most that base assets of two profiles may share. */
export const OVERLAP_LIMIT = 0.8;

/** Size of what two lists share over the size of both together, 0..1. Two empty lists share nothing: 0. */
export function computeJaccard(first: readonly string[], second: readonly string[]): number {
  const [one, other] = [new Set(first), new Set(second)];
  const all = new Set([...one, ...other]);
  return all.size === 0 ? 0 : [...one].filter((name) => other.has(name)).length / all.size;
}

export interface AssetLists {
  readonly id: ProfileId;
  readonly base: readonly Asset[];
  readonly chosen: Asset | null;
}

export interface Overlap {
  readonly first: ProfileId;
  readonly second: ProfileId;
  /** Jaccard of the base lists. */
  readonly base: number;
  /** Both chose the same asset. */
  readonly sameChosen: boolean;
  /** The base lists share more than the limit allows. */
  readonly exceeds: boolean;
}

/** Every pair once, in the order given. `limit`: most that base lists may share (0.8). */
export function computeOverlaps(profiles: readonly AssetLists[], limit: number): readonly Overlap[] {
  return pairsOf(profiles).map(([one, other]) => {
    const base = computeJaccard(one.base, other.base);
    const sameChosen = one.chosen !== null && one.chosen === other.chosen;
    return { first: one.id, second: other.id, base, sameChosen, exceeds: base > limit };
  });
}

/** Values by time, at most one a time. Directions: -1..1 at the close of each bar; returns: of each day. */
export type TimedValues = ReadonlyMap<UnixMs, number>;

export interface ProfileSeries {
  readonly id: ProfileId;
  readonly directions: ReadonlyMap<MarketSymbol, TimedValues>;
  readonly returns: TimedValues;
}

export interface Likeness {
  readonly first: ProfileId;
  readonly second: ProfileId;
  /** Correlation of directions over all symbols that both look at, and how many pairs it rests on. Null: too few, or one never changes. */
  readonly directions: number | null;
  readonly directionPairs: number;
  readonly returns: number | null;
  readonly returnPairs: number;
  /** Directions correlate above 0.95. */
  readonly isCopy: boolean;
}

/** Of the 30 days up to `now`, at times that both have. */
export function computeLikeness(profiles: readonly ProfileSeries[], now: UnixMs): readonly Likeness[] {
  return pairsOf(profiles).map(([one, other]) => {
    const shared = [...one.directions].flatMap(([symbol, values]) =>
      pairsInTime(values, other.directions.get(symbol) ?? new Map(), now),
    );
    const earned = pairsInTime(one.returns, other.returns, now);
    const directions = correlationOf(shared);
    return {
      first: one.id,
      second: other.id,
      directions,
      directionPairs: shared.length,
      returns: correlationOf(earned),
      returnPairs: earned.length,
      isCopy: directions !== null && directions > COPY,
    };
  });
}

/** 1 - the largest correlation of directions with any other profile, 0..1: one that goes the other way is no less unique. Null: none is known. */
export function computeUniqueness(id: ProfileId, likeness: readonly Likeness[]): number | null {
  const known = likeness
    .filter(({ first, second }) => first === id || second === id)
    .flatMap(({ directions }) => (directions === null ? [] : [directions]));
  return known.length === 0 ? null : 1 - Math.max(0, ...known);
}

function correlationOf(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < LEAST_PAIRS) return null;
  return computeCorrelation(
    pairs.map(([one]) => one),
    pairs.map(([, other]) => other),
  );
}

function pairsInTime(first: TimedValues, second: TimedValues, now: UnixMs): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const [time, value] of first) {
    const other = second.get(time);
    if (other !== undefined && time > now - WINDOW_MS && time <= now) pairs.push([value, other]);
  }
  return pairs;
}

function pairsOf<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));
}
