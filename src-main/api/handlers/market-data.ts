// How are the contract's questions about markets answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";
import type { Prices } from "#shared/contract/views.ts";

const { marketData } = implementer;

/** Prices cross to the window on a fixed tick, the latest of each: ten a second look continuous. */
const PRICES_INTERVAL_MS = 100;
const CANDLE_INTERVAL_MS = 250;
const BOOK_INTERVAL_MS = 100;

export const marketDataHandlers = marketData.router({
  instruments: marketData.instruments.handler(async ({ context, input }) => [
    ...(await context.marketData.instruments(input.profileId)),
  ]),

  watchPrices: marketData.watchPrices.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.marketData.prices(input.profileId),
      profileId: input.profileId,
      conflation: { kind: "merge", merge: mergePrices },
      intervalMs: PRICES_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  candles: marketData.candles.handler(async ({ context, input }) => {
    const { venue, symbol, timeframe, before, limit } = input;
    const query = before === undefined ? { limit } : { limit, before };
    return [...(await context.marketData.candles({ venue, symbol }, timeframe, query))];
  }),

  storedCandles: marketData.storedCandles.handler(async ({ context }) => {
    const { series, ...size } = await context.candleArchive.stock();
    return { series: [...series], ...size };
  }),

  exportCandles: marketData.exportCandles.handler(async ({ context, input }) => {
    const { venue, symbol, timeframe, from, until, limit } = input;
    const range = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }), limit };
    return context.candleArchive.exportCandles({ venue, symbol, timeframe }, range);
  }),

  importCandles: marketData.importCandles.handler(async ({ context, input }) => {
    const { venue, symbol, timeframe, file, csv } = input;
    return context.candleArchive.importCandles({ venue, symbol }, { name: file, text: csv }, { timeframe });
  }),

  watchCandle: marketData.watchCandle.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.marketData.candle({ venue: input.venue, symbol: input.symbol }, input.timeframe),
      profileId: null,
      // A candle that closes while the next opens must not be lost, so changes queue; only few can wait.
      conflation: { kind: "queue", capacity: 16 },
      intervalMs: CANDLE_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  watchBook: marketData.watchBook.handler(async ({ context, input, signal }) =>
    watchStream({
      source: await context.marketData.book({ venue: input.venue, symbol: input.symbol }, input.depth),
      profileId: null,
      conflation: { kind: "latest" },
      intervalMs: BOOK_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),
});

/** Two changes as one: the later price of each asset and quote of each market; `unresolved` always comes whole. */
function mergePrices(older: Prices, newer: Prices): Prices {
  const quoteKey = (quote: Prices["quotes"][number]): string => `${quote.venue} ${quote.symbol}`;
  const prices = new Map([...older.prices, ...newer.prices].map((price) => [price.asset, price]));
  for (const { asset } of newer.unresolved) prices.delete(asset);
  return {
    prices: [...prices.values()],
    quotes: [...new Map([...older.quotes, ...newer.quotes].map((quote) => [quoteKey(quote), quote])).values()],
    unresolved: newer.unresolved,
  };
}
