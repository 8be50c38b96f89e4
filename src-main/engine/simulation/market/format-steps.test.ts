import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { formatSteps, step } from "./format-steps.ts";

describe("formatSteps", () => {
  it("is exact: count times step, in the shortest text", () => {
    const steps = fc.constantFrom("0.1", "0.05", "1", "0.0001", "0.00000001", "0.0005", "10");
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 99_999_999_999_999 }), (text, count) => {
        const exact = Decimal.fromInteger(count).mul(decimal(text)).toString();
        expect(formatSteps(count, step(text))).toBe(exact);
      }),
    );
  });

  it.each(["0", "-1", "x", "1e-8", ""])("refuses %j as a step", (text) => {
    expect(() => step(text)).toThrow(RangeError);
  });

  it("refuses counts it cannot write exactly", () => {
    expect(() => formatSteps(1e15, step("1"))).toThrow("Too many steps");
    expect(() => formatSteps(-1, step("1"))).toThrow("Too many steps");
  });
});
