import { describe, expect, test } from "vitest";
import { costShare, digitsOf, feeValue, formatCostSplit, toPlanLines } from "./plan-lines.ts";
import { sampleRecord } from "./testing-samples.ts";

const { plan } = sampleRecord();

test("a leg says what it moves, what it costs, and where another side begins", () => {
  const lines = toPlanLines(plan);
  expect(lines.map(({ number, share, cost, startsSide }) => [number, share, cost, startsSide])).toEqual([
    [1, "0.1", "2.5", false],
    [2, "0.05", "1.5", true],
  ]);
  expect(lines.map(formatCostSplit)).toEqual(["20 + 5.0 bp", "20 + 10.0 bp"]);
});

describe("a fee in the valuation currency", () => {
  const [leg] = plan.legs;
  test.each([
    [{ feeAsset: "USD", fee: "2" }, "2"],
    [{ feeAsset: "SOL", fee: "0.02" }, "2"],
    [{ feeAsset: "BNB", fee: "0.01" }, undefined],
    [{ feeAsset: "BNB", fee: "0" }, "0"],
    [{ notional: "0" }, undefined],
  ])("%j is worth %s", (changes, expected) => {
    const changed = sampleRecord({}, { legs: [{ ...leg, ...changes }] }).plan.legs[0]!;
    expect(feeValue(changed)?.toString()).toBe(expected);
  });
});

test.each([
  ["0.0020", "0.0003", "20 + 3.0 bp"],
  ["0.0026", "-0.0001", "26 \u2212 1.0 bp"],
  [null, "0.0003", "n/a + 3.0 bp"],
  ["0.0020", null, "20 bp"],
])("fee %s and trading %s read %s", (feeShare, tradingShare, words) => {
  const [line] = toPlanLines(plan);
  expect(formatCostSplit({ ...line!, ...({ feeShare, tradingShare } as { feeShare: null; tradingShare: null }) })).toBe(
    words,
  );
});

test("cost over all, and none for a plan without orders", () => {
  expect(costShare(plan)).toBe("0.002666666667");
  expect(costShare(sampleRecord({}, { legs: [], turnover: "0" }).plan)).toBeNull();
});

test.each([
  ["1.8340", 4],
  ["20", 0],
])("%s has %i digits behind the point", (text, digits) => {
  expect(digitsOf(text)).toBe(digits);
});
