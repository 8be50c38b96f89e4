// Are doubles rounded as a decision is written, whatever their last bits are?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twelveDigits, writeDoubles } from "./compute-twelve-digits.ts";

describe("twelve digits", () => {
  it.each([
    [0.1 + 0.2, 0.3],
    [123_456_789_012.6, 123_456_789_013],
    [-1.000_000_000_004_9, -1],
    [1e-30 / 3, 3.333_333_333_33e-31],
    [-0, 0],
  ])("%d reads %d", (value, rounded) => {
    expect(twelveDigits(value)).toBe(rounded);
  });

  it("rounds once: what is rounded stays", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const once = twelveDigits(value);
        expect(twelveDigits(once)).toBe(once);
        expect(Math.abs(once - value)).toBeLessThanOrEqual(Math.abs(value) * 5.000_001e-12 + Number.MIN_VALUE);
      }),
    );
  });

  it("writes what is not known as null", () => {
    expect(writeDoubles({ known: 1 / 3, warming: Number.NaN, off: Number.POSITIVE_INFINITY })).toEqual({
      known: 0.333_333_333_333,
      warming: null,
      off: null,
    });
  });
});
