import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TransactionId } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { EntryKeys } from "./compute-entry-keys.ts";

/** Any text may be an id of the books, whatever it is made of; half a pair of surrogates too. */
const id = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 160 }),
    fc.string({ minLength: 1, maxLength: 160, unit: "binary" }),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 20 })
      .map((units) => String.fromCharCode(...units)),
    fc.nat({ max: 40 }).map((number) => `fill:kraken-1:BTC/USD:${number}`),
  )
  .map((text) => text as TransactionId);

/** From all hashes alike, over few, to the own one. */
const hash = fc.constantFrom(
  undefined,
  () => 0,
  () => 0xffff_ffff,
  (text: string) => text.length % 3,
  (text: string) => (text.charCodeAt(0) * 0x0100_0193) >>> 0,
);

describe("EntryKeys", () => {
  it("numbers ids in the order in which they come, and finds all of them and no other, however their hashes collide", {
    timeout: BOOK_LIMIT_MS,
  }, () => {
    fc.assert(
      fc.property(hash, fc.array(id, { maxLength: 120 }), fc.array(id, { maxLength: 20 }), (of, added, asked) => {
        const keys = new EntryKeys(of);
        const numbers = new Map<TransactionId, number>();
        for (const [at, each] of added.entries()) {
          const expected = numbers.get(each) ?? numbers.size;
          expect(keys.add(each, unixMs(at))).toBe(expected);
          if (!numbers.has(each)) numbers.set(each, expected);
        }
        expect(keys.length).toBe(numbers.size);
        for (const each of [...added, ...asked]) expect(keys.numberOf(each)).toBe(numbers.get(each) ?? null);
        for (const [each, number] of numbers) {
          expect(keys.idOf(number)).toBe(each);
          expect(keys.timeOf(number)).toBe(added.indexOf(each));
        }
      }),
      { numRuns: BOOK_RUNS },
    );
  });

  it("finds 30,000 ids of one pattern by few looks each", () => {
    const keys = new EntryKeys();
    const idOf = (number: number) => `fill:kraken-1:BTC/USD:${number}` as TransactionId;
    for (let number = 0; number < 30_000; number += 1) expect(keys.add(idOf(number), unixMs(number))).toBe(number);
    for (let number = 0; number < 30_000; number += 1) expect(keys.numberOf(idOf(number))).toBe(number);
    expect(keys.numberOf(idOf(30_000))).toBeNull();
  });

  it("refuses a number that no entry has", () => {
    const keys = new EntryKeys();
    keys.add("one" as TransactionId, unixMs(1));
    expect(() => keys.idOf(1)).toThrow(RangeError);
  });
});
