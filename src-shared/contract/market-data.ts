// What may the window ask about markets?
import { z } from "zod";
import { candleSchema, timeframeSchema } from "#shared/domain/candle.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { instrumentSchema } from "#shared/domain/instrument.ts";
import { consensusPriceSchema, orderBookSchema, quoteSchema } from "#shared/domain/quote.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { forProfile, procedure, stream } from "./base.ts";

export const pricesSchema = z.strictObject({
  /** One price per asset of the profile (held, targeted or watched) in its currency. */
  prices: z.array(consensusPriceSchema),
  /** Per-venue quotes of the same assets. */
  quotes: z.array(quoteSchema),
  /** Assets without any price, with the reason. */
  unresolved: z.array(z.strictObject({ asset: assetSchema, reason: z.string() })),
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
  /** State: the newest candle; changes: it as it grows, and each new one. */
  watchCandle: procedure
    .input(market.extend({ timeframe: timeframeSchema }))
    .output(stream(candleSchema.nullable(), candleSchema)),
  /** At most twice a second. */
  watchBook: procedure
    .input(market.extend({ depth: z.number().int().min(1).max(50) }))
    .output(stream(orderBookSchema, orderBookSchema)),
};
