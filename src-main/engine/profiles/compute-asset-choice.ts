// Which asset of the pool joins a profile's base assets, and by how little does it win?
import { drawShare } from "#engine/signals/compute-seeded-draws.ts";
import { permutationEntropy } from "#engine/signals/features/compute-entropy.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { computeCorrelation, computeRanks } from "./compute-correlation.ts";

const MOST_BASE = 5;
const WINDOW_BARS = 90 * 24;
/** Of an hourly window of 90 days as many bars must be there: gaps are a few hours, not weeks. */
const LEAST_BARS = Math.ceil(0.9 * WINDOW_BARS);
const ORDER = 3;
const DELAY = 1;
/** log2(3!): the entropy of orders that are all equally frequent. */
const MOST_BITS = Math.log2(6);
const ENTROPY_WEIGHT = 0.5;
const LEAST_LEAD = 0.15;
/** Ranks are fractions: 0.65 - 0.5 is to count as 0.15. */
const ROUNDING = 1e-9;
const LEAST_GAP_MS = 30 * DAY_MS;

/** What is known of one asset of the pool. */
export interface PoolReading {
  readonly asset: Asset;
  /** Hourly, closed, oldest first; the last 90 days count. */
  readonly closes: Float64Array;
  /** Of 30 days, in one currency for all. */
  readonly volume: number;
}

export interface PoolScore {
  readonly asset: Asset;
  /** Permutation entropy (order 3, delay 1) of hourly log returns, as a share of its maximum. */
  readonly entropy: number;
  readonly volume: number;
  /** Rank of (1 - entropy) and of the volume in the pool, 0 (last) to 1 (first), equal ones sharing the mean of their ranks. */
  readonly orderRank: number;
  readonly volumeRank: number;
  /** Half of each, 0..1. */
  readonly score: number;
}

export interface PoolScores {
  /** The best first; equal scores by volume, then by name. */
  readonly scores: readonly PoolScore[];
  /** Too little history, or no volume figure: not ranked. */
  readonly unread: readonly Asset[];
  /** Rank correlation of the entropy half between the older and the newer half of the window, -1..1; null for fewer than 3. Near 0: noise. */
  readonly rankStability: number | null;
}

/** The base assets of a list: all of up to five, else five drawn by the static seed, the same ones whatever the order. Sorted by name. */
export function computeBaseAssets(assets: readonly Asset[], staticSeed: string): readonly Asset[] {
  const all = [...new Set(assets)].sort();
  if (all.length <= MOST_BASE) return all;
  return all
    .map((asset) => ({ asset, share: drawShare(staticSeed, `base asset ${asset}`) }))
    .sort((one, other) => one.share - other.share)
    .slice(0, MOST_BASE)
    .map(({ asset }) => asset)
    .sort();
}

function entropyOf(returns: Float64Array): number {
  return permutationEntropy(returns, ORDER, DELAY) / MOST_BITS;
}

/** Scores a pool. An asset that is named twice counts once, as it is named first. */
export function computePoolScores(pool: readonly PoolReading[]): PoolScores {
  const named = [...new Map(pool.toReversed().map((reading) => [reading.asset, reading])).values()];
  const read = named
    .map(({ asset, closes, volume }) => ({ asset, volume, returns: logReturns(closes.slice(-WINDOW_BARS - 1)) }))
    .filter(({ returns, volume }) => isUsable(returns, volume));
  const known = new Set(read.map(({ asset }) => asset));
  const entropies = read.map(({ returns }) => entropyOf(returns));
  const orderRanks = computeRanks(entropies.map((entropy) => 1 - entropy));
  const volumeRanks = computeRanks(read.map(({ volume }) => volume));
  const older = read.map(({ returns }) => entropyOf(returns.subarray(0, returns.length >> 1)));
  const newer = read.map(({ returns }) => entropyOf(returns.subarray(returns.length >> 1)));
  const scores = read.map(({ asset, volume }, index): PoolScore => {
    const [entropy = Number.NaN, orderRank = 0, volumeRank = 0] = [
      entropies[index],
      orderRanks[index],
      volumeRanks[index],
    ];
    const score = ENTROPY_WEIGHT * orderRank + (1 - ENTROPY_WEIGHT) * volumeRank;
    return { asset, entropy, volume, orderRank, volumeRank, score };
  });
  return {
    scores: scores.sort((a, b) => b.score - a.score || b.volume - a.volume || (a.asset < b.asset ? -1 : 1)),
    unread: named
      .map(({ asset }) => asset)
      .filter((asset) => !known.has(asset))
      .sort(),
    rankStability: read.length < 3 ? null : computeCorrelation(computeRanks(older), computeRanks(newer)),
  };
}

function logReturns(closes: Float64Array): Float64Array {
  return closes.slice(1).map((close, index) => Math.log(close / (closes[index] ?? Number.NaN)));
}

function isUsable(returns: Float64Array, volume: number): boolean {
  return returns.length >= LEAST_BARS && returns.every(Number.isFinite) && Number.isFinite(volume) && volume >= 0;
}

export interface AssetChoiceInput {
  /** Without the base assets: they are not chosen again. */
  readonly pool: PoolScores;
  readonly holder: Asset | null;
  /** When the holder was chosen; null: never. */
  readonly chosenAt: UnixMs | null;
  readonly now: UnixMs;
}

export type AssetChoice =
  /** Nothing to choose from. */
  | { readonly kind: "none" }
  /** 30 days have not passed since the last choice. */
  | { readonly kind: "early"; readonly asset: Asset; readonly nextAt: UnixMs }
  /** The holder stays: it is the best, or beaten by less than 0.15. `lead`: what the best has more, 0 for the holder itself. */
  | { readonly kind: "keep"; readonly asset: Asset; readonly best: Asset; readonly lead: number }
  /** `lead` over the holder; null where there is none, or it is no longer in the pool. */
  | { readonly kind: "choose"; readonly asset: Asset; readonly lead: number | null };

/** What is to be proposed. A choice changes nothing by itself. */
export function computeAssetChoice({ pool: { scores }, holder, chosenAt, now }: AssetChoiceInput): AssetChoice {
  if (holder !== null && chosenAt !== null && now < chosenAt + LEAST_GAP_MS) {
    return { kind: "early", asset: holder, nextAt: unixMs(chosenAt + LEAST_GAP_MS) };
  }
  const [best] = scores;
  if (best === undefined) return { kind: "none" };
  const held = scores.find(({ asset }) => asset === holder);
  if (held === undefined) return { kind: "choose", asset: best.asset, lead: null };
  const lead = best.score - held.score;
  if (lead >= LEAST_LEAD - ROUNDING) return { kind: "choose", asset: best.asset, lead };
  return { kind: "keep", asset: held.asset, best: best.asset, lead };
}
