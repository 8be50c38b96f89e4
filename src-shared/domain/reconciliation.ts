// Where do a venue and the books disagree, what is the likely cause, and what can be done about it?
import { z } from "zod";
import { decimalStringSchema } from "./decimal.ts";
import { accountIdSchema, assetSchema, transactionIdSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

/**
 * One way to end a difference. `adjust`: an adjustment entry of just the difference; `enter`: an entry of a type that explains it;
 * `pairTransfer`: a withdrawal and a deposit are one transfer; `importHistory`: the venue's lists are read (again).
 */
export const reconciliationFixSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("adjust") }),
  z.strictObject({ kind: z.literal("enter"), type: z.enum(["deposit", "withdrawal", "reward", "fee"]) }),
  z.strictObject({
    kind: z.literal("pairTransfer"),
    withdrawalId: transactionIdSchema,
    depositId: transactionIdSchema,
  }),
  z.strictObject({ kind: z.literal("importHistory") }),
]);
export type ReconciliationFix = z.infer<typeof reconciliationFixSchema>;

export const reconciliationCauseSchema = z.enum([
  "orderInFlight",
  "rounding",
  "missingHistory",
  "unmatchedTransfer",
  "unknownDeposit",
  "unknownWithdrawal",
  "unknownReward",
  "unknownFee",
]);
export type ReconciliationCause = z.infer<typeof reconciliationCauseSchema>;

export const reconciliationLineSchema = z.strictObject({
  accountId: accountIdSchema,
  asset: assetSchema,
  venueQuantity: decimalStringSchema,
  booksQuantity: decimalStringSchema,
  /** venue - books. */
  difference: decimalStringSchema,
  /** When the venue said so. */
  readAt: unixMsSchema,
  /** Null where they agree. */
  cause: z.strictObject({ kind: reconciliationCauseSchema, message: z.string() }).nullable(),
  /** The likeliest first; none where they agree or where waiting is all there is to do. */
  fixes: z.array(reconciliationFixSchema),
});
export type ReconciliationLine = z.infer<typeof reconciliationLineSchema>;
