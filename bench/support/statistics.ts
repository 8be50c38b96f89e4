// How do repeated measurements become one number that can be trusted?
import { ensure } from "#shared/domain/assert.ts";

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, two) => one - two);
  const at = share * (sorted.length - 1);
  const below = ensure(sorted[Math.floor(at)], "value of an empty list");
  const above = ensure(sorted[Math.ceil(at)], "value of an empty list");
  return below + (above - below) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Largest minus smallest, over the median. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** Ratio within each round, then the median: what slows a whole round down cancels out. */
export function medianRatio(values: readonly number[], peers: readonly number[]): number {
  return median(values.map((value, round) => value / ensure(peers[round], `round ${round} of the peer`)));
}

/** Slope of the line through the points on logarithmic scales (least squares). */
export function growthExponent(points: readonly { readonly size: number; readonly value: number }[]): number {
  const logs = points.map(({ size, value }) => ({ x: Math.log(size), y: Math.log(value) }));
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}
