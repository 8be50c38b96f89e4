// How good and how rough was the ride? Statistics over the returns of equal periods, in doubles: none of this is money.
// Definitions and sources: resources/docs/returns.md. Returns, risk-free rate and target are shares per period.
import { type Measure, measured, notComputable, statistic } from "./compute-measure.ts";

/** Spread below this share of the largest figure is rounding: the figures are all the same. */
const FLAT = 1e-12;

const FEW = "It needs the returns of at least two periods.";

/** Compound annual growth: growth^(periods per year / periods) - 1; the periods are counted, not the days. */
export function computeCagr(growth: number, periods: number, periodsPerYear: number): Measure<number> {
  if (periods < 1) return notComputable("It needs the return of at least one period.");
  return statistic(growth ** (periodsPerYear / periods) - 1);
}

/** Sample standard deviation x sqrt(periods per year). */
export function computeVolatility(returns: readonly number[], periodsPerYear: number): Measure<number> {
  if (returns.length < 2) return notComputable(FEW);
  return statistic(sampleDeviation(returns) * Math.sqrt(periodsPerYear));
}

/** mean(r - rf) / s(r) x sqrt(periods per year), s with n - 1. */
export function computeSharpe(
  returns: readonly number[],
  { periodsPerYear, riskFree = 0 }: { readonly periodsPerYear: number; readonly riskFree?: number },
): Measure<number> {
  if (returns.length < 2) return notComputable(FEW);
  const deviation = sampleDeviation(returns);
  if (deviation === 0) return notComputable("The returns are all the same, so there is no deviation to divide by.");
  return statistic((mean(returns.map((value) => value - riskFree)) / deviation) * Math.sqrt(periodsPerYear));
}

/** Root mean square of min(0, r - target) over all periods, also those that met it, x sqrt(periods per year). */
export function computeDownsideDeviation(
  returns: readonly number[],
  { periodsPerYear, target = 0 }: { readonly periodsPerYear: number; readonly target?: number },
): Measure<number> {
  if (returns.length < 1) return notComputable("It needs the return of at least one period.");
  const squares = returns.map((value) => Math.min(0, value - target) ** 2);
  return statistic(Math.sqrt(mean(squares)) * Math.sqrt(periodsPerYear));
}

/** mean(r - target) / downside deviation x sqrt(periods per year). */
export function computeSortino(
  returns: readonly number[],
  { periodsPerYear, target = 0 }: { readonly periodsPerYear: number; readonly target?: number },
): Measure<number> {
  if (returns.length < 2) return notComputable(FEW);
  const downside = computeDownsideDeviation(returns, { periodsPerYear: 1, target });
  if (downside.value === null) return downside;
  if (downside.value === 0)
    return notComputable("No return is below the target, so there is no deviation to divide by.");
  return statistic((mean(returns.map((value) => value - target)) / downside.value) * Math.sqrt(periodsPerYear));
}

/** Compound annual growth / size of the deepest fall. */
export function computeCalmar(cagr: Measure<number>, maxDrawdown: Measure<number>): Measure<number> {
  if (cagr.value === null) return cagr;
  if (maxDrawdown.value === null) return maxDrawdown;
  if (maxDrawdown.value === 0) return notComputable("The value never fell, so there is no drawdown to divide by.");
  return statistic(cagr.value / Math.abs(maxDrawdown.value));
}

/** Share of the periods that gained; one that neither gained nor lost is no hit. */
export function computeHitRate(returns: readonly number[]): Measure<number> {
  if (returns.length < 1) return notComputable("It needs the return of at least one period.");
  return measured(returns.filter((value) => value > 0).length / returns.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleDeviation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return deviation <= FLAT * largest ? 0 : deviation;
}
