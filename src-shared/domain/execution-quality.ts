// What tells how well orders were executed: price, fee and time against the plan?
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import { assetSchema, marketSymbolSchema, planIdSchema, venueIdSchema } from "./ids.ts";
import { sideSchema } from "./order.ts";
import { unixMsSchema } from "./time.ts";

const count = z.number().int().min(0);

/** Sums over legs. Money in the profile's currency at the planned value of each leg. */
const qualityGroupSchema = z.strictObject({
  /** A venue, a symbol, or a UTC day (`2026-01-31`). */
  key: z.string(),
  legs: count,
  /** How many were filled at least in part; what follows is of these. */
  filledLegs: count,
  value: decimalStringSchema,
  /** Without those taken in a coin that the leg does not price. */
  fees: decimalStringSchema,
  feeBp: decimalStringSchema.nullable(),
  slippageCost: decimalStringSchema,
  /** Weighted by value; positive is worse. */
  slippageBp: decimalStringSchema.nullable(),
  /** From the first send to the last fill that was written down. */
  medianMs: count.nullable(),
});
export type QualityGroup = z.infer<typeof qualityGroupSchema>;

const qualityLegSchema = z.strictObject({
  planId: planIdSchema,
  legIndex: count,
  venue: venueIdSchema,
  symbol: marketSymbolSchema,
  side: sideSchema,
  orders: count,
  firstSentAt: unixMsSchema,
  plannedQuantity: decimalStringSchema,
  filledQuantity: decimalStringSchema,
  plannedPrice: decimalStringSchema,
  filledPrice: decimalStringSchema.nullable(),
  slippageBp: decimalStringSchema.nullable(),
  /** In `feeAsset`, the leg's quote. */
  fee: decimalStringSchema,
  feeAsset: assetSchema,
  /** Fills whose fee is not in `fee`, because it was taken in a coin that the leg does not price. */
  feesLeftOut: count,
  tookMs: count.nullable(),
});
export type QualityLeg = z.infer<typeof qualityLegSchema>;

export const executionQualitySchema = z.strictObject({
  currency: assetSchema,
  /** Newest first, at most as many as were asked for; the groups are over all legs of the time asked for. */
  legs: z.array(qualityLegSchema),
  total: qualityGroupSchema,
  byVenue: z.array(qualityGroupSchema),
  bySymbol: z.array(qualityGroupSchema),
  /** Oldest first. */
  byDay: z.array(qualityGroupSchema),
  /** Legs of plans in another currency, which are in no group. */
  otherCurrency: count,
});
export type ExecutionQuality = z.infer<typeof executionQualitySchema>;
