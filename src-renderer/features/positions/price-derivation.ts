// From which quotes does a price come, step by step? Mids of the asset's own markets, then what turns them into the currency.
import type { ConsensusPrice } from "#shared/domain/quote.ts";

export type PriceSource = ConsensusPrice["sources"][number];

export interface PriceDerivation {
  /** Mids of markets of the asset itself: the price is their median. */
  readonly mids: readonly PriceSource[];
  /** Mids that convert a quote asset into the currency. */
  readonly conversions: readonly PriceSource[];
  /** `Price, median of 3`, or why it needs none. */
  readonly title: string;
  /** `SOL/BTC, BTC/USD`, where the way has more than one market. */
  readonly way: string | null;
}

export function derivePrice(price: ConsensusPrice): PriceDerivation {
  const mids = price.sources.filter(({ symbol }) => symbol.startsWith(`${price.asset}/`));
  return {
    mids,
    conversions: price.sources.filter((source) => !mids.includes(source)),
    title: titleOf(price, mids.length),
    way: price.path.length > 1 ? price.path.join(", ") : null,
  };
}

function titleOf({ asset, currency, assumedPar }: ConsensusPrice, mids: number): string {
  if (asset === currency) return "Price, the currency itself";
  if (mids === 0) return assumedPar ? "Price, taken at par" : "Price";
  return mids === 1 ? "Price, one market" : `Price, median of ${mids}`;
}
