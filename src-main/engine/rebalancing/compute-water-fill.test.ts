import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { computeBasin, computeWaterFill, type Vessel } from "./compute-water-fill.ts";

const vessel = (index: number, level: string, cap: string): Vessel => ({
  index,
  level: decimal(level),
  cap: decimal(cap),
});
const shown = (vessels: readonly Vessel[], amount: string, closed: readonly boolean[] = []) => {
  const { raised, leftOver } = computeWaterFill(computeBasin(vessels), decimal(amount), closed);
  return [raised.map(({ index, level }) => `${index}:${level}`).join(" "), leftOver.toString()];
};

describe("computeWaterFill", () => {
  const three = [vessel(0, "5", "10"), vessel(1, "0", "4"), vessel(2, "2", "20")];

  it.each([
    ["0", "", "0"],
    ["1.5", "1:1.5", "0"],
    ["4", "1:3 2:3", "0"],
    ["7", "1:4 2:5", "0"],
    ["11", "1:4 2:7 0:7", "0"],
    ["27", "1:4 2:20 0:10", "0"],
    ["28", "1:4 2:20 0:10", "1"],
  ])("raises the lowest first: %s more", (amount, raised, leftOver) => {
    expect(shown(three, amount)).toEqual([raised, leftOver]);
  });

  it("leaves closed vessels, and those without room, as they are", () => {
    expect(shown(three, "4", [false, true])).toEqual(["2:5.5 0:5.5", "0"]);
    expect(shown([vessel(0, "3", "3"), vessel(1, "5", "4")], "1")).toEqual(["", "1"]);
  });

  it("gives away all that fits, to a common level, up to the places that a quotient has", () => {
    const some = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(40)), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.nat(600), (pairs, amount) => {
        const vessels = pairs.map(([level, room], index) => vessel(index, `${level}`, `${level + room}`));
        const { raised, leftOver } = computeWaterFill(computeBasin(vessels), Decimal.fromInteger(amount), []);
        const before = (index: number) => vessels[index]?.level ?? Decimal.ZERO;
        const given = Decimal.sum(raised.map(({ index, level }) => level.sub(before(index))));
        const over = given.add(leftOver).sub(Decimal.fromInteger(amount));
        expect(over.isNegative).toBe(false);
        expect(over.lt(decimal("0.000000000000000000001"))).toBe(true);
        const water = raised.reduce((most, { level }) => Decimal.max(most, level), decimal("-100"));
        for (const { index, level } of raised) {
          const cap = vessels[index]?.cap ?? Decimal.ZERO;
          expect(level.eq(water) || level.eq(cap)).toBe(true);
          expect(level.lte(cap)).toBe(true);
        }
        for (const { index, level, cap } of vessels)
          if (cap.gt(level) && !raised.some((one) => one.index === index)) expect(level.gte(water)).toBe(true);
      }),
    );
  });
});
