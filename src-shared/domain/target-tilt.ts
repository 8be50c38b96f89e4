// What did open signals make of a target?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema, signalIdSchema } from "./ids.ts";

/** One asset whose target is not the one that was asked for. Shares of the portfolio. */
export const targetTiltLineSchema = z.strictObject({
  asset: assetSchema,
  from: nonNegativeDecimalSchema,
  to: nonNegativeDecimalSchema,
  /** The signal that moves it; null: it makes room for another, or takes what is left over. */
  signalId: signalIdSchema.nullable(),
});
export type TargetTiltLine = z.infer<typeof targetTiltLineSchema>;
