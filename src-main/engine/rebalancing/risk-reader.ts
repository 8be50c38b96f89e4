// How risky are these assets together, by the daily returns that are known today?
import type { ReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { DailyReturnsService } from "#engine/risk/daily-returns-service.ts";
import { computeAlignedReturns } from "#engine/targets/compute-aligned-returns.ts";
import { computeLedoitWolf } from "#engine/targets/compute-shrinkage.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanRisk } from "./compute-verdict.ts";

export interface RiskReaderOptions {
  readonly returns: Pick<DailyReturnsService, "read">;
}

/** How few are too few to say anything. */
const LEAST_RETURNS = 30;

export class RiskReader {
  readonly #options: RiskReaderOptions;

  constructor(options: RiskReaderOptions) {
    this.#options = options;
  }

  /** What cannot be read in time is told as missing; never rejects but with the signal's reason. */
  async read(assets: readonly Asset[], currency: Asset, signal: AbortSignal): Promise<PlanRisk> {
    const series = await this.#options.returns.read(assets, currency, signal);
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
}

function countOf({ returns }: ReturnSeries): number {
  return returns.filter((value) => Number.isFinite(value)).length;
}

function unknownRisk(missing: readonly Asset[]): PlanRisk {
  return { assets: [], covariance: null, shrinkage: null, returns: 0, from: null, to: null, missing };
}
