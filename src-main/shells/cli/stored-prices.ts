// What did an asset cost at a past time, by the candles that are stored? For commands that run without the engine.

import type { PriceHistory } from "#engine/portfolio/price-source.ts";
import type { CandleRepository, StoredSeries } from "#engine/ports/repositories.ts";
import { TIMEFRAME_MS, timeframeSchema } from "#shared/domain/candle.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";

/** A close that is older says too little of the price at that time. */
const MOST_AGE_MS = HOUR_MS;

export class StoredPrices implements PriceHistory {
  readonly #candles: CandleRepository;
  readonly #series: readonly StoredSeries[];

  /** `series`: all that is stored. */
  constructor(candles: CandleRepository, series: readonly StoredSeries[]) {
    this.#candles = candles;
    // From the shortest candles on: their close is the nearest.
    const order = timeframeSchema.options;
    this.#series = series.toSorted((first, second) => order.indexOf(first.timeframe) - order.indexOf(second.timeframe));
  }

  /** The last close by then, at most an hour before; null where no market of the two is stored. */
  async priceAt(asset: Asset, currency: Asset, at: UnixMs): Promise<DecimalString | null> {
    for (const { venue, symbol, timeframe } of this.#series) {
      if (symbol !== `${asset}/${currency}`) continue;
      const length = TIMEFRAME_MS[timeframe];
      if (length > MOST_AGE_MS || at < length) continue;
      const before = unixMs(at - length + 1);
      const [candle] = await this.#candles.list(venue, symbol, timeframe, { before, limit: 1 });
      if (candle !== undefined && at - (candle.openTime + length) <= MOST_AGE_MS) return candle.close;
    }
    return null;
  }
}
