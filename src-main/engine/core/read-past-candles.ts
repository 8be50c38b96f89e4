// How are more closed candles read than one answer holds?
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const PAGE = 1_000;

export interface CandleMarket {
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number },
  ): Promise<readonly Candle[]>;
}

/** The newest ones, oldest first; fewer where the market has no more. One that is still open is left out, but counted. */
export async function readPastCandles(
  market: CandleMarket,
  {
    venue,
    symbol,
    timeframe,
  }: { readonly venue: VenueId; readonly symbol: MarketSymbol; readonly timeframe: Timeframe },
  bars: number,
): Promise<readonly Candle[]> {
  let past: readonly Candle[] = [];
  while (past.length < bars) {
    const before = past[0]?.openTime;
    const limit = Math.min(PAGE, bars - past.length);
    const page = await market.candles(venue, symbol, timeframe, before === undefined ? { limit } : { before, limit });
    if (page.length === 0) break;
    past = [...page, ...past];
  }
  return past.filter(({ closed }) => closed);
}
