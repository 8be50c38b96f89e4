// Are the levels of a position in the order of their prices, each with its exact distance from the price now?
import fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { distanceTo, gainOf, toPriceLevels } from "./position-levels.ts";
import { sampleReading } from "./testing-samples.ts";

test("highest first, numbered as in the whole ladder, distances as shares of the price now", () => {
  expect(toPriceLevels(sampleReading()).map(({ words, price, distance }) => [words, price, distance])).toEqual([
    ["Take-profit 3", "109", "0.0582524272"],
    ["Take-profit 2", "106", "0.0291262136"],
    ["Price now", "103", null],
    ["Entry", "100", "-0.0291262136"],
    ["Stop-loss", "97.5", "-0.0533980583"],
  ]);
  expect(gainOf(sampleReading())).toBe("0.03");
});

test("without a fresh price there is neither a distance nor a gain, and nothing is reached", () => {
  const levels = toPriceLevels(sampleReading({ price: null }));
  expect(levels.map(({ kind }) => kind)).toEqual(["takeProfit", "takeProfit", "entry", "stop"]);
  expect(levels.every(({ distance, isReached }) => distance === null && !isReached)).toBe(true);
  expect(gainOf(sampleReading({ price: null }))).toBeNull();
});

test("a stop is reached at and under it, a rung at and over it", () => {
  const reached = (price: string) =>
    toPriceLevels(sampleReading({ price }))
      .filter(({ isReached }) => isReached)
      .map(({ id }) => id);
  expect(reached("97.5")).toEqual(["stop"]);
  expect(reached("97.51")).toEqual([]);
  expect(reached("106")).toEqual(["rung 2"]);
  expect(reached("200")).toEqual(["rung 3", "rung 2"]);
});

const price = fc.integer({ min: 1, max: 10_000_000 }).map((cents) => Decimal.parse(`${cents}e-2`).toString());

test("whatever the prices: sorted, every level once, and the distance leads from the price to the level", () => {
  fc.assert(
    fc.property(price, price, price, fc.array(price, { maxLength: 3 }), (now, entryPrice, stop, rungs) => {
      const levels = toPriceLevels(sampleReading({ price: now, entryPrice, stop, rungs }));
      expect(levels).toHaveLength(rungs.length + 3);
      for (const [index, level] of levels.entries()) {
        const next = levels[index + 1];
        if (next !== undefined) expect(Decimal.parse(level.price).gte(Decimal.parse(next.price))).toBe(true);
        const distance = distanceTo(level.price, now) ?? "";
        const back = Decimal.parse(now).mul(Decimal.ONE.add(Decimal.parse(distance)));
        // One division, rounded at ten places, of a price under 100,000.
        expect(back.sub(Decimal.parse(level.price)).abs().lt(Decimal.parse("0.0001"))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
