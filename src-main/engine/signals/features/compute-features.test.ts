// Do features come out the same over a history at once and bar by bar, and is a wrong name told?
import { describe, expect, it } from "vitest";
import { emptyColumns, sliceColumns } from "./compute-candle-columns.ts";
import { computeFeatures, FeatureTable, findFeatureFault } from "./compute-features.ts";

function ramp(length: number) {
  const candles = emptyColumns(length);
  for (let index = 0; index < length; index += 1) {
    candles.timestampMs[index] = index * 3_600_000;
    candles.close[index] = index + 1;
  }
  return candles;
}

describe("features by name", () => {
  it("are empty while warming up", () => {
    expect([...(computeFeatures(ramp(5), ["sma_3"]).get("sma_3") ?? [])]).toEqual([Number.NaN, Number.NaN, 2, 3, 4]);
  });

  it("grow bar by bar, and old views stay", () => {
    const candles = ramp(3_000);
    const table = new FeatureTable(["sma_7"]);
    table.append(sliceColumns(candles, 0, 10));
    const early = table.column("sma_7");
    const before = [...early];
    for (let bar = 10; bar < candles.length; bar += 1) table.append(sliceColumns(candles, bar, bar + 1));
    expect([...early]).toEqual(before);
    expect(table.column("sma_7")).toEqual(computeFeatures(candles, ["sma_7"]).get("sma_7"));
    expect(table.candles).toEqual(candles);
  });

  it("refuse a candle that does not follow, whole", () => {
    const table = new FeatureTable(["sma_2"]);
    table.append(ramp(3));
    expect(() => table.append(sliceColumns(ramp(4), 2, 4))).toThrow(
      "A candle of 7200000 does not follow the one of 7200000.",
    );
    expect(table.candles.length).toBe(3);
  });

  it("tell a name that does not exist, and what does", () => {
    expect(findFeatureFault("sma_20")).toBeNull();
    expect(findFeatureFault("smaa_20")).toMatch(/^There is no feature "smaa_20"\. There are, .*: .*sma_20/);
    expect(() => computeFeatures(ramp(1), ["sma_020"])).toThrow('There is no feature "sma_020".');
    expect(() => new FeatureTable(["sma_2"]).column("sma_3")).toThrow('The feature "sma_3" was not asked for.');
  });
});
