import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { DecimalColumn } from "./compute-decimal-column.ts";

describe("DecimalColumn", () => {
  it("gives back what was put in, of any size and sign, and nulls", { timeout: BOOK_LIMIT_MS }, () => {
    const bits = fc.constantFrom(8n, 62n, 63n, 64n, 65n, 126n, 127n, 128n, 200n);
    const coefficient = fc.tuple(bits, fc.integer({ min: -2, max: 2 }), fc.boolean()).map(([size, off, negative]) => {
      const value = 2n ** size + BigInt(off);
      return negative ? -value : value;
    });
    const value = fc.option(
      fc
        .tuple(fc.oneof(coefficient, fc.bigInt()), fc.integer({ min: 0, max: 500 }))
        .map(([digits, scale]) => Decimal.of(digits, scale)),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), (values) => {
        const column = new DecimalColumn();
        for (const each of values) column.push(each);
        expect(column.length).toBe(values.length);
        for (const [index, each] of values.entries()) {
          const kept = column.at(index);
          expect([kept?.coefficient, kept?.scale]).toEqual([each?.coefficient, each?.scale]);
        }
      }),
      { numRuns: BOOK_RUNS },
    );
  });

  it("refuses what it does not have", () => {
    const column = new DecimalColumn();
    column.push(Decimal.ONE);
    expect(() => column.at(1)).toThrow(RangeError);
    expect(() => column.push(Decimal.of(1n, 20_000))).toThrow(RangeError);
    expect(column.length).toBe(1);
  });
});
