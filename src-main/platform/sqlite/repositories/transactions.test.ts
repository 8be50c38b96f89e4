import BetterSqlite, { type Database } from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { LEDGER_SPEC } from "#platform/sqlite/ledger-spec.ts";
import { assetSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { sampleTransaction } from "#testing/book-conformance.ts";
import { transactionRows } from "./transactions.ts";

const A = profileIdSchema.parse("demo-a");
const USD = assetSchema.parse("USD");
const T = 1_767_571_200_000;

function ledger(versions = LEDGER_SPEC.migrations.length): Database {
  const db = new BetterSqlite(":memory:");
  for (const migration of LEDGER_SPEC.migrations.slice(0, versions)) migration.apply(db);
  return db;
}

const store = (db: Database, id: string, ts: number) =>
  db
    .prepare("INSERT INTO transactions (profile_id, id, ts, data) VALUES (?, ?, ?, ?)")
    .run(A, id, ts, JSON.stringify(sampleTransaction(A, id, ts)));

const page = (db: Database) => transactionRows(db).page(A, { filter: { asset: USD }, limit: 10 });

describe("pages of the books", () => {
  it("are found for entries of a file from before there were pages", () => {
    const db = ledger(2);
    store(db, "t1", T);
    store(db, "t2", T + 1);
    for (const migration of LEDGER_SPEC.migrations.slice(2)) migration.apply(db);
    expect(page(db)).toMatchObject({ items: [{ id: "t2" }, { id: "t1" }], next: null, total: 2 });
    expect(transactionRows(db).add(A, [sampleTransaction(A, "t2", T), sampleTransaction(A, "t3", T)])).toBe(1);
    expect(page(db)).toMatchObject({ items: [{ id: "t2" }, { id: "t3" }, { id: "t1" }], total: 3 });
  });

  it("are found for what a repair has carried over", () => {
    const db = ledger();
    store(db, "t1", T);
    expect(page(db)).toMatchObject({ items: [], total: 0 });
    LEDGER_SPEC.afterRepair(db, { at: T, quarantine: "/aside" });
    expect(page(db)).toMatchObject({ items: [{ id: "t1" }], total: 1 });
  });

  it("go on through entries that a search for text has passed over", () => {
    const db = ledger();
    transactionRows(db).add(
      A,
      Array.from({ length: 4_500 }, (_, index) =>
        sampleTransaction(A, index === 3 ? "wanted" : `t${index}`, T + index),
      ),
    );
    const search = (before?: { readonly ts: number; readonly row: number }) =>
      transactionRows(db).page(A, {
        filter: { text: "WANTED" },
        limit: 10,
        ...(before === undefined ? {} : { before: before as never }),
      });
    const first = search();
    expect(first).toMatchObject({ items: [], total: null });
    const second = search(first.next ?? undefined);
    expect(second.items).toEqual([]);
    expect(search(second.next ?? undefined)).toMatchObject({ items: [{ id: "wanted" }], next: null });
  });
});
