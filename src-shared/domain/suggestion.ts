// What does the program propose, and why?
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import { assetSchema, profileIdSchema, suggestionIdSchema } from "./ids.ts";
import { policyPatchSchema, targetsSchema } from "./policy.ts";
import { unixMsSchema } from "./time.ts";

export const prioritySchema = z.enum(["low", "medium", "high", "critical"]);
export type Priority = z.infer<typeof prioritySchema>;

export const suggestionTypeSchema = z.enum([
  "threshold",
  "schedule",
  "riskAdjusted",
  "volatilityBand",
  "highCash",
  "loss",
  "diversification",
  "concentration",
  "flow",
  "positionExit",
]);
export type SuggestionType = z.infer<typeof suggestionTypeSchema>;

/**
 * What to preview for it: changes of the profile's policy, and other targets than its own; or, instead of both, what is due of the
 * position of one asset.
 */
const suggestedPlanSchema = z.strictObject({
  policy: policyPatchSchema,
  targets: targetsSchema.optional(),
  exit: assetSchema.optional(),
});
export type SuggestedPlan = z.infer<typeof suggestedPlanSchema>;

/** An episode: opened once, updated in place, closed when its condition has been false for two evaluations. Opens a plan, never an order. */
export const suggestionSchema = z.strictObject({
  id: suggestionIdSchema,
  profileId: profileIdSchema,
  type: suggestionTypeSchema,
  /** The asset concerned, where there is one. */
  asset: assetSchema.nullable(),
  title: z.string(),
  /** One sentence with the numbers. */
  reason: z.string(),
  action: z.string(),
  /** Null where looking is what is asked for, and in those opened before plans were told. */
  plan: suggestedPlanSchema.nullable().default(null),
  priority: prioritySchema,
  /** The numbers the rule compared. */
  measured: decimalStringSchema,
  limit: decimalStringSchema,
  openedAt: unixMsSchema,
  updatedAt: unixMsSchema,
  snoozedUntil: unixMsSchema.nullable(),
  /** Snoozed until the measured value is twice what it was. */
  snoozedUntilDoubles: decimalStringSchema.nullable(),
  closedAt: unixMsSchema.nullable(),
  closedBecause: z.enum(["conditionOver", "dismissed", "rebalanced"]).nullable(),
  dismissReason: z.string().nullable(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** What the last check of the triggers found: one line on Overview. */
export const evaluationSchema = z.strictObject({
  ts: unixMsSchema,
  fired: z.array(suggestionTypeSchema),
  /** Why nothing happened, or what was opened, in one sentence. */
  summary: z.string(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
