// How often were signals like this one right, and how sure is that?

/** Normal quantile of a two-sided 95 % interval. */
const Z95 = 1.959963984540054;

export interface HitRate {
  readonly n: number;
  readonly hits: number;
  /** hits / n; null without signals. */
  readonly rate: number | null;
  /** Wilson's interval for 95 %; null without signals. */
  readonly interval: readonly [number, number] | null;
}

/** One bar: the direction of a signal that passed its thresholds there (null: none), and the bar's close. */
export interface SignalledClose {
  readonly direction: number | null;
  readonly close: number;
}

/** Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference", JASA 22, 209-212. */
export function wilsonInterval(hits: number, n: number): readonly [number, number] {
  const share = hits / n;
  const square = Z95 * Z95;
  const middle = (share + square / (2 * n)) / (1 + square / n);
  const half = (Z95 / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/**
 * Share of signals after which the price stood on their side `horizon` bars later. Nothing is fitted to these bars, so all of them are out
 * of sample. A signal that comes while the one before it still runs is not counted: their outcomes would share bars, and n would promise
 * more than it knows. A price that stands where it was is no hit.
 */
export function computeHitRate(bars: readonly SignalledClose[], horizon: number): HitRate {
  let n = 0;
  let hits = 0;
  let freeFrom = 0;
  for (const [index, { direction, close }] of bars.entries()) {
    const after = bars[index + horizon];
    if (after === undefined) break;
    if (direction === null || direction === 0 || index < freeFrom) continue;
    n += 1;
    if (Math.sign(after.close - close) === Math.sign(direction)) hits += 1;
    freeFrom = index + horizon;
  }
  if (n === 0) return { n, hits, rate: null, interval: null };
  return { n, hits, rate: hits / n, interval: wilsonInterval(hits, n) };
}
