// Which rebalance does a person want, and inside which limits?
import { z } from "zod";
import { type DecimalString, nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema, venueIdSchema } from "./ids.ts";
import { volatilityBandSchema } from "./volatility-band.ts";

const share = nonNegativeDecimalSchema;
const text = (value: string) => value as DecimalString;

/** Target weights by asset, fractions that sum to 1. One cash coin stands for the whole cash group. */
export const targetsSchema = z.record(assetSchema, share);
export type Targets = z.infer<typeof targetsSchema>;

/** How far a weight may stray before the threshold trigger fires: the widest of those that are set (`compute-band.ts`). */
const bandsSchema = z.strictObject({
  /** Half width as a share of the portfolio. */
  absolute: share.optional(),
  /** Half width as a share of the target, at least `floor`. */
  relative: share.optional(),
  floor: share.optional(),
  /** Takes the place of `absolute` once the portfolio's volatility is known. */
  volatility: volatilityBandSchema.optional(),
});

const policyFields = {
  goal: z.enum(["target", "bandEdge", "cashFlow", "raiseCash", "liquidate"]),
  /** How near to the goal is near enough, as a share of the portfolio. */
  tolerance: share,
  minTradeValue: share,
  /** Most that a plan may cost, as a share of the portfolio's value. */
  maxCostFraction: share,
  slippageTolerance: share,
  cashReserve: z.record(assetSchema, share),
  neverSell: z.array(assetSchema),
  neverBuy: z.array(assetSchema),
  /** Amount of an asset that is kept as it is. */
  pinned: z.record(assetSchema, share),
  includeUntargeted: z.boolean(),
  bands: bandsSchema,
  bandsByAsset: z.record(assetSchema, share),
  raise: z.strictObject({ asset: assetSchema, amount: share }).optional(),
  liquidate: assetSchema.optional(),
  /** Most that goal cashFlow may spend, of one cash coin; the rest of the cash stays. Absent: all cash above its target. */
  invest: z.strictObject({ asset: assetSchema, amount: share }).optional(),
  /** Of the verdict: how much a person minds risk (gamma, 3 where absent), and how long drift would be kept (30 days). */
  riskAversion: share.optional(),
  horizonDays: z.number().int().min(1).max(3650).optional(),
  maxOrderFraction: share.optional(),
  maxTurnoverFraction: share.optional(),
  /** Most orders that a plan may have: what the limit of the day leaves. Absent: no limit. */
  maxOrders: z.number().int().min(0).max(10_000).optional(),
  /** What the volatility ceiling keeps from being bought or sold by this plan. Absent: nothing. */
  heldBack: z.strictObject({ buy: z.array(assetSchema), sell: z.array(assetSchema) }).optional(),
  allowedQuotes: z.array(assetSchema).optional(),
  allowedVenues: z.array(venueIdSchema).optional(),
  /** How approved legs are sent: at once (also where absent), resting as maker first, or in parts over a while. */
  sending: z.enum(["atOnce", "makerFirst", "slices"]).optional(),
};

/** What the planner is asked for and must keep. Shares are fractions; money is in the valuation currency. */
export const policySchema = z.strictObject({
  ...policyFields,
  goal: policyFields.goal.default("target"),
  tolerance: share.default(text("0.01")),
  minTradeValue: share.default(text("10")),
  maxCostFraction: share.default(text("0.01")),
  slippageTolerance: share.default(text("0.001")),
  cashReserve: policyFields.cashReserve.default({}),
  neverSell: policyFields.neverSell.default([]),
  neverBuy: policyFields.neverBuy.default([]),
  pinned: policyFields.pinned.default({}),
  includeUntargeted: policyFields.includeUntargeted.default(false),
  bands: bandsSchema.default({ absolute: text("0.05") }),
  bandsByAsset: policyFields.bandsByAsset.default({}),
});
export type Policy = z.infer<typeof policySchema>;

/** Some of a policy's keys. Without defaults: a key that is not named stays as it is. What is held back is no one's wish. */
export const policyPatchSchema = z.strictObject(policyFields).partial().omit({ heldBack: true });
export type PolicyPatch = z.infer<typeof policyPatchSchema>;

const riskLimitFields = {
  maxOrderFraction: share,
  maxPlanTurnoverFraction: share,
  maxDayTurnoverFraction: share,
  maxOrdersPerDay: z.number().int().min(0).max(10_000),
  maxDailyLossFraction: share,
  maxDrawdownFraction: share,
  /** Volatility of the portfolio a year (30 days, exponentially weighted) above which no order may raise it. */
  volatilityCeiling: share,
};

/** Limits of a profile; each denial has a code. Shares are fractions. */
export const riskLimitsSchema = z.strictObject({
  maxOrderFraction: share.default(text("0.08")),
  maxPlanTurnoverFraction: share.default(text("2")),
  maxDayTurnoverFraction: share.default(text("3")),
  maxOrdersPerDay: riskLimitFields.maxOrdersPerDay.default(40),
  maxDailyLossFraction: share.default(text("0.04")),
  maxDrawdownFraction: share.default(text("0.12")),
  volatilityCeiling: share.default(text("0.75")),
});
export type RiskLimits = z.infer<typeof riskLimitsSchema>;

/** Some of the limits; a key that is not named stays as it is. */
export const riskLimitsPatchSchema = z.strictObject(riskLimitFields).partial();
export type RiskLimitsPatch = z.infer<typeof riskLimitsPatchSchema>;
