import fc from "fast-check";
import { expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { computeSliceCount, computeSlices } from "./compute-slices.ts";

const WAIT = { least: 5_000, most: 20_000 };
const dec = (text: string) => Decimal.parse(text);

it("makes one part in a calm market and five in a wild one", () => {
  const ranks = [0, 0.19, 0.2, 0.5, 0.79, 0.8, 0.999, 1];
  expect(ranks.map(computeSliceCount)).toEqual([1, 1, 2, 3, 4, 5, 5, 5]);
});

it("makes parts that sum to the leg exactly, on the lot step, none under the least, with the approved spacing", () => {
  const draws = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 12, maxLength: 12 });
  const lots = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(
      lots,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 500 }),
      draws,
      (of, count, low, drawn) => {
        const quantity = Decimal.of(BigInt(of), 4);
        const least = Decimal.of(BigInt(low), 4);
        let at = 0;
        const draw = () => drawn[at++ % drawn.length] ?? 0;
        const slices = computeSlices({ quantity, amountStep: dec("0.0001"), least, count, waitMs: WAIT, draw });
        if (slices === null) {
          // One part is right only where it was asked for or two would be too small: the smaller of two is 0.375 of it at least.
          expect(count === 1 || of * 0.375 - 1 < low).toBe(true);
          return;
        }
        expect(slices.length).toBeLessThanOrEqual(count);
        expect(Decimal.sum(slices.map((slice) => dec(slice.quantity))).eq(quantity)).toBe(true);
        for (const [index, slice] of slices.entries()) {
          expect(dec(slice.quantity).gte(least)).toBe(true);
          expect(dec(slice.quantity).isMultipleOf(dec("0.0001"))).toBe(true);
          if (index === 0) expect(slice.waitMs).toBe(0);
          else {
            expect(slice.waitMs).toBeGreaterThanOrEqual(WAIT.least);
            expect(slice.waitMs).toBeLessThanOrEqual(WAIT.most);
          }
        }
      },
    ),
  );
});

it("makes parts of different sizes", () => {
  const drawn = [0.1, 0.9, 0.5, 0.3, 0.7];
  let at = 0;
  const draw = () => drawn[at++ % drawn.length] ?? 0;
  const options = { quantity: dec("1"), amountStep: dec("0.0001"), least: dec("0.01"), count: 3, waitMs: WAIT, draw };
  expect(computeSlices(options)).toEqual([
    { quantity: "0.2666", waitMs: 0 },
    { quantity: "0.4", waitMs: 9_500 },
    { quantity: "0.3334", waitMs: 15_500 },
  ]);
});
