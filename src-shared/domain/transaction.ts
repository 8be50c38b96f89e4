// What changed what is owned?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import { accountIdSchema, assetSchema, planIdSchema, profileIdSchema, transactionIdSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";

/** One entry of the books, keyed by (profile, id); importing it twice changes nothing. Quantities are positive, `type` and `side` give the sign. */
export const transactionSchema = z.strictObject({
  id: transactionIdSchema,
  profileId: profileIdSchema,
  accountId: accountIdSchema,
  ts: unixMsSchema,
  type: z.enum(["trade", "deposit", "withdrawal", "fee", "reward", "transfer", "adjustment"]),
  side: z.enum(["buy", "sell"]).nullable(),
  asset: assetSchema,
  quantity: nonNegativeDecimalSchema,
  /** Trade: the quote asset and the price in it. Deposit or reward: cost basis, where known. */
  quote: assetSchema.nullable(),
  price: nonNegativeDecimalSchema.nullable(),
  fee: z.strictObject({ asset: assetSchema, amount: decimalStringSchema }).nullable(),
  /** Value of one unit of quote and of the fee asset in the profile's currency at that time (average cost is kept in it); null where unknown. */
  quoteValue: decimalStringSchema.nullable(),
  feeValue: decimalStringSchema.nullable(),
  planId: planIdSchema.nullable(),
});
export type Transaction = z.infer<typeof transactionSchema>;
