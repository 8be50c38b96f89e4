// How does Binance's socket write what the market does? Field by field as documented.
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { BookState } from "./book-log.ts";
import type { bestView, dayView } from "./market-view.ts";
import { firstTrade, newestTrade, type PublicTrade } from "./stream-trades.ts";
import { eight } from "./wire-text.ts";

type Best = ReturnType<typeof bestView>;
type Day = ReturnType<typeof dayView>;

/** The one frame without type and time. */
export function bestFrame(symbol: string, update: number, best: Best): object {
  return { u: update, s: symbol, b: best.bidPrice, B: best.bidQty, a: best.askPrice, A: best.askQty };
}

export function dayFrame(symbol: string, best: Best, day: Day, now: UnixMs): object {
  const [first, last] = [firstTrade(day.openTime), newestTrade(now)];
  return {
    ...{ e: "24hrTicker", E: now, s: symbol, p: day.priceChange, P: day.priceChangePercent, w: day.weightedAvgPrice },
    ...{ x: day.prevClosePrice, c: day.lastPrice, Q: day.lastQty, b: best.bidPrice, B: best.bidQty },
    ...{ a: best.askPrice, A: best.askQty, o: day.openPrice, h: day.highPrice, l: day.lowPrice },
    ...{ v: day.volume, q: day.quoteVolume, O: day.openTime, C: day.closeTime, F: first, L: last, n: last - first + 1 },
  };
}

/** The numbers of both orders, which this frame once had, are in the docs no more (2026-07). */
export function tradeFrame(symbol: string, trade: PublicTrade, now: UnixMs): object {
  const { number, at, price, quantity, buyerIsMaker } = trade;
  return {
    ...{ e: "trade", E: now, s: symbol, t: number, p: eight(price), q: eight(quantity), T: at, m: buyerIsMaker },
    M: true,
  };
}

export function klineFrame(symbol: string, interval: Timeframe, candle: Candle, now: UnixMs): object {
  const { openTime, open, close, high, low, volume, closed } = candle;
  const closeTime = openTime + TIMEFRAME_MS[interval] - 1;
  const [first, last] = [firstTrade(openTime), newestTrade(Math.min(now, closeTime))];
  const isTraded = last >= first;
  const quote = decimal(volume).mul(decimal(close));
  const half = decimal("0.5");
  return {
    ...{ e: "kline", E: now, s: symbol },
    k: {
      ...{ t: openTime, T: closeTime, s: symbol, i: interval, f: isTraded ? first : -1, L: isTraded ? last : -1 },
      ...{ o: eight(open), c: eight(close), h: eight(high), l: eight(low), v: eight(volume) },
      ...{ n: isTraded ? last - first + 1 : 0, x: closed, q: eight(quote) },
      ...{ V: eight(decimal(volume).mul(half)), Q: eight(quote.mul(half)), B: "0" },
    },
  };
}

/** Changes after the update before `first`. */
export function depthFrame(symbol: string, first: number, changes: BookState, now: UnixMs): object {
  const { last, bids, asks } = changes;
  return { e: "depthUpdate", E: now, s: symbol, U: first, u: last, b: bids, a: asks };
}

export function shutdownEvent(now: UnixMs): object {
  return { e: "serverShutdown", E: now };
}
