// How are more closed candles read than one answer holds?
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

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

/** Oldest first; fewer than `bars` where the market has no more. One that is still open is left out, but counted. */
export async function readPastCandles(
  market: PastCandles,
  { venue, symbol, timeframe, bars, before: end, signal }: WantedCandles,
): Promise<readonly Candle[]> {
  const stop = signal === undefined ? {} : { signal };
  let past: readonly Candle[] = [];
  while (past.length < bars) {
    const before = past[0]?.openTime ?? end;
    const limit = Math.min(PAGE, bars - past.length);
    const page = await market.candles(venue, symbol, timeframe, {
      ...{ limit, ...stop },
      ...(before === undefined ? {} : { before }),
    });
    if (page.length === 0) break;
    past = [...page, ...past];
  }
  return past.filter(({ closed }) => closed);
}
