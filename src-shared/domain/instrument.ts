// What is a market, and which orders does it take?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema, marketSymbolSchema, venueIdSchema } from "./ids.ts";

/** One market of one venue with the exact filters an order must keep. A limit that the venue does not have is null. */
export const instrumentSchema = z.strictObject({
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  base: assetSchema,
  quote: assetSchema,
  /** Tick: limit prices are whole multiples of it. */
  priceStep: nonNegativeDecimalSchema,
  /** Lot step: quantities are whole multiples of it. */
  amountStep: nonNegativeDecimalSchema,
  amountMin: nonNegativeDecimalSchema.nullable(),
  amountMax: nonNegativeDecimalSchema.nullable(),
  /** Least and greatest quantity x limit price, in the quote asset. */
  costMin: nonNegativeDecimalSchema.nullable(),
  costMax: nonNegativeDecimalSchema.nullable(),
  status: z.enum(["online", "cancelOnly", "postOnly", "limitOnly", "offline"]),
});
export type Instrument = z.infer<typeof instrumentSchema>;

/** The venue's fee as a share of notional, by liquidity, and the asset it is taken in. */
export const feeTierSchema = z.strictObject({
  maker: nonNegativeDecimalSchema,
  taker: nonNegativeDecimalSchema,
  feeAsset: z.union([z.literal("quote"), z.literal("base"), assetSchema]).default("quote"),
});
export type FeeTier = z.infer<typeof feeTierSchema>;
