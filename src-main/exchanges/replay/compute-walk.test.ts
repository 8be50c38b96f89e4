import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeWalk } from "./compute-walk.ts";

const walk = (candle: { open: number; high: number; low: number; close: number }, seconds: number) =>
  Array.from({ length: seconds }, (_, second) => computeWalk(candle, second, seconds));

describe("computeWalk", () => {
  it("goes to the nearer extreme first", () => {
    const lowFirst = walk({ open: 100, high: 160, low: 90, close: 120 }, 60);
    expect([lowFirst[0], lowFirst[20], lowFirst[40], lowFirst[59]]).toEqual([100, 90, 160, 120]);
    const highFirst = walk({ open: 150, high: 160, low: 90, close: 120 }, 60);
    expect([highFirst[0], highFirst[20], highFirst[40], highFirst[59]]).toEqual([150, 160, 90, 120]);
  });

  it("gives back exactly the candle it walks", () => {
    const price = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(fc.tuple(price, price, price, price), fc.constantFrom(60, 300, 3_600), (prices, seconds) => {
        const [open, close] = prices;
        const candle = { open, high: Math.max(...prices), low: Math.min(...prices), close };
        const walked = walk(candle, seconds);
        expect([walked[0], Math.max(...walked), Math.min(...walked), walked.at(-1)]).toEqual([
          candle.open,
          candle.high,
          candle.low,
          candle.close,
        ]);
      }),
    );
  });
});
