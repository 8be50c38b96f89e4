import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { isSameTargets } from "#renderer/stores/plan-draft.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";
import { targetsSchema } from "#shared/domain/policy.ts";
import { isWhole, normalizeTargets, sumTargets, toWholeTargets } from "./draft-targets.ts";

const targets = (weights: Readonly<Record<string, string>>) => targetsSchema.parse(weights);

test.each([
  [{ BTC: "0.4", ETH: "0.6" }, "1", true],
  [{ BTC: "0.4", ETH: "0.5999" }, "0.9999", false],
  [{ BTC: "0.333333333333", ETH: "0.666666666667" }, "1", true],
  [{}, "0", false],
])("the sum of %j is exact", (weights, sum, whole) => {
  expect(sumTargets(targets(weights))).toBe(sum);
  expect(isWhole(targets(weights))).toBe(whole);
});

test.each([
  ["12.5", "0.125"],
  ["0.1", "0.001"],
  ["33.333", "0.33333"],
  ["100", "1"],
])("%s percent is the share %s and back", (percent, share) => {
  expect(shareOfPercent(percent)).toBe(share);
  expect(percentOfShare(share)).toBe(percent);
});

describe("normalizing", () => {
  test.each([
    [
      { BTC: "0.4", ETH: "0.55" },
      { BTC: "0.421", ETH: "0.579" },
    ],
    [
      { BTC: "1", ETH: "1", SOL: "1" },
      { BTC: "0.334", ETH: "0.333", SOL: "0.333" },
    ],
    [
      { BTC: "2", ETH: "0" },
      { BTC: "1", ETH: "0" },
    ],
  ])("%j becomes %j", (weights, expected) => {
    expect(normalizeTargets(targets(weights))).toEqual(expected);
  });

  test("a locked target stays to the last digit; the others share what it leaves", () => {
    const [BTC, ETH] = [assetSchema.parse("BTC"), assetSchema.parse("ETH")];
    const weights = targets({ BTC: "0.3333", ETH: "0.5", SOL: "0.5" });
    expect(normalizeTargets(weights, [BTC])).toEqual({ BTC: "0.3333", ETH: "0.3337", SOL: "0.333" });
    expect(normalizeTargets(targets({ BTC: "1", ETH: "0.5" }), [BTC])).toEqual({ BTC: "1", ETH: "0" });
    expect(normalizeTargets(targets({ BTC: "0.7", ETH: "0.5" }), [BTC, ETH])).toBeNull();
    expect(normalizeTargets(targets({ BTC: "0.4", ETH: "0.5" }), [BTC, ETH])).toBeNull();
  });

  test("nothing positive can not be normalized", () => {
    expect(normalizeTargets(targets({ BTC: "0" }))).toBeNull();
    expect(normalizeTargets(targets({}))).toBeNull();
  });

  test("any weights become tenths of a point that add up to exactly one, each within a tenth of its share", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 }), (weights) => {
        const entries = weights.map((weight, index): readonly [Asset, Decimal] => [
          assetSchema.parse(`A${index}`),
          Decimal.fromInteger(weight),
        ]);
        const whole = toWholeTargets(entries);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        if (total === 0) {
          // A property that returns what an assertion returns is judged by that instead.
          expect(whole).toBeNull();
          return;
        }
        expect(isWhole(whole ?? {})).toBe(true);
        for (const [asset, weight] of entries) {
          const share = weight.div(Decimal.fromInteger(total), 9, "halfEven");
          const given = Decimal.parse(whole?.[asset] ?? "0");
          expect(given.scale).toBeLessThanOrEqual(3);
          expect(given.sub(share).abs().lte(Decimal.parse("0.001"))).toBe(true);
        }
      }),
      { examples: [[[0]]] },
    );
  });
});

test.each([
  [{ BTC: "0.5" }, { BTC: "0.50" }, true],
  [{ BTC: "0.5", ETH: "0" }, { BTC: "0.5" }, true],
  [{ BTC: "0.5" }, { BTC: "0.501" }, false],
  [{ BTC: "0.5" }, { ETH: "0.5" }, false],
])("%j and %j are the same: %s", (left, right, same) => {
  expect(isSameTargets(targets(left), targets(right))).toBe(same);
});
