// What of the market do strategies and their paper ledger read?
import type { PastCandles } from "#engine/core/read-past-candles.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Quote } from "#shared/domain/quote.ts";

export interface PaperMarket extends PastCandles {
  quote(venue: VenueId, symbol: MarketSymbol): Pick<Quote, "bid" | "ask"> | null;
  instruments(venue?: VenueId): readonly Instrument[];
}
