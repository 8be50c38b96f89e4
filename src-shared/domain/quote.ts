// What is a price, how old is it, and may it be used?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

/** Ladder of age and health. Only `live` passes the order gate. `suspect`: failed the outlier test, not yet confirmed. */
export const quoteStateSchema = z.enum(["live", "lagging", "stale", "dead", "suspect"]);
export type QuoteState = z.infer<typeof quoteStateSchema>;

/** Old, gone or unconfirmed: such a price, and every figure that rests on it, is never shown as if it were good. */
export function isDoubtful(state: QuoteState): boolean {
  return state !== "live" && state !== "lagging";
}

export const quoteSourceSchema = z.enum(["stream", "rest", "replay", "simulated"]);
export type QuoteSource = z.infer<typeof quoteSourceSchema>;

/** Ages up to which a price is live and lagging; valuation accepts up to the TTL, flagged. */
export const PRICE_AGE_MS = { live: 5_000, lagging: 15_000, valuationTtl: 60_000 } as const;

/** What a feed delivers: one venue's best prices of one market. tsEvent is the venue's time, where it sends one; tsInit is ours. */
export const rawQuoteSchema = z.strictObject({
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  bid: nonNegativeDecimalSchema,
  ask: nonNegativeDecimalSchema,
  last: nonNegativeDecimalSchema.nullable(),
  /** 24 h volume in the base asset. */
  volume24h: nonNegativeDecimalSchema.nullable(),
  tsEvent: unixMsSchema.nullable(),
  tsInit: unixMsSchema,
  source: quoteSourceSchema,
});
export type RawQuote = z.infer<typeof rawQuoteSchema>;

/** A cached quote with its state now and the reason for it. `confirmedAt` is the venue's last confirmation (update, heartbeat or probe). */
export const quoteSchema = rawQuoteSchema.extend({
  state: quoteStateSchema,
  reason: z.string().nullable(),
  confirmedAt: unixMsSchema,
});
export type Quote = z.infer<typeof quoteSchema>;

/** One price of an asset in the valuation currency: median over venues, or a path over several markets. */
export const consensusPriceSchema = z.strictObject({
  asset: assetSchema,
  currency: assetSchema,
  price: decimalStringSchema,
  /** Worst state among the quotes used. */
  state: quoteStateSchema,
  /** Age of the oldest quote used, in milliseconds. */
  ageMs: z.number().int().min(0),
  /** Markets walked from the asset to the currency, like `["ETH/BTC", "BTC/USD"]`; empty for the currency itself. */
  path: z.array(marketSymbolSchema),
  /** Quotes that took part, each with its mid in the market's own quote asset. */
  sources: z.array(
    z.strictObject({
      venue: venueIdSchema,
      symbol: marketSymbolSchema,
      mid: decimalStringSchema,
      ageMs: z.number().int().min(0),
      state: quoteStateSchema,
    }),
  ),
  /** Set where stable coins were taken at par because no market links them. */
  assumedPar: z.boolean(),
  /** Price 24 h ago from candles, where known. */
  price24hAgo: decimalStringSchema.nullable(),
});
export type ConsensusPrice = z.infer<typeof consensusPriceSchema>;

export const orderBookSchema = z.strictObject({
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  /** `[price, size]`, best first. */
  bids: z.array(z.tuple([nonNegativeDecimalSchema, nonNegativeDecimalSchema])),
  asks: z.array(z.tuple([nonNegativeDecimalSchema, nonNegativeDecimalSchema])),
  tsEvent: unixMsSchema.nullable(),
  tsInit: unixMsSchema,
});
export type OrderBook = z.infer<typeof orderBookSchema>;
