// Does acting now cost more than waiting would, and by which numbers? The formulas are in resources/docs/acting-or-waiting.md.
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import { assetSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

export const adviceSchema = z.enum(["act", "wait", "unknown"]);
export type Advice = z.infer<typeof adviceSchema>;

/** The returns that the risk was measured from. */
const returnHistorySchema = z.strictObject({
  /** One return a day, of the close in the valuation asset. */
  timeframe: z.literal("1d"),
  /** Close of the day before the first return, and close of the last one; null where no return is known. */
  from: unixMsSchema.nullable(),
  to: unixMsSchema.nullable(),
  /** Days on which every asset below has a return. */
  returns: z.number().int().min(0),
  assets: z.array(assetSchema),
  /** Drifting assets without enough returns: then nothing is advised. */
  missing: z.array(assetSchema),
  /** How far the sample covariance was moved to its shrinkage target, 0 to 1; null where there is none. */
  shrinkage: decimalStringSchema.nullable(),
});

/** Money is in the valuation asset, shares are of the portfolio's value, bp are 1/10,000 of it. */
export const planVerdictSchema = z.strictObject({
  advice: adviceSchema,
  /** One plain sentence with the numbers. */
  reason: z.string(),
  /** Expected cost of the plan. */
  cost: decimalStringSchema,
  costBp: decimalStringSchema,
  /** What keeping today's drift for the whole horizon loses; null where risk is not known. */
  waitingLoss: decimalStringSchema.nullable(),
  waitingLossBp: decimalStringSchema.nullable(),
  /** The same of the drift that the plan leaves. */
  lossLeft: decimalStringSchema.nullable(),
  /** One standard deviation of the drift's result over the horizon. Information only: drift cancels out of it. */
  oneSigma: decimalStringSchema.nullable(),
  riskAversion: decimalStringSchema,
  horizonDays: z.number().int().min(1),
  assets: z.array(
    z.strictObject({
      asset: assetSchema,
      /** Weight less target, as a share: 0.05 is 5 points above. */
      drift: decimalStringSchema,
      /** A year's standard deviation, as a share; null where it is not known. */
      volatility: decimalStringSchema.nullable(),
      /** Cost of trading one unit of value: of this asset's own legs, else of the whole plan; null without a leg. */
      costRate: decimalStringSchema.nullable(),
      /** Drift, as a share, from which on acting pays for this asset alone; null where a number is missing. */
      payingBand: decimalStringSchema.nullable(),
    }),
  ),
  history: returnHistorySchema,
});
export type PlanVerdict = z.infer<typeof planVerdictSchema>;
