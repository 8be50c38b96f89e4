// Which markets does a venue list, with which filters? Each venue writes its list as data.
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";

export interface Listing {
  /** Unified, like `BTC/USD`. */
  readonly symbol: string;
  readonly priceStep: string;
  readonly amountStep: string;
  readonly amountMin: string | null;
  readonly amountMax: string | null;
  readonly costMin: string | null;
  readonly costMax: string | null;
}

export function toInstrument(venue: VenueId, listing: Listing): Instrument {
  const symbol = marketSymbolSchema.parse(listing.symbol);
  const [base = "", quote = ""] = listing.symbol.split("/");
  const optional = (text: string | null) => (text === null ? null : decimalString(text));
  return {
    venue,
    symbol,
    base: assetSchema.parse(base),
    quote: assetSchema.parse(quote),
    priceStep: decimalString(listing.priceStep),
    amountStep: decimalString(listing.amountStep),
    amountMin: optional(listing.amountMin),
    amountMax: optional(listing.amountMax),
    costMin: optional(listing.costMin),
    costMax: optional(listing.costMax),
    status: "online",
  };
}
