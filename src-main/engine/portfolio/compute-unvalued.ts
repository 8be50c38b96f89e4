// Which entries have something whose value the books do not know?
import { computePostings } from "#engine/books/compute-postings.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** Whether a cost, proceeds, a flow or a fee of it has no known value. The sides of a transfer need none: lots keep their cost. */
export function lacksValue(entry: Transaction, currency: Asset): boolean {
  const { postings, fees } = computePostings(entry, currency);
  if (fees.some(({ value }) => value === null)) return true;
  return postings.some((posting) =>
    posting.kind === "add"
      ? posting.cost === null && posting.origin !== "transfer"
      : posting.value === null && (posting.purpose === "sale" || posting.purpose === "withdrawal"),
  );
}
