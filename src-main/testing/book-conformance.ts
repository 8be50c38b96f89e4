// What must every store do with the books, in memory or on disk? Transactions, decisions about them, and what they cover.
import { expect, it } from "vitest";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { BookChange, Coverage } from "#shared/domain/books.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import {
  accountIdSchema,
  assetSchema,
  type ProfileId,
  profileIdSchema,
  transactionIdSchema,
} from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";
import type { TransactionCursor, TransactionFilter } from "#shared/domain/transaction-filter.ts";
import { SeededIds } from "./seeded-ids.ts";

const A = profileIdSchema.parse("demo-a");
const B = profileIdSchema.parse("demo-b");
const ACCOUNT = accountIdSchema.parse("demo-a-alpha");
const BTC = assetSchema.parse("BTC");
const USD = assetSchema.parse("USD");
const T = 1_767_571_200_000;

export function sampleTransaction(profileId: ProfileId, id: string, ts: number): Transaction {
  return {
    id: transactionIdSchema.parse(id),
    profileId,
    accountId: ACCOUNT,
    ts: unixMs(ts),
    type: "trade",
    side: "buy",
    asset: BTC,
    quantity: decimalString("0.123456789012345678901234567890"),
    quote: USD,
    price: decimalString("65000.01"),
    fee: { asset: USD, amount: decimalString("0.5") },
    quoteValue: decimalString("1"),
    feeValue: decimalString("1"),
    planId: null,
    source: "venue",
    ...NO_DETAILS,
  };
}

/** Registers the tests in the suite of a store. `again` gives its repositories as after a restart. */
export function describeBooks(repositories: () => Repositories, again: () => Promise<Repositories>): void {
  it("adds transactions once per profile and lists them oldest first", async () => {
    const rows = [
      sampleTransaction(A, "t2", T + 2),
      sampleTransaction(A, "t1", T + 1),
      sampleTransaction(A, "t3", T + 1),
    ];
    expect(await repositories().transactions.add(A, rows)).toBe(3);
    expect(await repositories().transactions.add(A, [...rows, sampleTransaction(A, "t4", T)])).toBe(1);
    expect(await repositories().transactions.add(B, [sampleTransaction(B, "t1", T)])).toBe(1);
    const kept = await again();
    expect((await kept.transactions.list(A)).map((row) => row.id)).toEqual(["t4", "t1", "t3", "t2"]);
    expect(await kept.transactions.list(B)).toEqual([sampleTransaction(B, "t1", T)]);
    const read: string[] = [];
    for await (const piece of kept.transactions.read(A)) read.push(...piece.map((row) => row.id));
    expect(read).toEqual(["t2", "t1", "t3", "t4"]);
  });

  it("gives transactions in pages, newest first, filtered and counted", async () => {
    const other = accountIdSchema.parse("demo-a-beta");
    const EUR = assetSchema.parse("EUR");
    const rows = Array.from({ length: 60 }, (_, index): Transaction => {
      // Three of each time, so that a page may end between equals.
      const entry = sampleTransaction(A, `t${index}`, T + Math.floor(index / 3));
      const accountId = index % 2 === 0 ? ACCOUNT : other;
      if (index % 5 === 0) return { ...entry, accountId, type: "deposit", asset: USD, quote: null, fee: null };
      if (index % 7 === 0) return { ...entry, accountId, fee: { asset: EUR, amount: decimalString("1") } };
      return { ...entry, accountId, note: index % 4 === 0 ? `Ärger 100% of_${index}` : null };
    });
    await repositories().transactions.add(A, rows.slice(0, 41));
    // Again, with new ones among them: what was there is neither found nor counted twice.
    await repositories().transactions.add(A, rows);
    await repositories().transactions.add(B, [sampleTransaction(B, "t1", T)]);
    const { transactions } = await again();
    const pages = async (filter: TransactionFilter, limit: number) => {
      const found: string[] = [];
      const totals = new Set<number | null>();
      for (let before: TransactionCursor | null | undefined; before !== null; ) {
        const page = await transactions.page(A, { filter, limit, ...(before === undefined ? {} : { before }) });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items.map(({ id }) => id));
        totals.add(page.total);
        before = page.next;
      }
      expect(totals.size).toBe(1);
      return { found, total: [...totals][0] };
    };
    const expected = (keep: (row: Transaction, index: number) => boolean) =>
      rows
        .filter(keep)
        .map(({ id }) => id)
        .reverse();
    for (const limit of [1, 7, 60, 100]) {
      const check = async (filter: TransactionFilter, keep: (row: Transaction, index: number) => boolean) => {
        const { found, total } = await pages(filter, limit);
        expect(found).toEqual(expected(keep));
        expect(total).toBe(filter.text === undefined ? found.length : null);
      };
      await check({}, () => true);
      await check({ accountId: other }, (row) => row.accountId === other);
      await check({ type: "deposit" }, (_, index) => index % 5 === 0);
      await check({ asset: EUR }, (row) => row.fee?.asset === EUR);
      await check({ asset: USD }, () => true);
      await check({ asset: BTC, accountId: ACCOUNT, type: "trade" }, (_, index) => index % 5 !== 0 && index % 2 === 0);
      await check({ asset: EUR, type: "deposit" }, () => false);
      await check({ text: "äRGER 100%" }, (row) => row.note !== null);
      await check({ text: "of_8", accountId: ACCOUNT }, (row) => row.note?.endsWith("of_8") === true);
    }
    expect((await transactions.page(A, { filter: {}, limit: 1 })).items[0]).toEqual(rows[59]);
    for (const limit of [0, 1_001, 1.5, Number.NaN]) {
      await expect(transactions.page(A, { filter: {}, limit })).rejects.toMatchObject({ code: "INPUT_INVALID" });
    }
  });

  it("keeps decisions about entries in their order, each once", async () => {
    const ids = new SeededIds("changes");
    const change = (kind: BookChange["kind"], ts: number): BookChange => ({
      id: ids.bookChangeId(),
      profileId: A,
      ts: unixMs(ts),
      kind,
      transactionIds: [transactionIdSchema.parse("t1")],
      batchId: kind === "retract" ? ids.batchId() : null,
      reason: "Twice in the books",
    });
    const [first, second] = [change("retract", T + 5), change("restore", T)];
    await repositories().bookChanges.add(A, [first, second]);
    await repositories().bookChanges.add(A, [{ ...first, reason: "Another" }]);
    const kept = await again();
    expect(await kept.bookChanges.list(A)).toEqual([first, second]);
    expect(await kept.bookChanges.list(B)).toEqual([]);
  });

  it("keeps one coverage per account and source", async () => {
    const coverage = (source: Coverage["source"], entries: number): Coverage => ({
      profileId: A,
      accountId: ACCOUNT,
      source,
      from: unixMs(T),
      until: unixMs(T + entries),
      complete: false,
      resume: `{"page":${entries}}`,
      problem: null,
      entries,
    });
    for (const row of [coverage("ledger", 1), coverage("fills", 2), coverage("ledger", 3)]) {
      await repositories().coverage.save(A, row);
    }
    const kept = await again();
    expect(await kept.coverage.list(A)).toEqual([coverage("fills", 2), coverage("ledger", 3)]);
    expect(await kept.coverage.list(B)).toEqual([]);
  });
}
