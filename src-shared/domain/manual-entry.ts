// What may a person enter into the books by hand?
import { z } from "zod";
import { Decimal, nonNegativeDecimalSchema } from "./decimal.ts";
import { accountIdSchema, assetSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";
import { transactionSchema } from "./transaction.ts";

const positiveDecimalSchema = nonNegativeDecimalSchema.refine(
  // A text that is no number is refused as such; it says nothing of being positive.
  (text) => Decimal.tryParse(text)?.isPositive ?? true,
  { message: "expected a quantity greater than zero; side and type say whether it comes in or goes out" },
);

/** Types of which `side` says whether units come in (buy) or go out (sell). */
const SIDED: ReadonlySet<string> = new Set(["trade", "adjustment", "transfer"]);

/** An entry as a person writes it. Its value at its time is looked up where it is not told. */
export const manualEntrySchema = z
  .strictObject({
    accountId: accountIdSchema,
    ts: unixMsSchema,
    type: transactionSchema.shape.type,
    side: z.enum(["buy", "sell"]).nullable(),
    asset: assetSchema,
    quantity: positiveDecimalSchema,
    /** Trade: what was paid with or received, and the price in it. Deposit or reward: the cost of one unit, where known. */
    quote: assetSchema.nullable(),
    price: nonNegativeDecimalSchema.nullable(),
    fee: z.strictObject({ asset: assetSchema, amount: nonNegativeDecimalSchema }).nullable(),
    label: transactionSchema.shape.label.unwrap(),
    note: transactionSchema.shape.note.unwrap(),
  })
  .superRefine((entry, context) => {
    const wrong = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if (SIDED.has(entry.type) && entry.side === null) {
      wrong("side", `expected "buy" (comes in) or "sell" (goes out) for a ${entry.type}`);
    }
    if (!SIDED.has(entry.type) && entry.side !== null)
      wrong("side", `expected null: a ${entry.type} has one direction`);
    if ((entry.quote === null) !== (entry.price === null)) {
      wrong(entry.quote === null ? "quote" : "price", "expected the quote asset and the price together, or neither");
    }
    if (entry.type === "trade" && entry.quote === null) wrong("quote", "expected the asset that a trade was paid in");
    if (entry.type === "trade" && entry.quote === entry.asset)
      wrong("quote", "expected another asset than the one traded");
  });
export type ManualEntry = z.infer<typeof manualEntrySchema>;
