// Why did a look at the rules open something, or nothing?
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import { assetSchema } from "./ids.ts";
import { suggestionTypeSchema } from "./suggestion.ts";
import { unixMsSchema } from "./time.ts";

/**
 * What one rule said. `opened`: a new suggestion; `open`: one that is open already; `snoozed`, `dismissed`, `cooling`: its condition
 * holds and it keeps quiet; `quiet`: its condition does not hold; `off`: not asked; `unknown`: something it needs is not known.
 */
export const ruleOutcomeSchema = z.strictObject({
  type: suggestionTypeSchema,
  /** Whether its condition held. */
  fired: z.boolean(),
  outcome: z.enum(["opened", "open", "snoozed", "dismissed", "cooling", "quiet", "off", "unknown"]),
  /** What it was nearest at, where it looks at single assets. */
  asset: assetSchema.nullable(),
  /** The numbers it compared; null where it compared none. */
  measured: decimalStringSchema.nullable(),
  limit: decimalStringSchema.nullable(),
  /** One sentence with the numbers. */
  reason: z.string(),
});
export type RuleOutcome = z.infer<typeof ruleOutcomeSchema>;

export const evaluationCauseSchema = z.enum(["prices", "timer", "asked", "forced"]);
export type EvaluationCause = z.infer<typeof evaluationCauseSchema>;

/**
 * One evaluation, or a run of evaluations by prices in which every rule came out the same. Numbers and sentences are those of the last
 * one. Kept for 30 days.
 */
export const evaluationRecordSchema = z.strictObject({
  /** Rises by one per record of a profile. */
  seq: z.number().int().min(1),
  /** First and last evaluation. */
  from: unixMsSchema,
  until: unixMsSchema,
  times: z.number().int().min(1),
  cause: evaluationCauseSchema,
  summary: z.string(),
  /** One per rule; none where the rules could not be asked at all, as the summary says. */
  rules: z.array(ruleOutcomeSchema),
});
export type EvaluationRecord = z.infer<typeof evaluationRecordSchema>;
