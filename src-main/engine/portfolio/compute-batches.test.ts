// Is each import told with its file, time, entries and accounts, and with what of it does not count any more?
import { describe, expect, it } from "vitest";
import { bookChangeSchema } from "#shared/domain/books.ts";
import { batchIdSchema, bookChangeIdSchema, profileIdSchema, transactionIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { inAccount, testChange } from "#testing/book-histories.ts";
import { BatchTally, batchChange } from "./compute-batches.ts";

const FIRST = batchIdSchema.parse("7c9e6679-7425-40de-944b-e07fc1f90ae7");
const SECOND = batchIdSchema.parse("11111111-1111-4111-8111-111111111111");

function came(id: string, ts: number, more: Partial<Transaction> = {}, account: "alpha" | "beta" = "alpha") {
  const entry = { id, ts, type: "deposit", asset: "BTC", quantity: "1", account: `demo-a-${account}` } as const;
  return { ...inAccount(entry), source: "import", batchId: FIRST, ...more } as Transaction;
}

function batchesOf(entries: readonly Transaction[], changes: Parameters<BatchTally["batches"]>[0]) {
  const tally = new BatchTally();
  for (const entry of entries) tally.add(entry);
  return tally.batches(changes, (id) => entries.find((entry) => entry.id === id) ?? null);
}

const told = batchChange({
  id: bookChangeIdSchema.parse("00000000-0000-4000-8000-00000000000a"),
  profileId: profileIdSchema.parse("demo-a"),
  ts: unixMs(1_000),
  batchId: FIRST,
  name: `${"x".repeat(600)}.csv`,
});

describe("batches", () => {
  it("are told with their file, and when, where and how many", () => {
    const entries = [
      came("a", 5),
      came("b", 3, {}, "beta"),
      came("c", 9),
      came("by-hand", 7, { source: "manual", batchId: SECOND }),
      came("of-the-venue", 1, { source: "venue", batchId: null }),
    ];
    expect(bookChangeSchema.parse(told)).toEqual(told);
    expect(batchesOf(entries, [told])).toEqual([
      {
        ...{ batchId: FIRST, source: "import", name: "x".repeat(500), ts: 1_000, entries: 3, setAside: 0, takenOut: 0 },
        ...{ from: 3, until: 9, accounts: ["demo-a-alpha", "demo-a-beta"] },
      },
      {
        ...{ batchId: SECOND, source: "manual", name: null, ts: null, entries: 1, setAside: 0, takenOut: 0 },
        ...{ from: 7, until: 7, accounts: ["demo-a-alpha"] },
      },
    ]);
  });

  it("tell what of them was taken out, and what a correction stands in for", () => {
    const correction = came("d", 6, {
      source: "manual",
      batchId: SECOND,
      replaces: transactionIdSchema.parse("c"),
    });
    const entries = [came("a", 5), came("b", 3), came("c", 9), correction];
    const out = testChange("retract", ["a", "b", "unknown"], 2);
    const counts = (changes: Parameters<typeof batchesOf>[1]) =>
      batchesOf(entries, changes).map(({ setAside, takenOut }) => [setAside, takenOut]);
    expect(counts([out])).toEqual([
      [3, 2],
      [0, 0],
    ]);
    expect(counts([out, testChange("restore", ["b"], 3)])).toEqual([
      [2, 1],
      [0, 0],
    ]);
    // Without its correction the original counts again.
    expect(counts([testChange("retract", ["d"], 4)])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it("whose entries never came are none", () => {
    expect(batchesOf([], [told])).toEqual([]);
  });
});
