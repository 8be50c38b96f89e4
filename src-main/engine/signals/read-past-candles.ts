// Which closed candles does a market have, as far back as they are needed?
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** Regimes are fitted to 2,000 hourly bars, and confidence is a rank among 1,000 that come after. */
export const HOURLY_BARS = 3_200;
const PAGE = 1_000;

export interface PastCandles {
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly before?: UnixMs; readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<readonly Candle[]>;
}

export interface WantedCandles {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly timeframe: Timeframe;
  readonly bars: number;
  /** Only those that open before it; absent: the newest. */
  readonly before?: UnixMs;
  /** Rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Oldest first; fewer than `bars` where there are no more, or where the newest is still open. */
export async function readPastCandles(
  market: PastCandles,
  { venue, symbol, timeframe, bars, before: end, signal }: WantedCandles,
): Promise<readonly Candle[]> {
  let past: readonly Candle[] = [];
  while (past.length < bars) {
    const before = past[0]?.openTime ?? end;
    const limit = Math.min(PAGE, bars - past.length);
    const query = { limit, ...(before === undefined ? {} : { before }), ...(signal === undefined ? {} : { signal }) };
    const page = await market.candles(venue, symbol, timeframe, query);
    if (page.length === 0) break;
    past = [...page, ...past];
  }
  return past.filter(({ closed }) => closed);
}
