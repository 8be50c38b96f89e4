// How many units of each asset does an entry bring to its account, or take from it?
import { computePostings, type Posting } from "#engine/books/compute-postings.ts";
import type { Transfer } from "#engine/books/compute-transfers.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** Which entries are a side of a transfer between own accounts. */
export interface PairedEntries {
  has(id: TransactionId): boolean;
}

export function computePaired(transfers: readonly Transfer[]): ReadonlySet<TransactionId> {
  return new Set(transfers.flatMap(({ outId, inId }) => [outId, inId]));
}

/** Positive: comes in. */
export function computeNet(entry: Transaction, currency: Asset, paired: PairedEntries): ReadonlyMap<Asset, Decimal> {
  return sumPostings(entry, computePostings(entry, currency).postings, paired);
}

/** The same of postings known already. An entry of type `transfer` moves units only as a side of a transfer: alone it says nothing of where they are. */
export function sumPostings(
  entry: Transaction,
  postings: readonly Posting[],
  paired: PairedEntries,
): ReadonlyMap<Asset, Decimal> {
  const net = new Map<Asset, Decimal>();
  for (const posting of postings) {
    const isSide = (posting.kind === "add" ? posting.origin : posting.purpose) === "transfer";
    if (isSide && entry.type === "transfer" && !paired.has(entry.id)) continue;
    const units = posting.kind === "add" ? posting.quantity : posting.quantity.neg();
    net.set(posting.asset, (net.get(posting.asset) ?? Decimal.ZERO).add(units));
  }
  return net;
}
