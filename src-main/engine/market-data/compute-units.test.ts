import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
import { unitsDecimal, unitsNumber, unitsText } from "./compute-units.ts";

const units = fc.oneof(fc.nat(1_000), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const places = fc.integer({ min: 0, max: 22 });

describe("a number of whole units and places", () => {
  it("is one value as text, as a decimal and as the double nearest to it", () => {
    fc.assert(
      fc.property(units, places, (count, shift) => {
        const text = unitsText(count, shift);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        expect(text.split(".")[1]?.length ?? 0).toBe(shift);
        expect(unitsDecimal(count, shift).eq(decimal(text))).toBe(true);
        expect(
          unitsDecimal(count, shift)
            .mul(decimal(`1${"0".repeat(shift)}`))
            .eq(decimal(String(count))),
        ).toBe(true);
        expect(unitsNumber(count, shift)).toBe(Number(text));
      }),
    );
  });

  it.each([
    [0, 0, "0"],
    [0, 3, "0.000"],
    [5, 1, "0.5"],
    [2_535_190_000, 8, "25.35190000"],
    [1, 22, "0.0000000000000000000001"],
    [Number.MAX_SAFE_INTEGER, 0, "9007199254740991"],
  ])("%d with %d places is %s", (count, shift, text) => {
    expect(unitsText(count, shift)).toBe(text);
  });

  it("is no number with more places than a double has exact powers of ten", () => {
    expect(unitsNumber(1, 23)).toBeNaN();
    expect(unitsNumber(1, -1)).toBeNaN();
    expect(unitsNumber(1, 0.5)).toBeNaN();
  });
});
