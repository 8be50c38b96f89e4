// How much does a price move of late? Recent returns count most.

/** Decay of daily returns: RiskMetrics Technical Document (1996), section 5.3. */
export const DAILY_DECAY = 0.94;
/** Coins trade every day. */
export const DAYS_A_YEAR = 365;

/**
 * Exponentially weighted volatility of one series, oldest return first: `sqrt(sum decay^k r^2 / sum decay^k)`, k = 0 for the newest.
 * The mean is taken as 0 and the weights sum to 1 over the returns that there are (RiskMetrics, table 5.1, for a finite series).
 * Per period; times `sqrt(DAYS_A_YEAR)` per year. Missing returns (NaN) are left out, and later ones keep their weights.
 * NaN where there is none at all.
 */
export function computeEwmaVolatility(returns: Float64Array, decay: number = DAILY_DECAY): number {
  let sum = 0;
  let weights = 0;
  let weight = 1;
  for (let index = returns.length - 1; index >= 0; index -= 1) {
    const value = returns[index] ?? Number.NaN;
    if (!Number.isNaN(value)) {
      sum += weight * value * value;
      weights += weight;
    }
    weight *= decay;
  }
  return Math.sqrt(sum / weights);
}

/**
 * Returns of a portfolio held at these weights: the weighted sum of the assets' returns, one per period. Weights may leave a rest, which
 * is cash and does not move. NaN where an asset's return is missing that has a weight.
 */
export function computeWeightedReturns(columns: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const periods = columns[0]?.length ?? 0;
  return Float64Array.from({ length: periods }, (_, period) => {
    let sum = 0;
    for (const [asset, series] of columns.entries()) {
      const weight = weights[asset] ?? 0;
      if (weight !== 0) sum += weight * (series[period] ?? Number.NaN);
    }
    return sum;
  });
}
