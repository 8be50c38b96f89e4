// From when on do two states of the books say different things?
import type { EntryList } from "#engine/books/compute-entry-list.ts";
import type { Transfer } from "#engine/books/compute-transfers.ts";
import type { CostBasis } from "#shared/domain/books.ts";
import type { TransactionId } from "#shared/domain/ids.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";

/** All that records of the past are made of. */
export interface BooksState {
  /** What counts, oldest first. */
  readonly transactions: EntryList;
  readonly transfers: readonly Transfer[];
  readonly costBasis: CostBasis;
}

const BEGINNING = unixMs(0);

/** Time of the first entry that is in one and not in the other; null where there is none. Entries of one id are the same. */
export function changedSince(before: BooksState, after: BooksState): UnixMs | null {
  const { method, pooling } = before.costBasis;
  if (method !== after.costBasis.method || pooling !== after.costBasis.pooling) return BEGINNING;
  const times = [entriesSince(before.transactions, after.transactions), transfersSince(before, after)];
  const known = times.filter((ts) => ts !== null);
  return known.length === 0 ? null : unixMs(Math.min(...known));
}

function entriesSince(before: EntryList, after: EntryList): UnixMs | null {
  if (before === after) return null;
  const at = before.commonStart(after);
  const times = [before, after].flatMap((list) => (at < list.length ? [list.timeAt(at)] : []));
  return times.length === 0 ? null : unixMs(Math.min(...times));
}

function transfersSince(before: BooksState, after: BooksState): UnixMs | null {
  if (before.transfers === after.transfers) return null;
  const keyOf = ({ outId, inId }: Transfer): string => `${outId} ${inId}`;
  const [old, fresh] = [new Set(before.transfers.map(keyOf)), new Set(after.transfers.map(keyOf))];
  const sides = new Set<TransactionId>();
  for (const transfer of before.transfers)
    if (!fresh.has(keyOf(transfer))) sides.add(transfer.outId).add(transfer.inId);
  for (const transfer of after.transfers) if (!old.has(keyOf(transfer))) sides.add(transfer.outId).add(transfer.inId);
  if (sides.size === 0) return null;
  const { keys } = after.transactions.columns;
  const times = [...sides].flatMap((id) => {
    const number = keys.numberOf(id);
    return number === null ? [] : [keys.timeOf(number)];
  });
  return times.length === 0 ? BEGINNING : unixMs(Math.min(...times));
}
