// What is looked at of one market beside its decision: closes with features over them, and whether its order is more than noise?
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import { type MarketSymbol, marketSymbolSchema, venueIdSchema } from "./ids.ts";
import { wheelViewSchema } from "./strategies-view.ts";
import { unixMsSchema } from "./time.ts";

/** As `resources/docs/features.md` names them: `rsi_14`, `bb_20_2_upper`. */
export const featureNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_.]{0,59}$/, "expected the name of a feature, like rsi_14");

export interface WantedFeatures {
  readonly symbol: MarketSymbol;
  readonly names: readonly string[];
  /** Newest bars that are wanted. */
  readonly bars: number;
}

export const marketLookSchema = z.strictObject({
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  /** Of hourly bars that are closed, oldest first, in UTC milliseconds; the columns below are as long. */
  openTimes: z.array(unixMsSchema),
  /** In the symbol's quote. */
  closes: z.array(decimalStringSchema),
  /** One for each name that was asked for, in that order; null where a value is not known. */
  columns: z.array(z.strictObject({ name: featureNameSchema, values: z.array(z.number().nullable()) })),
  /** At the newest bar, whether or not the wheel is among the profile's strategies; null while it is not known. */
  wheel: wheelViewSchema.nullable(),
});
export type MarketLook = z.infer<typeof marketLookSchema>;

const share = z.number().min(0).max(1);
const byEntropy = z.strictObject({ shannon: share, permutation: share });

/** The gate's two entropies against those of the same returns in random order. */
export const noiseReadingSchema = z.strictObject({
  /** Close of the newest bar that was read. */
  closedAt: unixMsSchema,
  shuffles: z.number().int().min(1),
  /** As a share of the maximum. */
  entropy: byEntropy,
  /** Share of the shuffles with an entropy at most as high, the reading itself counted among them. */
  chance: byEntropy,
  toldFromNoise: z.boolean(),
  because: z.string(),
});
export type NoiseReading = z.infer<typeof noiseReadingSchema>;
