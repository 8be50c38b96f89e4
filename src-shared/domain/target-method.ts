// Where do a profile's targets come from: set by hand, or computed by which rule, from what, inside which limits?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema } from "./ids.ts";
import { targetsSchema } from "./policy.ts";
import { unixMsSchema } from "./time.ts";

const share = nonNegativeDecimalSchema;

/** Rules that share an amount out among assets, or among groups of them. */
export const weightingSchema = z.enum(["equal", "inverseVolatility", "equalRisk", "minVariance"]);
export type Weighting = z.infer<typeof weightingSchema>;

/** The first level where assets are grouped; within a group the method itself shares out. */
const targetGroupSchema = z.strictObject({
  name: z.string().trim().min(1).max(48),
  assets: z.array(assetSchema).min(1).max(100),
  /** Its share of what is not cash; needed where the groups are `fixed`. */
  share: share.optional(),
});

/** A strategy's wish for one asset: how far to move it, and how far it may be moved at most. Both are shares of the portfolio. */
const targetTiltSchema = z.strictObject({ tilt: decimalStringSchema, bound: share });

/**
 * How a profile's targets are made. With `fixed` they are what the person set, and the rest of this waits until another method is
 * chosen. Caps and floors are shares of the whole portfolio.
 */
export const targetMethodSchema = z.strictObject({
  method: z.enum(["fixed", ...weightingSchema.options]).default("fixed"),
  /** Assets that the method shares out among; coins that count as cash are not among them. */
  assets: z.array(assetSchema).max(100).default([]),
  /** What is kept as cash whatever the method says. */
  cashShare: share.default("0" as z.infer<typeof share>),
  caps: z.record(assetSchema, share).default({}),
  floors: z.record(assetSchema, share).default({}),
  /** How many daily returns are looked at. */
  lookbackDays: z.number().int().min(10).max(720).default(90),
  /** None: one level. Else each asset stands in exactly one. */
  groups: z.array(targetGroupSchema).max(20).default([]),
  groupMethod: z.enum(["fixed", ...weightingSchema.options]).default("equal"),
  tilts: z.record(assetSchema, targetTiltSchema).default({}),
});
export type TargetMethod = z.infer<typeof targetMethodSchema>;

/** One asset's way from what the method says to its target: `base + tilt = result`. */
export const targetLineSchema = z.strictObject({
  asset: assetSchema,
  group: z.string().nullable(),
  /** What the method gives it, limits kept. */
  base: decimalStringSchema,
  /** What was added for tilts: its own, or its part in making room for those of others. */
  tilt: decimalStringSchema,
  /** Its target. */
  result: decimalStringSchema,
  /** Which of its limits the target stands at. */
  limit: z.enum(["cap", "floor"]).nullable(),
  /** Yearly volatility over the period, a fraction; null where the method asks for no returns, and for cash. */
  volatility: z.number().nullable(),
  /** Its part of the portfolio's variance at the targets; null as above. */
  riskShare: z.number().nullable(),
});
export type TargetLine = z.infer<typeof targetLineSchema>;

/** Targets as they were computed last, with what they rest on. */
export const computedTargetsSchema = z.strictObject({
  at: unixMsSchema,
  lines: z.array(targetLineSchema),
  targets: targetsSchema,
  /** Days whose returns were looked at: first one's start and last one's end. Null where none are needed. */
  period: z
    .strictObject({
      from: unixMsSchema,
      until: unixMsSchema,
      returns: z.number().int().min(0),
      /** Days of the period left out, because an asset had no price. */
      missing: z.number().int().min(0),
      /** How much of the structured matrix is in the covariance, 0 to 1 (Ledoit and Wolf). */
      shrinkage: z.number(),
    })
    .nullable(),
});
export type ComputedTargets = z.infer<typeof computedTargetsSchema>;
