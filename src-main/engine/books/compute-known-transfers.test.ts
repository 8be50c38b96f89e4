import fc from "fast-check";
import { expect, it } from "vitest";
import { type BookChange, bookChangeSchema } from "#shared/domain/books.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS, inAccount } from "#testing/book-histories.ts";
import { EntryColumns } from "./compute-entry-columns.ts";
import { EntryList } from "./compute-entry-list.ts";
import { KnownTransfers } from "./compute-known-transfers.ts";
import { matchTransfers } from "./compute-transfers.ts";

const NOON = 1_767_571_200_000;
const HOUR_MS = 3_600_000;

const flow = fc.record({
  type: fc.constantFrom("deposit", "withdrawal", "transfer", "reward"),
  side: fc.constantFrom("buy", "sell"),
  account: fc.constantFrom("demo-a-alpha", "demo-a-beta"),
  asset: fc.constantFrom("BTC", "BTC", "BTC", "ETH"),
  quantity: fc.constantFrom("1", "0.9995", "2"),
  hours: fc.integer({ min: -80, max: 80 }),
  venueRef: fc.constantFrom(null, null, null, "x", "y"),
  fee: fc.constantFrom(null, null, "0.0005"),
  source: fc.constantFrom("venue", "venue", "venue", "opening"),
} as const);

const flows = fc.array(flow, { maxLength: 12 }).map((list) =>
  list.map(({ type, hours, venueRef, fee, source, ...entry }, index): Transaction => {
    const base = { ...entry, type, id: `t${index}`, ts: NOON + hours * HOUR_MS };
    const made = inAccount(fee === null ? base : { ...base, fee: [entry.asset, fee] });
    return { ...made, side: type === "transfer" ? made.side : null, venueRef, source };
  }),
);

/** Some pairs put together or parted by hand, of entries that may be there or not. */
const decided = fc
  .array(fc.tuple(fc.constantFrom("pair", "part"), fc.nat({ max: 13 }), fc.nat({ max: 13 })), { maxLength: 3 })
  .map((list) =>
    list.map(
      ([kind, out, into], index): BookChange =>
        bookChangeSchema.parse({
          id: `00000000-0000-4000-8000-00000000000${index}`,
          ...{
            profileId: "demo-a",
            ts: index,
            kind,
            transactionIds: [`t${out}`, `t${into}`],
            batchId: null,
            reason: "so",
          },
        }),
    ),
  );

it("finds with each further entry what matching all of them finds, or says that all are to be matched", {
  timeout: BOOK_LIMIT_MS,
}, () => {
  let found = 0;
  let anew = 0;
  fc.assert(
    fc.property(
      flows,
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: decided }),
      fc.integer({ min: 1, max: 3 }),
      (entries, changes, perTime) => {
        const columns = new EntryColumns();
        let list = EntryList.all(columns);
        let known = new KnownTransfers(list, changes);
        for (let from = 0; from < entries.length; from += perTime) {
          const fresh = entries.slice(from, from + perTime);
          list = list.with(fresh.flatMap((entry) => columns.push(entry) ?? []));
          const before = known.list;
          const further = known.add(fresh, list);
          if (further === null) {
            anew += 1;
            known = new KnownTransfers(list, changes);
          } else {
            found += further.length;
            expect(new Set(known.list)).toEqual(new Set([...before, ...further]));
          }
          expect(known.list).toEqual(matchTransfers(entries.slice(0, from + perTime), changes));
          for (const { outId, inId } of known.list) {
            expect([known.otherSide(outId), known.otherSide(inId)]).toEqual([inId, outId]);
          }
          for (const { id } of fresh) expect(known.has(id)).toBe(known.otherSide(id) !== null);
        }
      },
    ),
    { numRuns: BOOK_RUNS },
  );
  // Both ways were gone.
  expect(found).toBeGreaterThan(0);
  expect(anew).toBeGreaterThan(0);
});
