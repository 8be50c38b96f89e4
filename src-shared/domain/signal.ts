// What does a rule or strategy see, how sure is it, and why?
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import { decisionRecordSchema } from "./decision.ts";
import { assetSchema, decisionHashSchema, profileIdSchema, signalIdSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

/** A signal never trades: a person turns it into a plan. */
export const signalSchema = z.strictObject({
  id: signalIdSchema,
  profileId: profileIdSchema,
  ts: unixMsSchema,
  asset: assetSchema.nullable(),
  action: z.enum(["buy", "sell", "hold", "rebalance"]),
  quantity: decimalStringSchema.nullable(),
  price: decimalStringSchema.nullable(),
  confidence: decimalStringSchema,
  strength: decimalStringSchema,
  source: z.enum(["rebalance", "strategy", "cycle", "cashDeployment", "analyst", "arbitrage"]),
  summary: z.string(),
  rationale: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string(),
      needs: z.string().nullable(),
      passed: z.boolean().nullable(),
    }),
  ),
  expiresAt: unixMsSchema,
  /** Rule and version, like `threshold, version 1`. */
  rule: z.string(),
  decisionHash: decisionHashSchema,
  /** Of a strategy's signal as it is stored: what it takes to make it again. Not told to windows. */
  decision: decisionRecordSchema.optional(),
});
export type Signal = z.infer<typeof signalSchema>;
