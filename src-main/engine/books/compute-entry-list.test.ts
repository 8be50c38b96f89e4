import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { anyEntry } from "#testing/entry-arbitraries.ts";
import { EntryColumns } from "./compute-entry-columns.ts";
import { EntryList } from "./compute-entry-list.ts";

const entries = fc.uniqueArray(anyEntry, { maxLength: 40, selector: ({ id }) => id });
const oldestFirst = (list: readonly Transaction[]) => list.toSorted((first, second) => first.ts - second.ts);
const isFlow = ({ type }: Transaction) => type === "deposit" || type === "withdrawal" || type === "transfer";

describe("EntryList", () => {
  it("is the sorted list of all that was added, however it was cut; lists from before stay as they were", {
    timeout: BOOK_LIMIT_MS,
  }, () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 9 }), (all, perTime) => {
        const columns = new EntryColumns();
        const seen = [{ list: EntryList.all(columns), expected: [] as readonly Transaction[] }];
        for (let from = 0; from < all.length; from += perTime) {
          const numbers = all.slice(from, from + perTime).flatMap((entry) => columns.push(entry) ?? []);
          const before = seen.at(-1)?.list ?? EntryList.all(columns);
          seen.push({ list: before.with(numbers), expected: oldestFirst(all.slice(0, from + perTime)) });
        }
        for (const { list, expected } of seen) {
          expect([...list]).toEqual(expected);
          expect(list.length).toBe(expected.length);
          expect([list.at(0), list.at(-1), list.at(expected.length)]).toEqual([
            expected[0],
            expected.at(-1),
            undefined,
          ]);
          expect(list.map(({ ts }) => ts)).toEqual(expected.map(({ ts }) => ts));
        }
        expect([...EntryList.all(columns)]).toEqual(oldestFirst(all));
      }),
      { numRuns: BOOK_RUNS },
    );
  });

  it("added to twice from the same place is two lists", () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: 40 }), (all, cut) => {
        const columns = new EntryColumns();
        const numbers = all.flatMap((entry) => columns.push(entry) ?? []);
        const base = EntryList.all(columns).without(new Set(all.slice(cut).map(({ id }) => id)));
        const [one, other] = [base.with(numbers.slice(cut, cut + 2)), base.with(numbers.slice(cut + 1))];
        expect([...one]).toEqual(oldestFirst(all.slice(0, cut + 2)));
        expect([...other]).toEqual(oldestFirst([...all.slice(0, cut), ...all.slice(cut + 1)]));
        expect([...base]).toEqual(oldestFirst(all.slice(0, cut)));
      }),
      { numRuns: BOOK_RUNS },
    );
  });

  it("finds flows by time, corrections, parts, and what it shares with another list", {
    timeout: BOOK_LIMIT_MS,
  }, () => {
    fc.assert(
      fc.property(entries, entries, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (all, further, from, span) => {
        const list = EntryList.of(all);
        const sorted = oldestFirst(all);
        expect([...list.flows()]).toEqual(sorted.filter(isFlow));
        expect([...list.flows(from, from + span)]).toEqual(
          sorted.filter((entry) => isFlow(entry) && entry.ts >= from && entry.ts <= from + span),
        );
        expect([...list.corrections()]).toEqual(sorted.filter(({ replaces }) => replaces !== null));
        expect([...list.slice(from, from + span)]).toEqual(sorted.slice(from, from + span));
        const out = new Set<TransactionId>([...all.slice(from).map(({ id }) => id), "nobody" as TransactionId]);
        const rest = sorted.filter(({ id }) => !out.has(id));
        const without = list.without(out);
        expect([...without]).toEqual(rest);
        const start = (one: readonly Transaction[], other: readonly Transaction[]) => {
          let at = 0;
          while (at < Math.min(one.length, other.length) && one[at]?.id === other[at]?.id) at += 1;
          return at;
        };
        expect(list.commonStart(without)).toBe(start(sorted, rest));
        expect(list.commonStart(EntryList.of(further))).toBe(start(sorted, oldestFirst(further)));
        expect(list.commonStart(list)).toBe(all.length);
      }),
      { numRuns: BOOK_RUNS },
    );
  });
});
