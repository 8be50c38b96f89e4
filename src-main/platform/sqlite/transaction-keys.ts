// By what is a page of the books found and counted, however many entries there are?
// Two tables made from `transactions` alone: one row per entry and asset it moves (and one for "any asset"), and their counts. Entries
// are never changed or deleted, so both only grow; after a repair they are made anew.
import type { Database } from "better-sqlite3";

/** Stands for "any asset"; no asset has this name. */
export const ANY_ASSET = "";

export const TRANSACTION_KEY_TABLES = `
  CREATE TABLE transaction_keys (
    profile_id TEXT NOT NULL, asset TEXT NOT NULL, type TEXT NOT NULL, account_id TEXT NOT NULL,
    ts INTEGER NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (profile_id, asset, type, account_id, ts, row)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE transaction_counts (
    profile_id TEXT NOT NULL, asset TEXT NOT NULL, type TEXT NOT NULL, account_id TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (profile_id, asset, type, account_id)
  ) STRICT, WITHOUT ROWID;
`;

/** UNION, not UNION ALL: an entry whose fee is in its own asset has one row for it. */
const KEYS_OF_NEWER_ROWS = `
  WITH fresh AS (
    SELECT row, profile_id, ts, data ->> '$.type' AS type, data ->> '$.accountId' AS account_id, data
    FROM transactions WHERE row > ?
  )
  SELECT profile_id, '${ANY_ASSET}' AS asset, type, account_id, ts, row FROM fresh
  UNION SELECT profile_id, data ->> '$.asset', type, account_id, ts, row FROM fresh
  UNION SELECT profile_id, data ->> '$.quote', type, account_id, ts, row FROM fresh WHERE data ->> '$.quote' IS NOT NULL
  UNION SELECT profile_id, data ->> '$.fee.asset', type, account_id, ts, row FROM fresh
        WHERE data ->> '$.fee.asset' IS NOT NULL
`;

/** Prepares the filling of both tables from rows of `transactions` beyond a row number. */
export function transactionKeyFiller(db: Database): (afterRow: number) => void {
  const keys = db.prepare<[number]>(`INSERT INTO transaction_keys ${KEYS_OF_NEWER_ROWS}`);
  const counts = db.prepare<[number]>(`
    INSERT INTO transaction_counts
    SELECT profile_id, asset, type, account_id, count(*) FROM (${KEYS_OF_NEWER_ROWS})
    WHERE true GROUP BY profile_id, asset, type, account_id
    ON CONFLICT DO UPDATE SET n = n + excluded.n`);
  return (afterRow) => {
    keys.run(afterRow);
    counts.run(afterRow);
  };
}

/** Makes both anew from all entries. */
export function rebuildTransactionKeys(db: Database): void {
  db.exec("DELETE FROM transaction_keys; DELETE FROM transaction_counts;");
  transactionKeyFiller(db)(0);
}
