// How is an amount shared out in given proportions when some shares may not be above a cap or below a floor?

/** Least and greatest share of each, in the unit of what is shared out. */
export interface Limits {
  readonly floors: Float64Array;
  readonly caps: Float64Array;
}

/** No limits but 0 and the whole. */
export function openLimits(size: number): Limits {
  return { floors: new Float64Array(size), caps: new Float64Array(size).fill(1) };
}

/**
 * Water-filling: `share = min(cap, max(floor, level x proportion))`, with the one level at which the shares sum to `total`. So what
 * stands at no limit keeps its proportions. Where all that have a proportion are full, the others share the rest evenly.
 * @param proportions zero or more each, at least one above zero
 * @param limits floors that sum to `total` at most, caps that sum to it at least
 */
export function computeWithinLimits(proportions: Float64Array, limits: Limits, total = 1): Float64Array {
  const { floors, caps } = limits;
  const sharesAt = (level: number): Float64Array =>
    proportions.map((proportion, index) =>
      Math.min(caps[index] ?? 1, Math.max(floors[index] ?? 0, level * proportion)),
    );
  const ranges = [...proportions].map((proportion, index) => rangeOf(proportion, index, limits));
  const levels = ranges.flatMap((range) => range ?? []).toSorted((first, second) => first - second);
  let below = 0;
  for (const level of levels) {
    const shares = sharesAt(level);
    if (sumOf(shares) < total) {
      below = level;
      continue;
    }
    // Told by the levels themselves: a share that rounding moves by its last bit stands where it stood.
    const moving = ranges.map((range) => range !== null && range[0] <= below && range[1] >= level && level > below);
    const standing = shares.map((share, index) =>
      standingAt(share, index, { range: ranges[index], below, level, limits }),
    );
    return withMoving(proportions, standing, moving, total);
  }
  const full = sharesAt(below);
  const rest = total - sumOf(full);
  const idle = proportions.map((proportion) => (proportion > 0 ? 0 : 1));
  if (rest <= 0 || !idle.includes(1)) return full;
  const room = { floors: full.map((share, index) => (idle[index] === 1 ? (floors[index] ?? 0) : share)), caps };
  const others = computeWithinLimits(idle, room, total);
  return full.map((share, index) => (idle[index] === 1 ? (others[index] ?? 0) : share));
}

/** Levels between which a share follows the level; null for one without a proportion. */
type Range = readonly [number, number] | null;

function rangeOf(proportion: number, index: number, { floors, caps }: Limits): Range {
  return proportion > 0 ? [(floors[index] ?? 0) / proportion, (caps[index] ?? 1) / proportion] : null;
}

/** Exactly at the floor for a level that has not reached it, exactly at the cap for one beyond it. */
function standingAt(
  share: number,
  index: number,
  at: { readonly range: Range | undefined; readonly below: number; readonly level: number; readonly limits: Limits },
): number {
  const [low, high] = at.range ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (low >= at.level) return at.limits.floors[index] ?? 0;
  return high <= at.below ? (at.limits.caps[index] ?? 1) : share;
}

/** The shares at one level, those that move taken back in proportion until all sum to the total. */
function withMoving(
  proportions: Float64Array,
  shares: Float64Array,
  moving: readonly boolean[],
  total: number,
): Float64Array {
  let fixed = 0;
  let parts = 0;
  for (const [index, share] of shares.entries()) {
    if (moving[index]) parts += proportions[index] ?? 0;
    else fixed += share;
  }
  if (parts === 0) return shares;
  const level = (total - fixed) / parts;
  return shares.map((share, index) => (moving[index] ? level * (proportions[index] ?? 0) : share));
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
