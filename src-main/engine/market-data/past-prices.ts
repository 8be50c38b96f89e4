// What did the markets that could price an asset cost in one past minute?
import type { Candle } from "#shared/domain/candle.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { CandleBook } from "./candle-book.ts";
import { mayPrice } from "./price-book.ts";
import type { Ticker } from "./ticker.ts";

/** The candle of the minute that holds `at`, per market that has one. */
export async function readMinuteBefore(options: {
  readonly tickers: readonly Ticker[];
  readonly candles: Pick<CandleBook, "candles">;
  readonly asset: Asset;
  readonly currency: Asset;
  readonly at: UnixMs;
  readonly now: UnixMs;
  readonly signal: AbortSignal | undefined;
}): Promise<ReadonlyMap<Ticker, Candle>> {
  const { tickers, candles, asset, currency, at, now, signal } = options;
  const past = new Map<Ticker, Candle>();
  const before = unixMs(at - (at % MINUTE_MS) + MINUTE_MS);
  for (const ticker of tickers) {
    if (!mayPrice(ticker.instrument, asset, currency)) continue;
    const [candle] = await candles.candles(ticker, "1m", { before, limit: 1, signal }, now);
    if (candle !== undefined && candle.openTime + MINUTE_MS >= before) past.set(ticker, candle);
  }
  return past;
}
