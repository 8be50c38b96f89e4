// What does rebalancing need of the market data engine?
import type { RiskMarket } from "#engine/risk/risk-engine.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook, QuoteSource } from "#shared/domain/quote.ts";
import type { DurationMs } from "#shared/domain/time.ts";

export interface RebalanceMarket extends RiskMarket {
  /** Markets of a venue, as last read. */
  instruments(venue: VenueId): readonly Instrument[];
  /** How this venue's prices come; null for one not in use. */
  sourceOf(venue: VenueId): QuoteSource | null;
  /** Reads a venue's filters and market states again unless they are younger than `olderThanMs`; a silent venue leaves what is known. */
  refreshMarkets(
    venue: VenueId,
    options: { readonly olderThanMs: DurationMs; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** A book, at most `maxAgeMs` old where a reading is a call of its own and fresh elsewhere; null where the venue gives none. */
  fetchOrderBook(
    venue: VenueId,
    symbol: MarketSymbol,
    options: { readonly maxAgeMs?: DurationMs; readonly signal?: AbortSignal },
  ): Promise<OrderBook | null>;
  /** Candles of a market, oldest first; without `before` the newest may be open. Rejects where it has none. */
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<readonly Pick<Candle, "close" | "closed">[]>;
  /** Asks the venue to confirm its price of a quiet market; the quote then says how old it is. */
  confirm(venue: VenueId, symbol: MarketSymbol, options: { readonly signal?: AbortSignal }): Promise<void>;
}
