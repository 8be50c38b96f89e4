// How are the books kept, and how is one page of them found among a million?

import type { Database } from "better-sqlite3";
import { EngineError } from "#engine/core/engine-error.ts";
import type { TransactionPageQuery, TransactionRepository } from "#engine/ports/repositories.ts";
import { parseRecord, type Sync } from "#platform/sqlite/record.ts";
import { ANY_ASSET, transactionKeyFiller } from "#platform/sqlite/transaction-keys.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { type Transaction, transactionSchema } from "#shared/domain/transaction.ts";
import {
  MAX_TRANSACTION_PAGE,
  matchesTransactionFilter,
  type TransactionCursor,
  type TransactionFilter,
} from "#shared/domain/transaction-filter.ts";
import { isSoundTransaction } from "./sound-transaction.ts";

/** A search for text reads rows: no more than this at once, so that a waiting order's record is not held up. */
const SCAN_ROWS = 2_000;

/** Entries cross threads as text, some at a time: as objects and all at once they cost several times as much, and hold up every write. */
export interface TransactionText {
  readonly row: number;
  readonly id: string;
  readonly data: string;
}

/** What the storage thread answers; a list is asked for in pieces. */
export type TransactionCalls = Omit<Sync<TransactionRepository>, "list" | "read"> & {
  /** In the order of storing: the next `limit` entries stored after row number `after`. */
  texts(profileId: ProfileId, after: number, limit: number): readonly TransactionText[];
};

interface Place {
  readonly ts: number;
  readonly row: number;
}
interface StoredRow extends Place {
  readonly id: string;
  readonly data: string;
}

const FROM_THE_NEWEST: Place = { ts: Number.MAX_SAFE_INTEGER, row: Number.MAX_SAFE_INTEGER };

export const parseTransaction = ({ id, data }: Pick<StoredRow, "id" | "data">): Transaction =>
  parseRecord(transactionSchema, data, `ledger.db, transaction ${id}`, isSoundTransaction);

// Both numbers were read from rows of transactions, whose times were checked before they were written.
const cursorOf = (place: Place | undefined): TransactionCursor | null =>
  place === undefined ? null : ({ ts: place.ts, row: place.row } as TransactionCursor);

export function transactionRows(db: Database): TransactionCalls {
  const insert = db.prepare<[string, string, number, string]>(
    "INSERT INTO transactions (profile_id, id, ts, data) VALUES (?, ?, ?, ?) ON CONFLICT (profile_id, id) DO NOTHING",
  );
  const texts = db.prepare<[string, number, number], TransactionText>(
    "SELECT row, id, data FROM transactions WHERE profile_id = ? AND row > ? ORDER BY row LIMIT ?",
  );
  const newestRow = db.prepare<[], { row: number }>("SELECT coalesce(max(row), 0) AS row FROM transactions");
  const fillKeys = transactionKeyFiller(db);
  const addAll: TransactionCalls["add"] = (profileId, transactions) => {
    const before = newestRow.get()?.row ?? 0;
    let added = 0;
    for (const row of transactions) added += insert.run(profileId, row.id, row.ts, JSON.stringify(row)).changes;
    if (added > 0) fillKeys(before);
    return added;
  };
  return {
    add: (profileId, transactions) => db.transaction(addAll).immediate(profileId, transactions),
    texts: (profileId, after, limit) => texts.all(profileId, after, limit),
    page: transactionPages(db),
  };
}

function transactionPages(db: Database): TransactionCalls["page"] {
  const byTime = db.prepare<[string, number, number, number], StoredRow>(
    `SELECT row, id, ts, data FROM transactions WHERE profile_id = ? AND (ts, row) < (?, ?)
     ORDER BY ts DESC, row DESC LIMIT ?`,
  );
  const byRow = db.prepare<[number], StoredRow>("SELECT row, id, ts, data FROM transactions WHERE row = ?");
  const groups = db.prepare<
    [{ profileId: string; asset: string; type: string | null; accountId: string | null }],
    { type: string; account_id: string; n: number }
  >(
    `SELECT type, account_id, n FROM transaction_counts WHERE profile_id = @profileId AND asset = @asset
     AND (@type IS NULL OR type = @type) AND (@accountId IS NULL OR account_id = @accountId)`,
  );
  const inGroup = db.prepare<[string, string, string, string, number, number, number], Place>(
    `SELECT ts, row FROM transaction_keys
     WHERE profile_id = ? AND asset = ? AND type = ? AND account_id = ? AND (ts, row) < (?, ?)
     ORDER BY ts DESC, row DESC LIMIT ?`,
  );

  const groupsOf = (profileId: ProfileId, filter: TransactionFilter) =>
    groups.all({
      profileId,
      asset: filter.asset ?? ANY_ASSET,
      type: filter.type ?? null,
      accountId: filter.accountId ?? null,
    });
  /** Newest first: each group of one type and account is in order by itself. */
  const placesOf = (profileId: ProfileId, filter: TransactionFilter, before: Place, limit: number): Place[] =>
    groupsOf(profileId, filter)
      .flatMap((group) =>
        inGroup.all(profileId, filter.asset ?? ANY_ASSET, group.type, group.account_id, before.ts, before.row, limit),
      )
      .sort((first, second) => second.ts - first.ts || second.row - first.row)
      .slice(0, limit);

  return (profileId, { before, limit, filter }: TransactionPageQuery) => {
    checkLimit(limit);
    const from = before ?? FROM_THE_NEWEST;
    if (filter.text !== undefined) {
      const scanned = byTime.all(profileId, from.ts, from.row, SCAN_ROWS);
      // A text that a row has stands in its JSON: rows without it need not be parsed.
      const wanted = JSON.stringify(filter.text.toLowerCase()).slice(1, -1);
      const matching = scanned
        .filter(({ data }) => data.toLowerCase().includes(wanted))
        .map((place) => ({ place, entry: parseTransaction(place) }))
        .filter(({ entry }) => matchesTransactionFilter(entry, filter));
      const shown = matching.slice(0, limit);
      const last =
        matching.length > limit ? shown.at(-1)?.place : scanned.length < SCAN_ROWS ? undefined : scanned.at(-1);
      return { items: shown.map(({ entry }) => entry), next: cursorOf(last), total: null };
    }
    const total = groupsOf(profileId, filter).reduce((sum, { n }) => sum + n, 0);
    const isFiltered = filter.accountId !== undefined || filter.asset !== undefined || filter.type !== undefined;
    const rows = isFiltered
      ? placesOf(profileId, filter, from, limit + 1).flatMap(({ row }) => byRow.all(row))
      : byTime.all(profileId, from.ts, from.row, limit + 1);
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(parseTransaction),
      next: cursorOf(rows.length > limit ? shown.at(-1) : undefined),
      total,
    };
  };
}

function checkLimit(limit: number): void {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= MAX_TRANSACTION_PAGE) return;
  throw new EngineError(
    "INPUT_INVALID",
    `limit: expected a whole number from 1 to ${MAX_TRANSACTION_PAGE}, got ${limit}`,
  );
}
