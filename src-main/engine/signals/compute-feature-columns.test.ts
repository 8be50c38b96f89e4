import { expect, it } from "vitest";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { toCandles } from "#testing/to-candles.ts";
import { computeFeatureColumns } from "./compute-feature-columns.ts";
import { computeFeatures } from "./features/compute-features.ts";

const BARS = 120;
const columns = hourlyCandles(BARS);
const candles = toCandles(columns);

it("hands out the newest closed bars, warm from those before them", () => {
  const open = candles.map((candle, index) => (index === BARS - 1 ? { ...candle, closed: false } : candle));
  const look = computeFeatureColumns(open, ["sma_20", "rsi_14"], 10);
  expect(look.openTimes).toEqual(candles.slice(BARS - 11, BARS - 1).map(({ openTime }) => openTime));
  expect(look.closes).toEqual(candles.slice(BARS - 11, BARS - 1).map(({ close }) => close));
  expect(look.columns.map(({ name }) => name)).toEqual(["sma_20", "rsi_14"]);
  const whole = computeFeatures(columns, ["sma_20"]).get("sma_20");
  expect(look.columns[0]?.values).toEqual(
    Array.from(whole?.subarray(BARS - 11, BARS - 1) ?? [], (value) => Number(value.toPrecision(12))),
  );
});

it("says null where a value is not known yet, and has fewer bars where there are fewer", () => {
  const { openTimes, columns: found } = computeFeatureColumns(candles.slice(0, 25), ["sma_20"], 100);
  expect(openTimes).toHaveLength(25);
  expect(found[0]?.values.slice(0, 19)).toEqual(Array(19).fill(null));
  expect(found[0]?.values[19]).toBeTypeOf("number");
});

it("refuses what is no feature", () => {
  expect(() => computeFeatureColumns(candles, ["made_up"], 10)).toThrow('There is no feature "made_up"');
});
