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
  replacesOf: (id: TransactionId) => TransactionId | null,
): ReadonlySet<TransactionId> {
  const originals = new Set<TransactionId>();
  for (let id = correction.replaces; id !== null && !originals.has(id); id = replacesOf(id)) {
    if (id === correction.id) return new Set();
    originals.add(id);
  }
  return originals;
}

/**
 * The ids of what does not count: the newest decision about it retracted it, or an entry that stands in for it (`replaces`, over
 * any number of steps) is not retracted: a retracted correction brings the original back. Nothing is lost: what does not count
 * stays listed with its decision. Also ids of which no entry is known yet.
 */
export function computeSetAside(
  corrections: Iterable<Transaction>,
  changes: readonly BookChange[],
  replacesOf: (id: TransactionId) => TransactionId | null,
): ReadonlySet<TransactionId> {
  const retracted = retractedIds(changes);
  const setAside = new Set(retracted);
  for (const correction of corrections) {
    if (retracted.has(correction.id)) continue;
    for (const id of originalsOf(correction, replacesOf)) setAside.add(id);
  }
  return setAside;
}

/** The entries that count, in the order given; those that {@link computeSetAside} names do not. */
export function effectiveTransactions(
  transactions: readonly Transaction[],
  changes: readonly BookChange[],
): readonly Transaction[] {
  const replaces = new Map<TransactionId, TransactionId>();
  const corrections = transactions.filter((entry) => entry.replaces !== null);
  for (const entry of corrections) if (entry.replaces !== null) replaces.set(entry.id, entry.replaces);
  const setAside = computeSetAside(corrections, changes, (id) => replaces.get(id) ?? null);
  return setAside.size === 0 ? transactions : transactions.filter(({ id }) => !setAside.has(id));
}
