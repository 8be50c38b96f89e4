// What does the venue say of one order of a plan before it may be approved?
import { z } from "zod";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import { assetSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

/** `notSupported`: the venue cannot check without placing. `unanswered`: it was asked and did not say. */
export const legCheckStateSchema = z.enum(["notSupported", "pending", "ok", "refused", "unanswered"]);
export type LegCheckState = z.infer<typeof legCheckStateSchema>;

/** One per leg, in the order of the legs. Stands for this plan hash only. */
export const legCheckSchema = z.strictObject({
  state: legCheckStateSchema,
  /** The venue's own code, or one of ours; null where nothing is wrong. */
  code: z.string().nullable(),
  detail: z.string(),
  /** The fee that the venue expects for this order; null where it names none. */
  fee: z.strictObject({ asset: assetSchema, amount: nonNegativeDecimalSchema }).nullable(),
  warnings: z.array(z.string()),
  /** When the answer came; null before. */
  at: unixMsSchema.nullable(),
});
export type LegCheck = z.infer<typeof legCheckSchema>;
