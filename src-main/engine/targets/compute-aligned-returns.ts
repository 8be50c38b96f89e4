// Which days have a return of every asset?
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import { TIMEFRAME_MS } from "#shared/domain/candle.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { ReturnColumns } from "./compute-covariance.ts";

/** Returns of the same periods, oldest first, without gaps. */
export interface AlignedReturns {
  /** In the order of the columns, by name. */
  readonly assets: readonly Asset[];
  readonly columns: ReturnColumns;
  readonly periods: number;
  /** From the start of the first period looked at to the end of the last. */
  readonly from: UnixMs;
  readonly until: UnixMs;
  /** Periods left out, with the assets that had no return there. */
  readonly missing: number;
  readonly missingAssets: readonly Asset[];
}

/**
 * Periods in which every asset has a return; the others are left out, for a covariance needs all of them.
 * @param series of the same bars: same start, timeframe and length. At least one
 * @throws RangeError where they are not
 */
export function computeAlignedReturns(series: readonly ReturnSeries[]): AlignedReturns {
  const ordered = series.toSorted((first, second) => (first.asset < second.asset ? -1 : 1));
  const [head] = ordered;
  if (head === undefined) throw new RangeError("There are no series to align.");
  const same = ({ start, timeframe, closes }: ReturnSeries): boolean =>
    start === head.start && timeframe === head.timeframe && closes.length === head.closes.length;
  if (!ordered.every(same)) throw new RangeError("The series are of different bars.");
  const kept = [...head.returns.keys()].filter((index) =>
    ordered.every(({ returns }) => Number.isFinite(returns[index] ?? Number.NaN)),
  );
  const length = TIMEFRAME_MS[head.timeframe];
  return {
    assets: ordered.map(({ asset }) => asset),
    columns: ordered.map(({ returns }) => Float64Array.from(kept, (index) => returns[index] ?? Number.NaN)),
    periods: kept.length,
    from: unixMs(head.start + length),
    until: unixMs(head.start + head.closes.length * length),
    missing: head.returns.length - kept.length,
    missingAssets: ordered
      .filter(({ returns }) => returns.some((value) => !Number.isFinite(value)))
      .map(({ asset }) => asset),
  };
}
