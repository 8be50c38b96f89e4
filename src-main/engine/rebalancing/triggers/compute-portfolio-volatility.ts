// How much does the portfolio move, held at its targets?
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import { computeEwmaVolatility, computeWeightedReturns, DAYS_A_YEAR } from "#engine/targets/compute-ewma-volatility.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";

/** Daily returns that are looked at, and how many of them there must be. */
export const VOLATILITY_DAYS = 30;
export const LEAST_RETURNS = 20;
/** Places of the answer: a tenth of a basis point. */
const PLACES = 5;

export type Volatility = { readonly value: DecimalString } | { readonly unknown: string };

/**
 * Yearly volatility: sqrt(365) times the exponentially weighted deviation (lambda 0.94) of the last 30 daily log returns of the assets
 * at their target weights. Cash does not move. `series` holds an asset's daily returns, newest last; days on which an asset has none
 * are left out, and with fewer than 20 left the answer is not known.
 */
export function computePortfolioVolatility(
  targets: Targets,
  cashAssets: readonly Asset[],
  series: readonly ReturnSeries[],
): Volatility {
  const weights = weightsOf(targets, cashAssets);
  if (weights.size === 0) return { value: Decimal.ZERO.toString() };
  const found = new Map(series.map(({ asset, returns }) => [asset, returns]));
  const columns: Float64Array[] = [];
  for (const asset of weights.keys()) {
    const returns = found.get(asset);
    if (returns === undefined) return { unknown: `there are no daily prices of ${asset}` };
    columns.push(returns.slice(-VOLATILITY_DAYS));
  }
  const returns = computeWeightedReturns(columns, [...weights.values()]);
  const known = returns.filter((value) => Number.isFinite(value)).length;
  if (known < LEAST_RETURNS) {
    return { unknown: `of the last ${VOLATILITY_DAYS} daily returns ${known} are known, ${LEAST_RETURNS} are needed` };
  }
  const yearly = computeEwmaVolatility(returns) * Math.sqrt(DAYS_A_YEAR);
  return { value: Decimal.parse(yearly.toFixed(PLACES)).toString() };
}

/** Assets that move and have a weight. */
function weightsOf(targets: Targets, cashAssets: readonly Asset[]): ReadonlyMap<Asset, number> {
  // Keys of parsed targets are assets; Object.entries only knows them as text.
  const entries = Object.entries(targets) as [Asset, DecimalString][];
  return new Map(
    entries.flatMap(([asset, share]) => {
      const weight = +share;
      return weight === 0 || cashAssets.includes(asset) ? [] : [[asset, weight] as const];
    }),
  );
}
