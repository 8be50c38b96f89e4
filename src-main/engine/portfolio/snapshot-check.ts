// Which kept records of the portfolio differ from what entries and the prices kept in them give now? Looks, and changes nothing.
import type { Clock } from "#engine/ports/clock.ts";
import type { SnapshotRepository } from "#engine/ports/repositories.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { PastBooks } from "./compute-past-books.ts";
import { compareSnapshot, keptPrice, LaterEntries, type SnapshotDifference } from "./compute-snapshot-check.ts";
import { PastWalk } from "./past-walk.ts";

/** More differences than a person reads are counted, not listed. */
const MOST_LISTED = 1_000;

export interface SnapshotCheck {
  readonly checked: number;
  /** Oldest first. */
  readonly differences: readonly SnapshotDifference[];
  /** Found beyond those listed. */
  readonly more: number;
}

/** Rejects with STORE_ codes, and with the signal's reason. */
export async function checkSnapshots(
  options: {
    readonly profile: Profile;
    readonly books: Pick<BookKeeper, "transactions" | "transfers" | "currency" | "entries" | "changes">;
    readonly repository: SnapshotRepository;
    readonly clock: Clock;
  },
  signal: AbortSignal,
): Promise<SnapshotCheck> {
  const { books, repository, clock } = options;
  const kept = await repository.list(options.profile.id, unixMs(0));
  const first = books.transactions.at(0);
  const past = new PastBooks({
    // Values of entries are told in the currency of the books.
    profile: { ...options.profile, currency: books.currency },
    transactions: books.transactions,
    transfers: books.transfers,
    heldSince: first?.ts ?? clock.now(),
  });
  const walk = new PastWalk(past, clock, signal);
  const later = new LaterEntries(books.entries, books.changes);
  const differences: SnapshotDifference[] = [];
  let more = 0;
  for (const snapshot of kept) {
    const state = await walk.to(snapshot.ts);
    const isOfBooks = snapshot.currency === books.currency;
    const computed = isOfBooks ? state.snapshot(snapshot.reason, (asset) => keptPrice(snapshot, asset)) : null;
    for (const difference of compareSnapshot(snapshot, state.quantities, computed)) {
      if (differences.length === MOST_LISTED) more += 1;
      else differences.push({ ...difference, reason: later.reasonAt(snapshot.ts) });
    }
  }
  return { checked: kept.length, differences, more };
}
