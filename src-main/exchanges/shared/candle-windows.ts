// Which pieces of time does a venue have to be asked for, so that so many closed candles before a moment are complete?
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** Starts of its first and of its last candle. */
export interface CandleWindow {
  readonly first: number;
  readonly last: number;
}

/** Oldest first. `lengthMs` is the length that the venue has: the wanted one or one that divides it. */
export function candleWindows(
  request: { readonly timeframe: Timeframe; readonly before: UnixMs; readonly limit: number },
  lengthMs: number,
  perPage: number,
  now: UnixMs,
): readonly CandleWindow[] {
  const wanted = TIMEFRAME_MS[request.timeframe];
  // The candle that is under way is not closed; the last one opens before `before`.
  const until = Math.min(now - (now % wanted), Math.ceil(request.before / wanted) * wanted);
  const from = Math.max(0, until - request.limit * wanted);
  const windows: CandleWindow[] = [];
  for (let start = from; start < until; start += perPage * lengthMs)
    windows.push({ first: start, last: Math.min(until, start + perPage * lengthMs) - lengthMs });
  return windows;
}

/** Venues add candles at the edges. */
export function insideWindow(candles: readonly Candle[], { first, last }: CandleWindow): readonly Candle[] {
  return candles.filter(({ openTime }) => openTime >= first && openTime <= last);
}
