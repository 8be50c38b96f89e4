import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TransactionId } from "#shared/domain/ids.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { anyEntry } from "#testing/entry-arbitraries.ts";
import { testTransaction } from "#testing/portfolio-fakes.ts";
import { EntryColumns } from "./compute-entry-columns.ts";
import { EntryKeys } from "./compute-entry-keys.ts";

describe("EntryColumns", () => {
  it("give back exactly what was put in, of each id the first, also where all hashes collide", {
    timeout: BOOK_LIMIT_MS,
  }, () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 60 }), fc.boolean(), (entries, collide) => {
        const columns = new EntryColumns(new EntryKeys(collide ? () => 1 : undefined));
        const first = new Map<TransactionId, (typeof entries)[number]>();
        for (const entry of entries) {
          expect(columns.push(entry)).toBe(first.has(entry.id) ? null : first.size);
          if (!first.has(entry.id)) first.set(entry.id, entry);
        }
        expect(columns.length).toBe(first.size);
        let number = 0;
        for (const [id, entry] of first) {
          expect(columns.at(number)).toEqual(entry);
          // The same fields in the same order: what is written from one is written from the other.
          expect(JSON.stringify(columns.at(number))).toBe(JSON.stringify(transactionSchema.parse(entry)));
          expect(columns.get(id)).toEqual(entry);
          expect(columns.isFlow(number)).toBe(["deposit", "withdrawal", "transfer"].includes(entry.type));
          expect(columns.standsIn(number)).toBe(entry.replaces !== null);
          expect(columns.shapeOf(number)).toMatchObject({ type: entry.type, accountId: entry.accountId });
          number += 1;
        }
      }),
      { numRuns: BOOK_RUNS },
    );
  });

  it("hold more than a page of numbers and of texts", () => {
    const columns = new EntryColumns();
    const entryOf = (index: number) => ({
      ...testTransaction({ id: `t${index}`, ts: index, type: "deposit", asset: "BTC", quantity: `${index}.5` }),
      note: index % 7 === 0 ? "ü".repeat(500) : null,
    });
    for (let index = 0; index < 9_000; index += 1) columns.push(entryOf(index));
    for (let index = 0; index < 9_000; index += 97) expect(columns.at(index)).toEqual(entryOf(index));
    expect(() => columns.at(9_000)).toThrow(RangeError);
  });
});
