// Where does the portfolio get prices from? All that it needs of the market data engine.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export interface PriceSource {
  /** One price of an asset in a currency, with its age and state; null where no market links them. */
  consensus(asset: Asset, currency: Asset): ConsensusPrice | null;
  /** Whether a price of the asset may still come; false where no venue in use has a market of it. */
  mayPrice(asset: Asset, currency: Asset): boolean;
  /** Accepted price batches; what they hold does not matter here, only that prices have changed. */
  readonly onBatch: { subscribe(listener: () => void): Stoppable };
}

/** Past prices, where the market data engine has them. */
export interface PriceHistory {
  /** Value of one unit of `asset` in `currency` at a past time; null where it is not known. */
  priceAt(
    asset: Asset,
    currency: Asset,
    at: UnixMs,
    options: { readonly signal?: AbortSignal },
  ): Promise<DecimalString | null>;
}

/** The price of a currency in itself. */
export function parPrice(asset: Asset): ConsensusPrice {
  return {
    asset,
    currency: asset,
    // One is a DecimalString by its digits.
    price: "1" as DecimalString,
    state: "live",
    ageMs: 0,
    path: [],
    sources: [],
    assumedPar: false,
    price24hAgo: "1" as DecimalString,
  };
}
