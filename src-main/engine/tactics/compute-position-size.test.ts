import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { positionRulesSchema } from "#shared/domain/position-rules.ts";
import {
  computeEntryLadder,
  computeKellyFraction,
  computePositionSize,
  type PositionSize,
  type SizeFacts,
} from "./compute-position-size.ts";

const dec = (text: string) => Decimal.parse(text);
const rules = (patch: Record<string, unknown> = {}) =>
  positionRulesSchema.parse({ riskAdjustmentFactor: "1", ...patch });
const facts = (patch: Partial<SizeFacts> = {}): SizeFacts => ({
  rules: rules(),
  value: dec("10000"),
  volatility: 0.5,
  edge: null,
  free: dec("10000"),
  openPositions: 0,
  ...patch,
});
const amount = (size: PositionSize) => ("amount" in size ? size.amount.toString() : size.none);

describe("Kelly's fraction", () => {
  // Even money, p = 0.6: 20 % (the example of every text on it), of which half is used.
  it.each([
    [0.6, 1, 1, 0.1],
    [0.5, 1, 1, 0],
    [0.4, 1, 1, 0],
    [0.5, 2, 1, 0.125],
    [1, 1, 1, 0.5],
    [0.9, 0, 1, 0],
  ])("p %d, gain %d, loss %d: %d", (lowerHitRate, averageGain, averageLoss, fraction) => {
    expect(computeKellyFraction({ lowerHitRate, averageGain, averageLoss }, 0.5)).toBeCloseTo(fraction, 12);
  });
});

describe("computePositionSize", () => {
  it.each([
    ["fixed fraction", facts(), "500"],
    ["divided by the risk adjustment factor", facts({ rules: rules({ riskAdjustmentFactor: "1.25" }) }), "400"],
    ["cut to the limit", facts({ rules: rules({ fraction: "0.9" }) }), "2500"],
    ["cut to what is free", facts({ free: dec("12.5") }), "12.5"],
    ["volatility target", facts({ rules: rules({ sizing: "volatilityTarget" }) }), "1000"],
    ["half of it at low risk", facts({ rules: rules({ sizing: "volatilityTarget", riskLevel: "low" }) }), "500"],
    [
      "half as much more at high risk",
      facts({ rules: rules({ sizing: "volatilityTarget", riskLevel: "high" }) }),
      "1500",
    ],
    [
      "capped Kelly",
      facts({
        rules: rules({ sizing: "kelly" }),
        edge: { signals: 30, lowerHitRate: 0.6, averageGain: 1, averageLoss: 1 },
      }),
      "1000",
    ],
  ])("%s", (_what, given, expected) => {
    expect(amount(computePositionSize(given))).toBe(expected);
  });

  it.each([
    ["too many positions", facts({ openPositions: 4 }), "4 positions from signals are open; 4 are allowed."],
    ["no money", facts({ free: dec("0") }), "Nothing is free to buy with."],
    ["no volatility", facts({ rules: rules({ sizing: "volatilityTarget" }), volatility: null }), "is not known"],
    ["a still price", facts({ rules: rules({ sizing: "volatilityTarget" }), volatility: 0 }), "is not known"],
    [
      "too few signals",
      facts({
        rules: rules({ sizing: "kelly" }),
        edge: { signals: 29, lowerHitRate: 0.9, averageGain: 1, averageLoss: 1 },
      }),
      "needs 30 signals of the strategy; 29 have run",
    ],
    ["no signals yet", facts({ rules: rules({ sizing: "kelly" }) }), "no edge to measure"],
    [
      "no edge",
      facts({
        rules: rules({ sizing: "kelly" }),
        edge: { signals: 30, lowerHitRate: 0.4, averageGain: 1, averageLoss: 1 },
      }),
      "Kelly's fraction is 0",
    ],
    ["a factor of 0", facts({ rules: rules({ riskAdjustmentFactor: "0" }) }), "risk adjustment factor is 0"],
  ])("suggests nothing with %s, and says so", (_what, given, words) => {
    expect(amount(computePositionSize(given))).toContain(words);
  });

  it("never suggests more than the limit or what is free", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("fixedFraction", "volatilityTarget", "kelly"),
        fc.double({ min: 0.001, max: 5, noNaN: true }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sizing, volatility, value, free, lowerHitRate) => {
          const size = computePositionSize(
            facts({
              rules: rules({ sizing, fraction: "0.7" }),
              value: Decimal.fromInteger(value),
              free: Decimal.fromInteger(free),
              volatility,
              edge: { signals: 30, lowerHitRate, averageGain: 0.05, averageLoss: 0.02 },
            }),
          );
          if ("none" in size) return;
          expect(size.amount.isPositive).toBe(true);
          expect(size.amount.lte(Decimal.fromInteger(value).mul(dec("0.25")))).toBe(true);
          expect(size.amount.lte(Decimal.fromInteger(free))).toBe(true);
        },
      ),
    );
  });
});

describe("computeEntryLadder", () => {
  it("divides an entry into parts, each one average range lower, that sum to the whole", () => {
    const ladder = computeEntryLadder(dec("100"), dec("50"), dec("2"), 3);
    expect(ladder.map(({ price }) => price.toString())).toEqual(["50", "48", "46"]);
    expect(Decimal.sum(ladder.map((rung) => rung.amount)).toString()).toBe("100");
    expect(ladder[1]?.amount.toString()).toBe("33.33333333");
  });

  it("offers no rung at or under 0", () => {
    expect(computeEntryLadder(dec("9"), dec("3"), dec("2"), 3)).toHaveLength(2);
  });
});
