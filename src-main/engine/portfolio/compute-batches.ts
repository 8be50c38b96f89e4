// Which entries of the books came in together, when, from which file, and how many of them count now?
import { computeSetAside } from "#engine/books/compute-effective-transactions.ts";
import type { BookBatch, BookChange } from "#shared/domain/books.ts";
import type { BatchId, BookChangeId, ProfileId, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** What a decision's reason may be long. */
const LONGEST_NAME = 500;

/** What is written down of a file that is taken in. */
export function batchChange(of: {
  readonly id: BookChangeId;
  readonly profileId: ProfileId;
  readonly ts: UnixMs;
  readonly batchId: BatchId;
  readonly name: string;
}): BookChange {
  const { id, profileId, ts, batchId, name } = of;
  return { id, profileId, ts, kind: "batch", transactionIds: [], batchId, reason: name.slice(0, LONGEST_NAME) };
}

interface Tally {
  readonly source: BookBatch["source"];
  entries: number;
  from: UnixMs;
  until: UnixMs;
  readonly accounts: Set<Transaction["accountId"]>;
}

/** Goes through all entries once, in any order and any number of steps. */
export class BatchTally {
  readonly #batches = new Map<BatchId, Tally>();
  readonly #corrections: Transaction[] = [];

  add(entry: Transaction): void {
    if (entry.replaces !== null) this.#corrections.push(entry);
    const { batchId, ts, accountId } = entry;
    if (batchId === null) return;
    const known = this.#batches.get(batchId);
    if (known === undefined) {
      const source = entry.source === "import" ? "import" : "manual";
      this.#batches.set(batchId, { source, entries: 1, from: ts, until: ts, accounts: new Set([accountId]) });
      return;
    }
    known.entries += 1;
    if (ts < known.from) known.from = ts;
    if (ts > known.until) known.until = ts;
    known.accounts.add(accountId);
  }

  /** Newest first by when they came in; those of which that is not known by their newest entry. */
  batches(changes: readonly BookChange[], entryOf: (id: TransactionId) => Transaction | null): readonly BookBatch[] {
    const count = (ids: ReadonlySet<TransactionId>): ReadonlyMap<BatchId, number> => {
      const counts = new Map<BatchId, number>();
      for (const id of ids) {
        const batchId = entryOf(id)?.batchId ?? null;
        if (batchId !== null) counts.set(batchId, (counts.get(batchId) ?? 0) + 1);
      }
      return counts;
    };
    const replacesOf = (id: TransactionId): TransactionId | null => entryOf(id)?.replaces ?? null;
    const setAside = count(computeSetAside(this.#corrections, changes, replacesOf));
    const takenOut = count(computeSetAside([], changes, replacesOf));
    const told = new Map(changes.flatMap((change) => (change.kind === "batch" ? [[change.batchId, change]] : [])));
    return [...this.#batches]
      .map(
        ([batchId, { source, entries, from, until, accounts }]): BookBatch => ({
          batchId,
          source,
          name: told.get(batchId)?.reason ?? null,
          ts: told.get(batchId)?.ts ?? null,
          entries,
          setAside: setAside.get(batchId) ?? 0,
          takenOut: takenOut.get(batchId) ?? 0,
          from,
          until,
          accounts: [...accounts].sort(),
        }),
      )
      .sort((first, second) => (second.ts ?? second.until) - (first.ts ?? first.until));
  }
}
