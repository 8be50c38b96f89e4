// How did each asset's price change on the last days? Read once a day, and kept for what may not wait.
import { drop } from "#engine/core/drop.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { DAY_MS, type DurationMs, MINUTE_MS, SECOND_MS, type UnixMs } from "#shared/domain/time.ts";

/** Daily returns looked back on. */
export const LOOK_BACK_DAYS = 90;
/** Nothing waits longer for the past: what comes later is there for the next one who asks. */
const PATIENCE_MS: DurationMs = 2 * SECOND_MS;
/** What could not be read is not asked for again before: the venue may be short of calls. */
const RETRY_MS: DurationMs = MINUTE_MS;

export interface DailyReturnsOptions {
  readonly market: {
    /** An asset's returns over the last bars. Rejects where its past cannot be read. */
    returnSeries(
      asset: Asset,
      currency: Asset,
      timeframe: Timeframe,
      options: { readonly bars: number },
    ): Promise<ReturnSeries>;
  };
  readonly clock: Clock;
  readonly logger: Logger;
}

type Reading = { readonly series: Promise<ReturnSeries | null>; read: ReturnSeries | null; failedAt: UnixMs | null };

export class DailyReturnsService {
  readonly #options: DailyReturnsOptions;
  /** Of today, by currency and asset: the last bar changes once a day. */
  readonly #readings = new Map<string, Reading>();
  #day = -1;

  constructor(options: DailyReturnsOptions) {
    this.#options = options;
  }

  /** One for each asset, null where it has none; null where they did not come in time. Rejects with the signal's reason only. */
  async read(
    assets: readonly Asset[],
    currency: Asset,
    signal: AbortSignal,
  ): Promise<readonly (ReturnSeries | null)[] | null> {
    this.#today();
    const readings = assets.map((asset) => this.#read(asset, currency));
    return await withinCall(this.#options.clock, PATIENCE_MS, signal, () => Promise.all(readings)).catch(() => {
      signal.throwIfAborted();
      return null;
    });
  }

  /** What was read today; null where it was not, or has no past. */
  known(asset: Asset, currency: Asset): ReturnSeries | null {
    this.#today();
    return this.#readings.get(keyOf(asset, currency))?.read ?? null;
  }

  #today(): void {
    const day = Math.floor(this.#options.clock.now() / DAY_MS);
    if (day !== this.#day) this.#readings.clear();
    this.#day = day;
  }

  #read(asset: Asset, currency: Asset): Promise<ReturnSeries | null> {
    const { market, clock, logger } = this.#options;
    const key = keyOf(asset, currency);
    const known = this.#readings.get(key);
    if (known !== undefined && (known.failedAt === null || clock.now() - known.failedAt < RETRY_MS))
      return known.series;
    const series = market.returnSeries(asset, currency, "1d", { bars: LOOK_BACK_DAYS + 1 }).catch(() => null);
    const reading: Reading = { series, read: null, failedAt: null };
    this.#readings.set(key, reading);
    const kept = series.then((read) => {
      reading.read = read;
      if (read === null) reading.failedAt = clock.now();
    });
    drop(kept, logger, "Reading daily returns");
    return series;
  }
}

const keyOf = (asset: Asset, currency: Asset): string => `${currency} ${asset}`;
