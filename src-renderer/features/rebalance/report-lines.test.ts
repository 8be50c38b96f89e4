import { describe, expect, test } from "vitest";
import { toCostVerdict, toReportLegs, toReportWeights } from "./report-lines.ts";
import { sampleRecord, sampleReport, sampleSummary } from "./testing-samples.ts";

describe("the report", () => {
  const { plan } = sampleRecord();
  const report = sampleReport();
  test("legs say whether they are full", () => {
    expect(toReportLegs(plan, report).map(({ number, full, startsSide }) => [number, full, startsSide])).toEqual([
      [1, true, false],
      [2, false, true],
    ]);
  });
  test("weights by target; all cash stands together before and after", () => {
    expect(
      toReportWeights(plan, report, sampleSummary().profile.cashAssets).map(({ asset, before }) => [asset, before]),
    ).toEqual([
      ["BTC", "0.5"],
      ["USDC", "0.2"],
      ["SOL", "0.3"],
    ]);
  });
  test.each([
    ["4", "4.001", "as planned"],
    ["4", "4.5", "dearer than planned"],
    ["4", "3.9", "cheaper than planned"],
  ])("planned %s, actual %s: %s", (plannedCost, actualCost, word) => {
    const [full] = report.legs;
    expect(toCostVerdict(sampleReport({ plannedCost, actualCost, legs: [full] })).word).toBe(word);
  });
  test("what was not all filled is not called cheaper", () => {
    expect(toCostVerdict(sampleReport({ plannedCost: "4", actualCost: "1" })).word).toBe("not all was filled");
  });
});
