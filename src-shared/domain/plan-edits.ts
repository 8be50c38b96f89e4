// Which changes by hand make a new plan out of one that was shown?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { planIdSchema } from "./ids.ts";

/**
 * The new plan has a hash of its own and keeps targets, policy and deposits of the old one; its projection is exact.
 * INPUT_INVALID names the leg that cannot be as asked.
 */
export const planEditsSchema = z.strictObject({
  planId: planIdSchema,
  /** Legs that are not named stay as they are. `leg` is the index in the old plan. */
  legs: z
    .array(
      z.strictObject({
        leg: z.number().int().min(0),
        skip: z.boolean().optional(),
        /** In base, on the lot step. */
        quantity: nonNegativeDecimalSchema.optional(),
      }),
    )
    .max(500),
  /** Sending order: old indices, each leg that is not skipped exactly once. Absent: the old order. */
  order: z.array(z.number().int().min(0)).max(500).optional(),
});
export type PlanEdits = z.infer<typeof planEditsSchema>;
