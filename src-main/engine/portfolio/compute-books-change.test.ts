import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EntryList } from "#engine/books/compute-entry-list.ts";
import { DEFAULT_COST_BASIS } from "#shared/domain/books.ts";
import { transactionIdSchema } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { anyHistory, BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { type BooksState, changedSince } from "./compute-books-change.ts";

const byTime = fc
  .tuple(anyHistory(), fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }))
  .map(([entries, kept]) => {
    const all = entries.toSorted((first, second) => first.ts - second.ts);
    return { all, some: all.filter((_, index) => kept[index]) };
  });
const state = (transactions: readonly Transaction[]): BooksState => ({
  transactions: EntryList.of(transactions),
  transfers: [],
  costBasis: DEFAULT_COST_BASIS,
});

describe("changedSince", () => {
  it(
    "is the time of the first entry that only one of them has",
    () => {
      fc.assert(
        fc.property(byTime, ({ all, some }) => {
          const missing = all.filter((entry) => !some.includes(entry)).map(({ ts }) => ts);
          const wanted = missing.length === 0 ? null : Math.min(...missing);
          // What is equal in time may stand in another order: then it is that time, which is never too late.
          expect(changedSince(state(some), state(all))).toBe(wanted);
          expect(changedSince(state(all), state(some))).toBe(wanted);
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it("is the time of a transfer that was found or parted, and the beginning for another cost basis", () => {
    const [entries] = fc.sample(
      anyHistory().filter(({ length }) => length > 3),
      { numRuns: 1, seed: 7 },
    );
    const all = (entries ?? []).toSorted((first, second) => first.ts - second.ts);
    const [, second, third] = all;
    const pair = {
      outId: third?.id ?? transactionIdSchema.parse("a"),
      inId: second?.id ?? transactionIdSchema.parse("b"),
    };
    const paired = { ...state(all), transfers: [pair] };
    expect(changedSince(state(all), paired)).toBe(second?.ts);
    expect(changedSince(paired, state(all))).toBe(second?.ts);
    expect(changedSince(paired, { ...paired, transfers: [{ ...pair }] })).toBeNull();
    expect(changedSince(paired, { ...paired, costBasis: { method: "fifo", pooling: "profile" } })).toBe(0);
  });
});
