// What of the market do strategies and their paper ledger read?
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Quote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";

export interface PaperMarket {
  quote(venue: VenueId, symbol: MarketSymbol): Pick<Quote, "bid" | "ask"> | null;
  instruments(venue?: VenueId): readonly Instrument[];
  /** Oldest first. */
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<readonly Candle[]>;
}
