// What was an asset worth at the end of each bar, and how did that change? For statistics: doubles, gaps told and never filled.
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import { floorTime, type UnixMs } from "#shared/domain/time.ts";
import { computeConsensus, type PricedMarket } from "./compute-consensus.ts";

/** A market's closed candles over the time that is asked for, in any order. */
export interface MarketHistory {
  readonly venue: VenueId;
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
  readonly candles: readonly Candle[];
}

export interface ReturnSeries {
  readonly asset: Asset;
  readonly currency: Asset;
  readonly timeframe: Timeframe;
  /** Open time of the first bar; bar `i` opens `i` timeframes later. */
  readonly start: UnixMs;
  /** Price at the end of each bar; NaN where no market had one. */
  readonly closes: Float64Array;
  /** `ln(close / close before)`, one fewer than closes; NaN where either is missing. */
  readonly returns: Float64Array;
  /** Bars without a price. */
  readonly missing: number;
  /** At least one price rests on a cash coin taken at par, because no market links it. */
  readonly assumedPar: boolean;
}

export interface ReturnQuery {
  readonly asset: Asset;
  readonly currency: Asset;
  readonly timeframe: Timeframe;
  /** Number of bars; the last one ends at or before `until`. */
  readonly bars: number;
  readonly until: UnixMs;
}

/** The consensus over the venues at the end of each bar, by the same rules as the price of now. */
export function computeReturnSeries(histories: readonly MarketHistory[], query: ReturnQuery): ReturnSeries {
  const { asset, currency, timeframe, bars } = query;
  const length = TIMEFRAME_MS[timeframe];
  const start = floorTime(query.until, length) - bars * length;
  const markets = histories.map((history) => ({
    history,
    closes: new Map(history.candles.filter(({ closed }) => closed).map(({ openTime, close }) => [openTime, close])),
  }));
  const closes = new Float64Array(bars).fill(Number.NaN);
  let missing = 0;
  let assumedPar = false;
  for (let index = 0; index < bars; index += 1) {
    const openTime = (start + index * length) as UnixMs; // on the grid of a time that is one
    const priced = markets.flatMap(({ history, closes: known }): readonly PricedMarket[] => {
      const close = known.get(openTime);
      return close === undefined ? [] : [pricedAt(history, close)];
    });
    const consensus = computeConsensus(priced, asset, currency);
    if (consensus.kind === "unresolved") {
      missing += 1;
      continue;
    }
    closes[index] = +consensus.price.price;
    assumedPar ||= consensus.price.assumedPar;
  }
  return {
    ...{ asset, currency, timeframe, missing, assumedPar, closes },
    start: start as UnixMs, // as above
    returns: logReturns(closes),
  };
}

/** NaN where either of two neighbours is missing. */
function logReturns(closes: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, closes.length - 1));
  for (let index = 0; index < returns.length; index += 1) {
    returns[index] = Math.log((closes[index + 1] ?? Number.NaN) / (closes[index] ?? Number.NaN));
  }
  return returns;
}

function pricedAt({ venue, symbol, base, quote }: MarketHistory, close: Candle["close"]): PricedMarket {
  return { venue, symbol, base, quote, mid: decimal(close), halfSpread: 0, state: "live", ageMs: 0 };
}
