// How much does an asset move of late, and how much as a rule? Read once an hour from its hourly prices, kept in between.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { computeEwmaVolatility, DAYS_A_YEAR } from "#engine/targets/compute-ewma-volatility.ts";
import type { Timeframe } from "#shared/domain/candle.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { HOUR_MS, type UnixMs } from "#shared/domain/time.ts";

const HOURS_A_DAY = 24;
const USUAL_HOURS = 30 * HOURS_A_DAY;
/** All hours count alike. */
const NO_DECAY = 1;

export interface VolatilityMarket {
  returnSeries(
    asset: Asset,
    currency: Asset,
    timeframe: Timeframe,
    options: { readonly bars: number; readonly signal?: AbortSignal },
  ): Promise<ReturnSeries>;
}

/** Of the last day and of the last 30, each a year, as fractions; null where there are no prices. */
export interface MovesOf {
  readonly recent: number | null;
  readonly usual: number | null;
}

const UNKNOWN: MovesOf = { recent: null, usual: null };

export class AssetVolatility implements Stoppable {
  readonly #options: { readonly market: VolatilityMarket; readonly clock: Clock; readonly logger: Logger };
  readonly #known = new Map<Asset, { readonly moves: MovesOf; readonly at: UnixMs }>();
  readonly #reading = new Map<Asset, Promise<MovesOf>>();
  readonly #stop = new AbortController();

  constructor(options: { readonly market: VolatilityMarket; readonly clock: Clock; readonly logger: Logger }) {
    this.#options = options;
  }

  async dispose(): Promise<void> {
    this.#stop.abort(new Error("The positions are no longer followed"));
    await Promise.all(this.#reading.values());
  }

  /** As read last; absent before the first reading. */
  known(asset: Asset): MovesOf | undefined {
    return this.#known.get(asset)?.moves;
  }

  readSoon(asset: Asset, currency: Asset): void {
    void this.read(asset, currency);
  }

  /** At most an hour old. Never rejects: a market that does not answer leaves what was known before. */
  async read(asset: Asset, currency: Asset): Promise<MovesOf> {
    const known = this.#known.get(asset);
    if (known !== undefined && this.#options.clock.now() - known.at < HOUR_MS) return known.moves;
    const reading = this.#reading.get(asset) ?? this.#read(asset, currency).finally(() => this.#reading.delete(asset));
    this.#reading.set(asset, reading);
    return await reading;
  }

  async #read(asset: Asset, currency: Asset): Promise<MovesOf> {
    const { market, clock, logger } = this.#options;
    let moves = this.#known.get(asset)?.moves ?? UNKNOWN;
    try {
      const options = { bars: USUAL_HOURS, signal: this.#stop.signal };
      const { returns } = await market.returnSeries(asset, currency, "1h", options);
      moves = { recent: yearly(returns.slice(-HOURS_A_DAY)), usual: yearly(returns) };
    } catch (error) {
      if (!this.#stop.signal.aborted) logger.warn("How much an asset moves could not be read", { asset, error });
    }
    this.#known.set(asset, { moves, at: clock.now() });
    return moves;
  }
}

function yearly(returns: Float64Array): number | null {
  const hourly = computeEwmaVolatility(returns, NO_DECAY);
  return Number.isNaN(hourly) ? null : hourly * Math.sqrt(DAYS_A_YEAR * HOURS_A_DAY);
}
