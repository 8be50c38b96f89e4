// Which rows of a damaged file can still be read?
import type { Database } from "better-sqlite3";
import type { FileSpec, Row } from "./file-spec.ts";

/** Farthest jump over unreadable rows: 2^40 row numbers. */
const MAX_JUMP_POWER = 40;
/** A file with more holes than this is not worth more time. */
const MAX_HOLES = 2_000;

/** Yields each readable row of a table in order, jumping over damaged pages. */
function* readableRows(db: Database, table: string): Generator<Row> {
  let reached = Number.MIN_SAFE_INTEGER;
  for (let holes = 0; holes < MAX_HOLES; holes += 1) {
    try {
      const rows = db
        .prepare<[number], Row & { salvaged_rowid: number }>(
          `SELECT rowid AS salvaged_rowid, * FROM ${table} WHERE rowid > ? ORDER BY rowid`,
        )
        .iterate(reached);
      for (const { salvaged_rowid: rowid, ...row } of rows) {
        yield row;
        reached = rowid;
      }
      return;
    } catch {
      // This page is damaged: what it held is lost here, what lies behind it may not be.
      const next = nextReadable(db, table, reached);
      if (next === null) return;
      reached = next - 1;
    }
  }
}

/** First row number behind a damaged place that can be reached by a search from the root; null where there is none. */
function nextReadable(db: Database, table: string, reached: number): number | null {
  const from = Math.max(reached, 0);
  const find = (edge: number): number | null | "unreadable" => {
    try {
      const row = db
        .prepare<[number], { id: number }>(`SELECT rowid AS id FROM ${table} WHERE rowid >= ? ORDER BY rowid LIMIT 1`)
        .get(edge);
      if (row === undefined) return null;
      // The row itself must be readable too, or the search would end where it began.
      db.prepare<[number]>(`SELECT * FROM ${table} WHERE rowid = ?`).get(row.id);
      return row.id;
    } catch {
      return "unreadable";
    }
  };
  let unreadable = 0;
  for (let power = 0; power <= MAX_JUMP_POWER; power += 1) {
    const jump = 2 ** power;
    const found = find(from + 1 + jump);
    if (found === "unreadable") {
      unreadable = jump;
      continue;
    }
    let low = unreadable;
    let high = jump;
    let best = found;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const nearer = find(from + 1 + middle);
      if (nearer === "unreadable") {
        low = middle;
      } else {
        high = middle;
        best = nearer;
      }
    }
    return best;
  }
  return null;
}

/** Carries every readable, sound row over that is not there yet; returns how many. */
export function carryOver(from: Database, into: Database, spec: FileSpec): number {
  let carried = 0;
  into
    .transaction(() => {
      for (const table of spec.tables) {
        for (const row of readableRows(from, table)) {
          if (spec.isSound(table, row) && insertRow(into, table, row)) carried += 1;
        }
      }
    })
    .immediate();
  return carried;
}

function insertRow(into: Database, table: string, row: Row): boolean {
  const columns = Object.keys(row);
  const marks = columns.map(() => "?").join(", ");
  try {
    return (
      into
        .prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${marks})`)
        .run(...Object.values(row)).changes > 0
    );
  } catch (error) {
    // A damaged key column breaks the table's own rules; such a row stays in quarantine.
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT")) return false;
    throw error;
  }
}
