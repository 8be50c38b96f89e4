// What would a plan have done since it was made, had it been executed at its own prices?
import { z } from "zod";
import { modeSchema } from "./account.ts";
import { decimalStringSchema } from "./decimal.ts";
import { assetSchema, planHashSchema, planIdSchema } from "./ids.ts";
import { plannerResultSchema, planStateSchema } from "./plan.ts";
import { adviceSchema } from "./plan-verdict.ts";
import { policySchema } from "./policy.ts";
import { unixMsSchema } from "./time.ts";

/** Values are in the plan's valuation asset at present consensus prices; null where a price is missing. */
export const planOutcomeSchema = z.strictObject({
  planId: planIdSchema,
  planHash: planHashSchema,
  createdAt: unixMsSchema,
  /** When it was approved; null where it never was. */
  approvedAt: unixMsSchema.nullable(),
  state: planStateSchema,
  mode: modeSchema,
  goal: policySchema.shape.goal,
  solver: plannerResultSchema.shape.solver,
  /** What the verdict said then; null for a plan without one. */
  advice: adviceSchema.nullable(),
  legs: z.number().int().min(0),
  turnover: decimalStringSchema,
  cost: decimalStringSchema,
  currency: assetSchema,
  /** What was held then, worth now; null also where the plan did not note what was held. */
  notExecuted: decimalStringSchema.nullable(),
  /** The same after the plan's legs at the plan's prices and fees. */
  executed: decimalStringSchema.nullable(),
  /** Executed less not executed: what the plan would have brought. */
  difference: decimalStringSchema.nullable(),
  assets: z.array(
    z.strictObject({
      asset: assetSchema,
      /** Amount then; null where the plan did not note it. */
      held: decimalStringSchema.nullable(),
      /** What the plan's legs change of it, fees included. */
      change: decimalStringSchema,
      price: decimalStringSchema.nullable(),
      notExecuted: decimalStringSchema.nullable(),
      executed: decimalStringSchema.nullable(),
      difference: decimalStringSchema.nullable(),
    }),
  ),
  /** Assets whose price is missing now. */
  unpriced: z.array(assetSchema),
});
export type PlanOutcome = z.infer<typeof planOutcomeSchema>;
