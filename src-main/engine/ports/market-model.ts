// What does a market look like that exists without a network: a simulated one, or candles played back?
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, QuoteSource, RawQuote } from "#shared/domain/quote.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** The order book that a simulated exchange matches against. */
export interface BookSource {
  /**
   * The book at `time` with at most `depth` levels a side (default 25), best first; null where the venue has no such
   * market, or no market at that time. The same call gives the same book.
   */
  bookAt(venue: VenueId, symbol: MarketSymbol, time: UnixMs, depth?: number): OrderBook | null;
}

/** A market of one or more venues that needs no network. */
export interface MarketModel extends BookSource {
  readonly source: Extract<QuoteSource, "simulated" | "replay">;
  readonly venues: readonly VenueId[];
  /** Empty for a venue that is not of this model. */
  instruments(venue: VenueId): readonly Instrument[];
  /** The fees a new account of this venue pays. */
  feeTier(venue: VenueId): FeeTier;
}

/** What a simulated feed plays: every answer is a function of the market's seed and the arguments. */
export interface SimulatedMarketModel extends MarketModel {
  /** The quote as the venue has it, silent feed or not; null for an unknown market or before the first day. */
  quoteAt(venue: VenueId, symbol: MarketSymbol, time: UnixMs): RawQuote | null;
  /** Candles that open at or after `from` and end at or before `until`, oldest first; null for an unknown market. */
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    from: UnixMs,
    until: UnixMs,
  ): readonly Candle[] | null;
  /** The outage of the venue's whole feed at this moment. */
  outageAt(venue: VenueId, time: UnixMs): { readonly from: UnixMs; readonly until: UnixMs } | null;
  /** Whether this one market's feed is silent at this moment. */
  isSilent(venue: VenueId, symbol: MarketSymbol, time: UnixMs): boolean;
}
