// How disordered is a market's last hour, compared with its own last thousand minutes?
// Permutation entropy: Bandt and Pompe, "Permutation entropy: a natural complexity measure for time series", 2002.

/** Returns in one window, values in one pattern, windows that are compared. */
const WINDOW = 64;
const WINDOWS = 1_000;
const PATTERNS = 6;

/** Closes that {@link computeEntropyRank} needs. */
export const ENTROPY_CLOSES = WINDOWS + WINDOW;

/** Which of the six orders three values are in; equal ones count in the order in which they came. */
function patternOf(first: number, second: number, third: number): number {
  const low = second < first ? 1 : 0;
  const beforeFirst = third < first ? 1 : 0;
  const beforeSecond = third < second ? 1 : 0;
  return low * 3 + beforeFirst + beforeSecond;
}

/** What a pattern adds to a window's entropy, by how often it is among its `total`: a thousand windows share them. */
const bitsByCount = (total: number): readonly number[] =>
  Array.from({ length: total + 1 }, (_, count) => (count === 0 ? 0 : -(count / total) * Math.log2(count / total)));

function entropyOf(counts: readonly number[], bits: readonly number[]): number {
  let sum = 0;
  for (const count of counts) sum += bits[count] ?? 0;
  return sum / Math.log2(PATTERNS);
}

/** Permutation entropy (order 3, delay 1) of each run of `window` values, as a share of the greatest possible. */
export function computePermutationEntropies(values: readonly number[], window: number): number[] {
  const patterns: number[] = [];
  for (let at = 2; at < values.length; at += 1) {
    patterns.push(patternOf(values[at - 2] ?? 0, values[at - 1] ?? 0, values[at] ?? 0));
  }
  const total = window - 2;
  const counts = Array.from({ length: PATTERNS }, () => 0);
  const bits = bitsByCount(total);
  const entropies: number[] = [];
  for (const [at, pattern] of patterns.entries()) {
    counts[pattern] = (counts[pattern] ?? 0) + 1;
    const gone = at < total ? undefined : patterns[at - total];
    if (gone !== undefined) counts[gone] = (counts[gone] ?? 0) - 1;
    if (at >= total - 1) entropies.push(entropyOf(counts, bits));
  }
  return entropies;
}

/**
 * Share of the last 1,000 one-minute windows of 64 log returns that were less disordered than the newest, in [0, 1).
 * `closes`: oldest first, positive. Null where there are fewer than {@link ENTROPY_CLOSES}.
 */
export function computeEntropyRank(closes: readonly number[]): number | null {
  if (closes.length < ENTROPY_CLOSES || closes.some((close) => !(close > 0))) return null;
  const used = closes.slice(-ENTROPY_CLOSES);
  const returns = used.slice(1).map((close, at) => Math.log(close / (used[at] ?? close)));
  const entropies = computePermutationEntropies(returns, WINDOW);
  const newest = entropies.at(-1);
  if (newest === undefined) return null;
  return entropies.filter((entropy) => entropy < newest).length / entropies.length;
}
