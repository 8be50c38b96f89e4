// Which entries of the books count, after corrections and decisions about them?
import type { BookChange } from "#shared/domain/books.ts";
import type { TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** Oldest decision first; decisions of one moment by their id. */
export function inOrderOfDecision(changes: readonly BookChange[]): readonly BookChange[] {
  return changes.toSorted((first, second) => first.ts - second.ts || (first.id < second.id ? -1 : 1));
}

function retractedIds(changes: readonly BookChange[]): ReadonlySet<TransactionId> {
  const retracted = new Set<TransactionId>();
  for (const { kind, transactionIds } of inOrderOfDecision(changes)) {
    if (kind === "retract") for (const id of transactionIds) retracted.add(id);
    if (kind === "restore") for (const id of transactionIds) retracted.delete(id);
  }
  return retracted;
}

/** What an entry stands in for: the entry it replaces, that one's own original, and so on. Empty for a circle: that corrects nothing. */
function originalsOf(
  correction: Transaction,
  byId: ReadonlyMap<TransactionId, Transaction>,
): ReadonlySet<TransactionId> {
  const originals = new Set<TransactionId>();
  for (let id = correction.replaces; id !== null && !originals.has(id); id = byId.get(id)?.replaces ?? null) {
    if (id === correction.id) return new Set();
    originals.add(id);
  }
  return originals;
}

/**
 * The entries that count, in the order given. An entry does not count when the newest decision about it retracted it, or when
 * an entry that stands in for it (`replaces`, over any number of steps) is not retracted: a retracted correction brings the
 * original back. Nothing is lost: what does not count stays listed with its decision.
 */
export function effectiveTransactions(
  transactions: readonly Transaction[],
  changes: readonly BookChange[],
): readonly Transaction[] {
  const retracted = retractedIds(changes);
  const corrections = transactions.filter(({ id, replaces }) => replaces !== null && !retracted.has(id));
  if (retracted.size === 0 && corrections.length === 0) return transactions;
  const replaced = new Set<TransactionId>();
  if (corrections.length > 0) {
    const byId = new Map(transactions.map((entry) => [entry.id, entry]));
    for (const correction of corrections) for (const id of originalsOf(correction, byId)) replaced.add(id);
  }
  return transactions.filter(({ id }) => !retracted.has(id) && !replaced.has(id));
}
