// How do up to 100,000 entries come into the window: page by page, as one scrolls or all at once?
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { bookChangesStore } from "#renderer/stores/book-changes.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import type { BookRow } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import {
  MAX_TRANSACTION_PAGE,
  type TransactionCursor,
  type TransactionFilter,
} from "#shared/domain/transaction-filter.ts";

/** More would fill the window's memory; a filter brings the rest into reach. */
export const MOST_ROWS = 100_000;
/** The whole is fetched in steps that can be seen and stopped. */
const STEP = 10_000;
/** What is read again for nothing costs little: pages that are here stay. */
const LOOK_EVERY_MS = 60_000;

export interface TransactionRows {
  readonly rows: readonly BookRow[];
  /** Null where only reading all would tell. */
  readonly total: number | null;
  readonly isComplete: boolean;
}

export interface TransactionPages {
  readonly remote: RemoteState<TransactionRows>;
  readonly isFull: boolean;
  readonly isLoadingAll: boolean;
  readonly loadMore: () => void;
  readonly loadAll: () => void;
  readonly stop: () => void;
}

interface Held {
  /** What these pages answer: other books or another filter start over. */
  readonly question: string;
  readonly rows: readonly BookRow[];
  readonly next: TransactionCursor | null;
  readonly total: number | null;
  readonly begun: boolean;
}

/**
 * `revision` changes with the number of entries: then all that was shown is read again, and stays on screen meanwhile.
 * Null while the number is not known yet.
 */
export function useTransactionPages(
  profileId: ProfileId,
  filter: TransactionFilter,
  revision: string | null,
): TransactionPages {
  const books = useBooks();
  const changes = useStore(bookChangesStore, ({ count }) => count);
  const key = `${profileId} ${JSON.stringify(filter)}`;
  const known = useRef({ revision, times: 0 });
  if (revision !== null && revision !== known.current.revision) {
    // The first number that is heard changes nothing: the pages are as new as it.
    const times = known.current.times + (known.current.revision === null ? 0 : 1);
    known.current = { revision, times };
  }
  const question = `${key} ${changes} ${known.current.times}`;
  const held = useRef<Held | null>(null);
  const [goal, setGoal] = useState({ key, rows: MAX_TRANSACTION_PAGE });
  const [all, setAll] = useState<string | null>(null);
  const wanted = goal.key === key ? goal.rows : MAX_TRANSACTION_PAGE;

  const remote = useQuery<TransactionRows>({
    key,
    refresh: `${question} ${wanted}`,
    everyMs: LOOK_EVERY_MS,
    ask: async (signal) => {
      let at: Held =
        held.current?.question === question
          ? held.current
          : { question, rows: [], next: null, total: null, begun: false };
      while (!signal.aborted && at.rows.length < wanted && (!at.begun || at.next !== null)) {
        const page = await books.page(
          { profileId, filter, limit: MAX_TRANSACTION_PAGE, ...(at.next === null ? {} : { before: at.next }) },
          { signal },
        );
        const rows: readonly BookRow[] = [...at.rows, ...page.rows];
        at = { question, rows, next: page.next, total: page.total ?? at.total, begun: true };
        if (!signal.aborted) held.current = at;
      }
      return { rows: at.rows, total: at.total, isComplete: at.next === null };
    },
  });
  const loaded = remote.value?.rows.length ?? 0;
  const isComplete = remote.value?.isComplete ?? false;
  const isReady = remote.status === "ready";
  const more = useCallback(
    (step: number) =>
      setGoal((before) => {
        const from = before.key === key ? before.rows : MAX_TRANSACTION_PAGE;
        return { key, rows: Math.min(MOST_ROWS, Math.max(from, loaded + step)) };
      }),
    [key, loaded],
  );
  const canGrow = isReady && !isComplete && loaded < MOST_ROWS;
  const isLoadingAll = all === key && !isComplete && loaded < MOST_ROWS && remote.status !== "failed";
  useEffect(() => {
    if (isLoadingAll && canGrow) more(STEP);
  }, [isLoadingAll, canGrow, more]);
  return {
    remote,
    isFull: loaded >= MOST_ROWS && !isComplete,
    isLoadingAll,
    loadMore: useCallback(() => {
      if (canGrow) more(MAX_TRANSACTION_PAGE);
    }, [canGrow, more]),
    loadAll: () => setAll(key),
    stop: () => setAll(null),
  };
}
