// What may the window ask about markets?
import { z } from "zod";
import { candleSchema, timeframeSchema } from "#shared/domain/candle.ts";
import { nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { instrumentSchema } from "#shared/domain/instrument.ts";
import { consensusPriceSchema, orderBookSchema, quoteSchema } from "#shared/domain/quote.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { forProfile, nothing, procedure, stream } from "./base.ts";

/** What a window may send at once is 64 KiB. */
const IMPORT_MAX_CHARS = 50_000;

export const pricesSchema = z.strictObject({
  /** One price per asset of the profile (held, targeted or watched) in its currency. */
  prices: z.array(consensusPriceSchema),
  /** Per-venue quotes of the same assets. */
  quotes: z.array(quoteSchema),
  /** Assets without any price, with the reason. */
  unresolved: z.array(z.strictObject({ asset: assetSchema, reason: z.string() })),
});

const bookDepthSchema = z.strictObject({
  /** Distance from the middle in basis points. */
  withinBp: z.number().int().min(1),
  /** Base amounts that lie so near. */
  bids: nonNegativeDecimalSchema,
  asks: nonNegativeDecimalSchema,
  /** Whether the book is known that far; else there may be more. */
  bidsWhole: z.boolean(),
  asksWhole: z.boolean(),
});

export const bookViewSchema = z.strictObject({
  /** Null while it is being read anew: what was known no longer holds. */
  book: orderBookSchema.nullable(),
  /** Kept in step with the venue's changes; else asked for from time to time. */
  kept: z.boolean(),
  depth: z.array(bookDepthSchema),
});

const storedSeriesSchema = z.strictObject({
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  timeframe: timeframeSchema,
  /** Open times of the oldest and of the newest candle. */
  first: unixMsSchema,
  last: unixMsSchema,
  /** How many of them were imported. */
  imported: z.number().int().min(0),
});

const market = z.strictObject({ venue: venueIdSchema, symbol: marketSymbolSchema });

export const marketDataContract = {
  /** Markets of the venues that the profile's accounts are at. */
  instruments: procedure.input(forProfile).output(z.array(instrumentSchema)),
  /** Latest per asset and market, on a fixed tick; changes hold only what changed since the last event sent. */
  watchPrices: procedure.input(forProfile).output(stream(pricesSchema, pricesSchema)),
  /** Oldest first. The newest candle may be open (`closed: false`). */
  candles: procedure
    .input(
      market.extend({
        timeframe: timeframeSchema,
        before: unixMsSchema.optional(),
        limit: z.number().int().min(1).max(1000),
      }),
    )
    .output(z.array(candleSchema)),
  /** Stored candles of every market, and the room that they take. */
  storedCandles: procedure.input(nothing).output(
    z.strictObject({
      series: z.array(storedSeriesSchema),
      bytes: z.number().int().min(0),
      /** Part of `bytes` that is free for new ones. */
      freeBytes: z.number().int().min(0),
    }),
  ),
  /** Stored closed candles as a file (`timestamp_ms,open,high,low,close,volume`), oldest first, so many rows at a time. */
  exportCandles: procedure
    .input(
      market.extend({
        timeframe: timeframeSchema,
        from: unixMsSchema.optional(),
        /** Exclusive. */
        until: unixMsSchema.optional(),
        limit: z.number().int().min(1).max(5000),
      }),
    )
    .output(
      z.strictObject({
        /** As such a file is called: `BTCUSDT.csv`. */
        file: z.string(),
        /** With the header. */
        csv: z.string(),
        candles: z.number().int().min(0),
        /** `from` of the next piece; null when nothing is left. */
        next: unixMsSchema.nullable(),
      }),
    ),
  /**
   * Stores a small file's candles under a market, labelled as imported: all, or none where one is wrong (INPUT_INVALID names file,
   * line, column and what was expected). The venue's own candles win. Bigger files are for the command line.
   */
  importCandles: procedure
    .input(
      market.extend({
        /** Null: as the rows are apart. */
        timeframe: timeframeSchema.nullable(),
        file: z.string().trim().min(1).max(120),
        csv: z.string().max(IMPORT_MAX_CHARS),
      }),
    )
    .output(
      z.strictObject({
        timeframe: timeframeSchema,
        candles: z.number().int().min(0),
        /** Fewer where the venue's own candles stand already. */
        stored: z.number().int().min(0),
        first: unixMsSchema,
        last: unixMsSchema,
      }),
    ),
  /** State: the newest candle; changes: it as it grows, and each new one. */
  watchCandle: procedure
    .input(market.extend({ timeframe: timeframeSchema }))
    .output(stream(candleSchema.nullable(), candleSchema)),
  /** At most ten times a second. */
  watchBook: procedure
    .input(market.extend({ depth: z.number().int().min(1).max(50) }))
    .output(stream(bookViewSchema, bookViewSchema)),
};
