// What does rebalancing need of the market data engine?
import type { RiskMarket } from "#engine/risk/risk-engine.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";

export interface RebalanceMarket extends RiskMarket {
  /** Markets of a venue, as last read. */
  instruments(venue: VenueId): readonly Instrument[];
  /** A fresh book; null where the venue gives none. */
  fetchOrderBook(
    venue: VenueId,
    symbol: MarketSymbol,
    options: { readonly signal?: AbortSignal },
  ): Promise<OrderBook | null>;
  /** Asks the venue to confirm its price of a quiet market; the quote then says how old it is. */
  confirm(venue: VenueId, symbol: MarketSymbol, options: { readonly signal?: AbortSignal }): Promise<void>;
}
