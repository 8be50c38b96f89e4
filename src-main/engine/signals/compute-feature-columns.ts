// Which values have some features at the newest bars of a market, as they are drawn over its closes?
import type { Candle } from "#shared/domain/candle.ts";
import type { MarketLook } from "#shared/domain/market-look.ts";
import { twelveDigits } from "./compute-twelve-digits.ts";
import { toCandleColumns } from "./features/compute-candle-columns.ts";
import { computeFeatures } from "./features/compute-features.ts";

export type FeatureColumns = Pick<MarketLook, "openTimes" | "closes" | "columns">;

/**
 * Features are reckoned over all the candles, so that they are warm where they are shown; the newest `bars` closed ones are handed out.
 * Throws `RangeError` for a name that is no feature.
 *
 * @param candles oldest first; those that are still open are left out
 */
export function computeFeatureColumns(
  candles: readonly Candle[],
  names: readonly string[],
  bars: number,
): FeatureColumns {
  const closed = candles.filter((candle) => candle.closed);
  const values = computeFeatures(toCandleColumns(closed), names);
  const from = Math.max(0, closed.length - bars);
  const shown = closed.slice(from);
  return {
    openTimes: shown.map(({ openTime }) => openTime),
    closes: shown.map(({ close }) => close),
    columns: names.map((name) => ({
      name,
      values: Array.from(values.get(name)?.subarray(from) ?? [], (value) =>
        Number.isFinite(value) ? twelveDigits(value) : null,
      ),
    })),
  };
}
