// What changed what is owned?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "./decimal.ts";
import {
  accountIdSchema,
  assetSchema,
  batchIdSchema,
  planIdSchema,
  profileIdSchema,
  transactionIdSchema,
} from "./ids.ts";
import { unixMsSchema } from "./time.ts";

/** How an entry came into the books. `execution`: told by our own orders; `venue`: read from the venue; `opening`: held when the account was first read. */
const transactionSourceSchema = z.enum(["execution", "venue", "import", "manual", "opening"]);

/**
 * One entry of the books, keyed by (profile, id); importing it twice changes nothing. Quantities are positive, `type` and `side` give
 * the sign. Entries are never changed or deleted: a later one may replace one, and a book change may take one out (`books.ts`).
 */
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
  source: transactionSourceSchema.default("venue"),
  /** The venue's own id of the trade or ledger row, or the reference of a transfer; null where there is none. */
  venueRef: z.string().min(1).max(160).nullable().default(null),
  /** What the venue calls it more exactly, like "conversion", "dust" or "staking"; null for what the type says fully. */
  label: z.string().min(1).max(40).nullable().default(null),
  /** The import or the action by hand that it came with: what is undone together. */
  batchId: batchIdSchema.nullable().default(null),
  /** The entry that this one stands in for: a correction that keeps the original. */
  replaces: transactionIdSchema.nullable().default(null),
  /** What the person who entered it wrote. */
  note: z.string().max(500).nullable().default(null),
});
export type Transaction = z.infer<typeof transactionSchema>;

/** What an entry has of which no more is known than its figures. */
export const NO_DETAILS = {
  venueRef: null,
  label: null,
  batchId: null,
  replaces: null,
  note: null,
} as const satisfies Partial<Transaction>;
