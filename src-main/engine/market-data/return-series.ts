// Where do an asset's past prices and returns come from? The candles of every market that can price it, read through one door.
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { floorTime, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { isCash } from "./compute-consensus.ts";
import { computeReturnSeries, type MarketHistory, type ReturnSeries } from "./compute-return-series.ts";

export interface ReturnOptions {
  /** How many; the last one is over by the venues' time now. */
  readonly bars: number;
  readonly signal?: AbortSignal;
}

/** What is asked of the markets. */
interface Markets {
  readonly venues: readonly VenueId[];
  venueTime(venue: VenueId): UnixMs;
  instruments(): readonly Instrument[];
  candles(
    venue: VenueId,
    symbol: MarketSymbol,
    timeframe: Timeframe,
    query: { readonly before: UnixMs; readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<readonly Candle[]>;
}

/** Candles that are asked for at once. */
const PAGE = 1_000;

export async function readReturnSeries(
  markets: Markets,
  options: ReturnOptions & { readonly asset: Asset; readonly currency: Asset; readonly timeframe: Timeframe },
): Promise<ReturnSeries> {
  const { asset, currency, timeframe, bars, signal } = options;
  const length = TIMEFRAME_MS[timeframe];
  const now = Math.max(0, ...markets.venues.map((venue) => markets.venueTime(venue)));
  const until = floorTime(unixMs(now), length);
  const histories: MarketHistory[] = [];
  for (const { venue, symbol, base, quote } of pricingMarkets(markets.instruments(), asset, currency)) {
    const candles: Candle[] = [];
    for (let read = 0; read < bars; read += PAGE) {
      signal?.throwIfAborted();
      const before = unixMs(Math.max(0, until - read * length));
      const query = { before, limit: Math.min(PAGE, bars - read), ...(signal === undefined ? {} : { signal }) };
      candles.push(...(await markets.candles(venue, symbol, timeframe, query)));
    }
    histories.push({ venue, symbol, base, quote, candles });
  }
  return computeReturnSeries(histories, { asset, currency, timeframe, bars, until });
}

/**
 * The markets whose past is worth reading: the asset's own and those between kinds of cash. An asset without a market against cash
 * is priced over other coins, up to three markets in a row: then theirs too.
 */
function pricingMarkets(instruments: readonly Instrument[], asset: Asset, currency: Asset): readonly Instrument[] {
  const isEnd = (code: Asset) => code === currency || isCash(code);
  const near = new Set<Asset>([asset]);
  const within = () =>
    instruments.filter(({ base, quote }) => (near.has(base) || isEnd(base)) && (near.has(quote) || isEnd(quote)));
  for (let steps = 0; steps < 2; steps += 1) {
    const found = within();
    if (found.some(({ base, quote }) => near.has(base) !== near.has(quote) && (near.has(base) || near.has(quote))))
      return found;
    for (const other of partners(instruments, near)) near.add(other);
  }
  return within();
}

function partners(instruments: readonly Instrument[], of: ReadonlySet<Asset>): readonly Asset[] {
  return instruments.flatMap(({ base, quote }) => {
    if (of.has(base)) return [quote];
    return of.has(quote) ? [base] : [];
  });
}
