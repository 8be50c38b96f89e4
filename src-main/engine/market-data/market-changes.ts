// What does the market data engine tell beside quotes?
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** Something a person should be told about a venue's market data. */
export interface MarketNotice {
  readonly venue: VenueId;
  readonly message: string;
  readonly at: UnixMs;
}

export interface CandleChange {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
  readonly candle: Candle;
}
