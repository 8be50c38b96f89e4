// Do doubles become decimals that sum to exactly the total, however they are rounded and whatever limits cut?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { computeExactShares, WEIGHT_PLACES } from "./compute-exact-shares.ts";

const anywhere = { floor: Decimal.ZERO, cap: Decimal.ONE };
const texts = (shares: readonly Decimal[]) => shares.map((share) => share.toString());

describe("exact shares", () => {
  it("give missing units to the largest remainders, equal ones in order", () => {
    const thirds = computeExactShares(
      Float64Array.of(1 / 3, 1 / 3, 1 / 3),
      [anywhere, anywhere, anywhere],
      Decimal.ONE,
    );
    expect(texts(thirds)).toEqual(["0.3333333334", "0.3333333333", "0.3333333333"]);
    const uneven = computeExactShares(
      Float64Array.of(0.20000000004, 0.30000000008, 0.49999999988),
      [anywhere, anywhere, anywhere],
      Decimal.ONE,
    );
    expect(texts(uneven)).toEqual(["0.2", "0.3000000001", "0.4999999999"]);
  });

  it("take what is too much from those that may fall, never past a floor", () => {
    const limits = [{ floor: decimal("0.5"), cap: Decimal.ONE }, anywhere];
    expect(texts(computeExactShares(Float64Array.of(0.5, 0.6), limits, Decimal.ONE))).toEqual(["0.5", "0.5"]);
  });

  it("are a unit or less from each value where nothing stands in the way, and sum to the total", () => {
    const values = fc.array(fc.double({ min: 0.0001, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 10_000 }), (list, units) => {
        const total = Decimal.of(BigInt(units), 4);
        const sum = list.reduce((all, value) => all + value, 0);
        const wanted = Float64Array.from(list, (value) => (value / sum) * (units / 10_000));
        const shares = computeExactShares(
          wanted,
          list.map(() => anywhere),
          total,
        );
        expect(Decimal.sum(shares).eq(total)).toBe(true);
        for (const [index, share] of shares.entries()) {
          expect(Math.abs(+share.toString() - (wanted[index] ?? 0))).toBeLessThanOrEqual(1.01 * 10 ** -WEIGHT_PLACES);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("refuse limits that leave none, and what is not a number", () => {
    const tight = { floor: Decimal.ZERO, cap: decimal("0.4") };
    expect(() => computeExactShares(Float64Array.of(0.5, 0.5), [tight, tight], Decimal.ONE)).toThrow(
      "leave no weights",
    );
    expect(() => computeExactShares(Float64Array.of(Number.NaN), [anywhere], Decimal.ONE)).toThrow("not a number: NaN");
  });
});
