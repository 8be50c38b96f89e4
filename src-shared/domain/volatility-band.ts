// Which band goes with which volatility of the portfolio?
import { z } from "zod";
import { type DecimalString, nonNegativeDecimalSchema } from "./decimal.ts";

const share = nonNegativeDecimalSchema;
const text = (value: string) => value as DecimalString;

/** Yearly volatility over which this band is taken; 0.8 is 80 %. */
const volatilityStepSchema = z.strictObject({ above: share, band: share });

/**
 * Half widths of bands by the yearly volatility of the target-weighted portfolio. Of the steps that the volatility is over, that with
 * the highest `above` counts; over none, `otherwise`. The order of the steps does not matter.
 */
export const volatilityTableSchema = z.strictObject({
  steps: z
    .array(volatilityStepSchema)
    .max(12)
    .default([
      { above: text("0.8"), band: text("0.03") },
      { above: text("0.5"), band: text("0.05") },
    ]),
  otherwise: share.default(text("0.08")),
});
export type VolatilityTable = z.infer<typeof volatilityTableSchema>;

/** The same in a policy, with what was measured last: written by the program, absent while there are too few daily returns. */
export const volatilityBandSchema = volatilityTableSchema.extend({ measured: share.optional() });
