// Are all roots found, none made up, and none missed, in sums whose roots are known beforehand?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RETURN_RUNS } from "#testing/return-arbitraries.ts";
import { type DiscountTerm, findDiscountRoots } from "./compute-discount-roots.ts";

const LOW = Math.log(Number.EPSILON);
const HIGH = Math.log1p(1e6);

/** Terms at multiples of `gap` years that are a polynomial in x = e^(-u x gap). */
const termsOf = (coefficients: readonly number[], gap = 1): DiscountTerm[] =>
  coefficients.map((amount, power) => ({ years: power * gap, amount }));
const times = (first: readonly number[], second: readonly number[]): number[] => {
  const product = Array.from({ length: first.length + second.length - 1 }, () => 0);
  for (const [i, a] of first.entries())
    for (const [j, b] of second.entries()) product[i + j] = (product[i + j] ?? 0) + a * b;
  return product;
};
const valueAt = (terms: readonly DiscountTerm[], u: number) =>
  terms.reduce((sum, { years, amount }) => sum + amount * Math.exp(-u * years), 0);

describe("the roots of discounted amounts", () => {
  it("are those that the sum was made of: single ones all found, pairs that are not real not made up", () => {
    fc.assert(
      fc.property(
        // Places of u in tenths, so that no two are nearer than 0.1.
        fc.uniqueArray(fc.integer({ min: -20, max: 30 }), { maxLength: 4 }),
        // x^2 - 2 m x + m^2 + d^2 has no real root.
        fc.array(fc.record({ m: fc.integer({ min: -20, max: 20 }), d: fc.integer({ min: 5, max: 20 }) }), {
          maxLength: 2,
        }),
        fc.constantFrom(1, 0.25, 2),
        (tenths, pairs, gap) => {
          const wanted = tenths.map((tenth) => tenth / 10).sort((a, b) => a - b);
          let coefficients = [1];
          for (const u of wanted) coefficients = times(coefficients, [1, -Math.exp(u * gap)]);
          for (const { m, d } of pairs) {
            const [real, imaginary] = [m / 10, d / 10];
            coefficients = times(coefficients, [real ** 2 + imaginary ** 2, -2 * real, 1]);
          }
          const found = findDiscountRoots(termsOf(coefficients, gap), LOW, HIGH);
          expect(found).toHaveLength(wanted.length);
          for (const [index, root] of found.entries()) expect(root).toBeCloseTo(wanted[index] ?? Number.NaN, 6);
        },
      ),
      RETURN_RUNS,
    );
  });

  it("hold every change of sign that a fine grid sees, for any amounts and times", () => {
    const amounts = fc.array(
      fc.record({
        gap: fc.double({ min: 0.003, max: 3, noNaN: true }),
        amount: fc.integer({ min: -1_000, max: 1_000 }),
      }),
      { minLength: 2, maxLength: 8 },
    );
    fc.assert(
      fc.property(amounts, (rows) => {
        let years = 0;
        const terms = rows
          .map(({ gap, amount }, index) => {
            years += index === 0 ? 0 : gap;
            return { years, amount };
          })
          .filter(({ amount }) => amount !== 0);
        fc.pre(terms.length > 1);
        const first = terms[0]?.years ?? 0;
        const shifted = terms.map((term) => ({ ...term, years: term.years - first }));
        const roots = findDiscountRoots(shifted, LOW, HIGH);
        // Descartes' rule of signs, which holds for real powers too: as many as changes of sign, or an even number fewer.
        const changes = shifted.filter(
          ({ amount }, index) => index > 0 && amount * (shifted[index - 1]?.amount ?? 0) < 0,
        );
        expect(roots.length).toBeLessThanOrEqual(changes.length);
        for (const root of roots) {
          const size = shifted.reduce((sum, term) => sum + Math.abs(term.amount) * Math.exp(-root * term.years), 0);
          expect(Math.abs(valueAt(shifted, root)) / size).toBeLessThan(1e-9);
        }
        for (let step = -400; step < 400; step += 1) {
          const [left, right] = [step / 80, (step + 1) / 80];
          if (valueAt(shifted, left) * valueAt(shifted, right) >= 0) continue;
          expect(roots.some((root) => root > left - 1e-9 && root < right + 1e-9)).toBe(true);
        }
      }),
      RETURN_RUNS,
    );
  });

  it("that touch without crossing are one, and just missing it is none", () => {
    const touching = findDiscountRoots(termsOf([1, -2.2, 1.21]), LOW, HIGH);
    expect(touching).toHaveLength(1);
    expect(Math.expm1(touching[0] ?? 0)).toBeCloseTo(0.1, 6);
    expect(findDiscountRoots(termsOf([1, -2.2, 1.2101]), LOW, HIGH)).toEqual([]);
    expect(findDiscountRoots(termsOf([1, -2.2, 1.2099]), LOW, HIGH)).toHaveLength(2);
  });

  it("are found at 0 and only in the range, and at once where nothing lasts", () => {
    expect(findDiscountRoots(termsOf([-5, 2, 3]), LOW, HIGH)).toEqual([0]);
    expect(findDiscountRoots(termsOf([-1, 3]), 0, 1)).toEqual([]);
    expect(findDiscountRoots(termsOf([-1, 3]), -1, 0)).toEqual([]);
    expect(findDiscountRoots([{ years: 0, amount: 1 }], LOW, HIGH)).toEqual([]);
    expect(findDiscountRoots([], LOW, HIGH)).toEqual([]);
  });

  it("do not depend on the size of the amounts, from 1e-18 to 1e15", () => {
    const roots = findDiscountRoots(termsOf([-100, 230, -132]), LOW, HIGH);
    for (const unit of [1e-20, 1e13]) {
      const scaled = findDiscountRoots(termsOf([-100, 230, -132].map((amount) => amount * unit)), LOW, HIGH);
      expect(scaled.map((root) => root.toFixed(12))).toEqual(roots.map((root) => root.toFixed(12)));
    }
  });
});
