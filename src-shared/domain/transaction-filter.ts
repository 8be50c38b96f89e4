// Which entries of the books does someone want to see?
import { z } from "zod";
import { accountIdSchema, assetSchema } from "./ids.ts";
import { unixMsSchema } from "./time.ts";
import { type Transaction, transactionSchema } from "./transaction.ts";

/** All that is given must hold. An asset matches where it moved: as the asset, its quote or its fee. */
export const transactionFilterSchema = z.strictObject({
  accountId: accountIdSchema.optional(),
  asset: assetSchema.optional(),
  type: transactionSchema.shape.type.optional(),
  /** A part of an id, reference, label, note or asset; capitals do not matter. */
  text: z.string().trim().min(1).max(100).optional(),
});
export type TransactionFilter = z.infer<typeof transactionFilterSchema>;

/** Where a page ends: time and place of its last row. */
export const transactionCursorSchema = z.strictObject({ ts: unixMsSchema, row: z.number().int().min(0) });
export type TransactionCursor = z.infer<typeof transactionCursorSchema>;

/** The most entries that one page may hold. */
export const MAX_TRANSACTION_PAGE = 1_000;

/** The assets that an entry moves or names, each once. */
function computeAssetsOf(entry: Pick<Transaction, "asset" | "quote" | "fee">): ReadonlySet<Transaction["asset"]> {
  const assets = new Set([entry.asset]);
  if (entry.quote !== null) assets.add(entry.quote);
  if (entry.fee !== null) assets.add(entry.fee.asset);
  return assets;
}

export function matchesTransactionFilter(entry: Transaction, filter: TransactionFilter): boolean {
  if (filter.accountId !== undefined && entry.accountId !== filter.accountId) return false;
  if (filter.type !== undefined && entry.type !== filter.type) return false;
  if (filter.asset !== undefined && !computeAssetsOf(entry).has(filter.asset)) return false;
  if (filter.text === undefined) return true;
  const wanted = filter.text.toLowerCase();
  const texts = [entry.id, entry.asset, entry.quote, entry.venueRef, entry.label, entry.note];
  return texts.some((text) => text?.toLowerCase().includes(wanted) === true);
}
