import fc from "fast-check";
import { expect, test } from "vitest";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { strategyWeightsSchema } from "#shared/domain/strategy-settings.ts";
import {
  areWeightsWhole,
  normalizeWeights,
  sumWeights,
  switchStrategy,
  toPercentText,
  toShare,
} from "./weight-draft.ts";

const weights = fc.dictionary(fc.constantFrom(...strategyNameSchema.options), fc.integer({ min: 0, max: 1_000 }));

test("normalised weights keep their proportions and are what the engine takes", () => {
  fc.assert(
    fc.property(weights, (drawn) => {
      const given = Object.fromEntries(Object.entries(drawn).map(([name, share]) => [name, share / 1_000]));
      const whole = normalizeWeights(given);
      if (sumWeights(given) === 0) return whole === null;
      if (whole === null) return false;
      expect(areWeightsWhole(whole)).toBe(true);
      expect(strategyWeightsSchema.safeParse(whole).success).toBe(true);
      for (const [name, share] of Object.entries(given)) {
        expect((whole as Record<string, number>)[name]).toBeCloseTo(share / sumWeights(given), 12);
      }
      return true;
    }),
  );
});

test("the check is the engine's own", () => {
  for (const given of [{}, { entropyGate: 1 }, { entropyGate: 0.5 }, { entropyGate: 0 }]) {
    expect(areWeightsWhole(given)).toBe(strategyWeightsSchema.safeParse(given).success);
  }
});

test("a strategy that is switched on has no say yet, and one that is switched off is gone", () => {
  expect(switchStrategy({ entropyGate: 1 }, "cycleWheel")).toEqual({ entropyGate: 1, cycleWheel: 0 });
  expect(switchStrategy({ entropyGate: 1 }, "entropyGate")).toEqual({});
});

test("percents come back as they were typed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (parts) => {
      const percent = String(parts / 10_000);
      return toPercentText(toShare(percent)) === percent || percent.includes("e");
    }),
  );
  expect(toShare("7")).toBe(0.07);
});
