// How risky are these assets together, by the daily returns that are known today?
import { drop } from "#engine/core/drop.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { computeAlignedReturns } from "#engine/targets/compute-aligned-returns.ts";
import { computeLedoitWolf } from "#engine/targets/compute-shrinkage.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { DAY_MS, type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { PlanRisk } from "./compute-verdict.ts";
import type { RebalanceMarket } from "./rebalance-market.ts";

export interface RiskReaderOptions {
  readonly market: Pick<RebalanceMarket, "returnSeries">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends what is being read. */
  readonly signal: AbortSignal;
}

/** Returns looked back on, and how few are too few to say anything. */
const LOOK_BACK_DAYS = 90;
const LEAST_RETURNS = 30;

/** A preview does not wait longer for the past: what comes later is there for the next one. */
const PATIENCE_MS: DurationMs = 2 * SECOND_MS;

export class RiskReader {
  readonly #options: RiskReaderOptions;
  /** Series of today by currency and asset: the last bar changes once a day. */
  readonly #series = new Map<string, Promise<ReturnSeries | null>>();
  #day = -1;

  constructor(options: RiskReaderOptions) {
    this.#options = options;
  }

  /** What cannot be read in time is told as missing; never rejects but with the signal's reason. */
  async read(assets: readonly Asset[], currency: Asset, signal: AbortSignal): Promise<PlanRisk> {
    const { clock } = this.#options;
    const day = Math.floor(clock.now() / DAY_MS);
    if (day !== this.#day) this.#series.clear();
    this.#day = day;
    const reads = assets.map((asset) => this.#read(asset, currency));
    const series = await withinCall(clock, PATIENCE_MS, signal, () => Promise.all(reads)).catch(() => {
      signal.throwIfAborted();
      return null;
    });
    if (series === null) return unknownRisk(assets);
    const enough = series.filter((one): one is ReturnSeries => one !== null && countOf(one) >= LEAST_RETURNS);
    const known = new Set(enough.map(({ asset }) => asset));
    const missing = assets.filter((asset) => !known.has(asset));
    if (enough.length === 0) return unknownRisk(missing);
    const aligned = computeAlignedReturns(enough);
    const { assets: ordered, columns, periods, from, until } = aligned;
    // Each has returns, yet not of the same days: then together they tell nothing.
    if (periods < LEAST_RETURNS) return unknownRisk(assets);
    const { covariance, shrinkage } = computeLedoitWolf(columns);
    const told = { assets: ordered, returns: periods, from, to: until, missing };
    return missing.length > 0 ? { ...told, covariance: null, shrinkage: null } : { ...told, covariance, shrinkage };
  }

  #read(asset: Asset, currency: Asset): Promise<ReturnSeries | null> {
    const key = `${currency} ${asset}`;
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const { market, logger, signal } = this.#options;
    const reading = market.returnSeries(asset, currency, "1d", { bars: LOOK_BACK_DAYS + 1, signal });
    const read = reading.catch(() => null);
    this.#series.set(key, read);
    // A failed reading is tried again by the next preview.
    drop(
      read.then((series) => (series === null ? this.#series.delete(key) : true)),
      logger,
      "Reading daily returns",
    );
    return read;
  }
}

function countOf({ returns }: ReturnSeries): number {
  return returns.filter((value) => Number.isFinite(value)).length;
}

function unknownRisk(missing: readonly Asset[]): PlanRisk {
  return { assets: [], covariance: null, shrinkage: null, returns: 0, from: null, to: null, missing };
}
