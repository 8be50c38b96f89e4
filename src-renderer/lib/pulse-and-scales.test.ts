import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { isLastCall, secondsLeft } from "./countdown.ts";
import { drawnRatio } from "./drawn-ratio.ts";
import { PulseBudget, pulseFor } from "./pulse.ts";
import { moveWeight, positionOfWeight, targetScaleEnd, weightAtPosition } from "./target-scale.ts";

describe("the pulse", () => {
  it("has ten places; each is free again when its pulse is over", () => {
    const budget = new PulseBudget();
    const taken = Array.from({ length: 40 }, (_, index) => budget.take(1_000 + index));
    expect(taken.filter(Boolean)).toHaveLength(10);
    expect(budget.take(1_699)).toBe(false);
    expect([budget.take(1_700), budget.take(1_700)]).toEqual([true, false]);
  });

  it.each([
    ["1.0", "1.1", undefined, 0, "up"],
    ["1.1", "1.0", undefined, 0, "down"],
    ["1.0", "1.00", undefined, 0, undefined],
    [undefined, "1", undefined, 0, undefined],
    ["1", undefined, undefined, 0, undefined],
    ["1", "2", 5_000, 5_999, undefined],
    ["1", "2", 5_000, 6_000, "up"],
  ] as const)("from %s to %s, last at %s, now %d: %s", (previous, next, last, now, pulse) => {
    expect(pulseFor(previous, next, last, now)).toBe(pulse);
  });
});

describe("the target scale", () => {
  const weights = fc.integer({ min: 0, max: 500 }).map((tenths) => Decimal.of(BigInt(tenths), 3).toString());
  it("gives back the weight its position came from", () => {
    fc.assert(
      fc.property(weights, (weight) => {
        expect(weightAtPosition(positionOfWeight(weight, 0.5), 0.5)).toBe(weight);
      }),
    );
  });
  it("rises with the weight and stays on the track", () => {
    fc.assert(
      fc.property(weights, weights, (a, b) => {
        const order = Decimal.parse(a).cmp(Decimal.parse(b));
        expect(Math.sign(positionOfWeight(a, 0.5) - positionOfWeight(b, 0.5))).toBe(order);
      }),
    );
    expect(positionOfWeight("0.9", 0.5)).toBe(1);
    expect(weightAtPosition(-3, 0.5)).toBe("0");
    expect(weightAtPosition(7, 0.5)).toBe("0.5");
  });
  it("spends the room on small weights", () => {
    expect(positionOfWeight("0.03", 0.5)).toBeGreaterThan(0.24);
    expect(positionOfWeight("0.4", 0.5)).toBeCloseTo(0.894, 3);
  });
  it("reaches to one as soon as something is above a half", () => {
    expect(targetScaleEnd("0.5", "0.2")).toBe(0.5);
    expect(targetScaleEnd("0.2", "0.501")).toBe(1);
  });
  it.each([
    ["0.4", 1, "0.401"],
    ["0.4", -10, "0.39"],
    ["0.4005", 1, "0.401"],
    ["0.4005", -1, "0.4"],
    ["0.0004", -1, "0"],
    ["0.999", 10, "1"],
  ])("moves %s by %i tenths to %s", (weight, steps, moved) => {
    expect(moveWeight(weight, steps)).toBe(moved);
  });
});

describe("drawn ratios", () => {
  it("are exact enough for a screen and safe at zero", () => {
    expect(drawnRatio("0.0362", "0.02")).toBe(1.81);
    expect(drawnRatio("1", "0")).toBe(0);
  });
});

describe("the countdown", () => {
  it("shows 0 only when it is over, and calls in the last ten seconds", () => {
    expect(secondsLeft(60_000, 0)).toBe(60);
    expect(secondsLeft(60_000, 59_999)).toBe(1);
    expect(secondsLeft(60_000, 60_000)).toBe(0);
    expect(secondsLeft(60_000, 70_000)).toBe(0);
    expect([0, 1, 10, 11].map(isLastCall)).toEqual([false, true, true, false]);
  });
});
