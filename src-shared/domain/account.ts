// Where is what is owned, and how free is it?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { accountIdSchema, assetSchema, venueIdSchema } from "./ids.ts";
import { feeTierSchema } from "./instrument.ts";

export const modeSchema = z.enum(["paper", "sandbox", "live"]);
/** `paper`: simulated exchange, same code path; `sandbox`: the venue's own; `live`. */
export type Mode = z.infer<typeof modeSchema>;

export const accountSchema = z.strictObject({
  id: accountIdSchema,
  name: z.string().min(1).max(64),
  kind: z.enum(["exchange", "paper", "manual"]),
  venue: venueIdSchema,
  fees: feeTierSchema,
});
export type Account = z.infer<typeof accountSchema>;

/** What one account holds of one asset. total = free + inOrders + earn + locked. */
export const balanceSchema = z.strictObject({
  accountId: accountIdSchema,
  asset: assetSchema,
  free: nonNegativeDecimalSchema,
  inOrders: nonNegativeDecimalSchema,
  earn: nonNegativeDecimalSchema,
  locked: nonNegativeDecimalSchema,
});
export type Balance = z.infer<typeof balanceSchema>;
