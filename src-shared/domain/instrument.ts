// What is a market, and which orders does it take?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { type Asset, assetSchema, marketSymbolSchema, venueIdSchema } from "./ids.ts";
import type { Side } from "./order.ts";

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

/** The venue's fee as a share of notional, by liquidity, and the asset it is taken in; `received`: base of a buy, quote of a sale. */
export const feeTierSchema = z.strictObject({
  maker: nonNegativeDecimalSchema,
  taker: nonNegativeDecimalSchema,
  feeAsset: z.union([z.literal("quote"), z.literal("base"), z.literal("received"), assetSchema]).default("quote"),
});
export type FeeTier = z.infer<typeof feeTierSchema>;

/** Whether a fee is counted in the base asset: it comes out of a buy, on top of a sale. */
export function isFeeInBase(feeAsset: FeeTier["feeAsset"], side: Side): boolean {
  return feeAsset === "base" || (feeAsset === "received" && side === "buy");
}

/** The asset that an order of this market pays its fee in. */
export function feeAssetOf(
  feeAsset: FeeTier["feeAsset"],
  { base, quote }: Pick<Instrument, "base" | "quote">,
  side: Side,
): Asset {
  if (isFeeInBase(feeAsset, side)) return base;
  return feeAsset === "quote" || feeAsset === "received" || feeAsset === "base" ? quote : feeAsset;
}
