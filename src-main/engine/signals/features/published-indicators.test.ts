// Do the figures that were printed elsewhere come out of ours? Typed in, so that they are checked without the reference data.
import { describe, expect, it } from "vitest";
import { type CandleColumns, emptyColumns } from "./compute-candle-columns.ts";
import { computeFeatures } from "./compute-features.ts";

type Bars = Partial<Readonly<Record<"high" | "low" | "close" | "volume", readonly number[]>>>;

function columnsOf({ high, low, close, volume }: Bars): CandleColumns {
  const columns = emptyColumns((close ?? high ?? []).length);
  for (const [name, values] of Object.entries({ high, low, close, volume })) {
    if (values !== undefined) columns[name as keyof Bars].set(values);
  }
  return columns;
}

const valuesOf = (bars: Bars, name: string) => [...(computeFeatures(columnsOf(bars), [name]).get(name) ?? [])];
const firstOf = (values: readonly number[]) => values.findIndex((value) => !Number.isNaN(value));

/** StockCharts ChartSchool, cs-rsi.xls: closes of QQQQ and RSI(14) from bar 14 on. */
const QQQQ = [
  44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614,
  46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548,
  44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
];
const QQQQ_RSI = [
  70.5328, 66.3186, 66.5498, 69.4063, 66.3552, 57.9749, 62.9296, 63.2571, 56.0593, 62.3771, 54.7076, 50.4228, 39.9898,
  41.4605, 41.8689, 45.4632, 37.304, 33.0795, 37.773,
];

/** StockCharts ChartSchool, cs-bbands.xls: closes of SPY, and the bands of 20 bars and 2 deviations from bar 19 on. */
const SPY = [
  86.1557, 89.0867, 88.7829, 90.3228, 89.0671, 91.1453, 89.4397, 89.175, 86.9302, 87.6752, 86.9596, 89.4299, 89.3221,
  88.7241, 87.4497, 87.2634, 89.4985, 87.9006, 89.126, 90.7043, 92.9001, 92.9784, 91.8021, 92.6647,
];
const SPY_BANDS = [
  [91.291862, 88.70794, 86.124018],
  [91.949268, 89.04516, 86.141052],
  [92.612595, 89.239745, 85.866895],
  [92.9342, 89.390705, 85.84721],
  [93.31195, 89.5078, 85.70365],
];

/** StockCharts ChartSchool, cs-atr.xls: QQQQ and ATR(14), which counts the first bar's own range and so begins a bar earlier. */
const RANGES = {
  high: [
    48.7, 48.72, 48.9, 48.87, 48.82, 49.05, 49.2, 49.35, 49.92, 50.19, 50.12, 49.66, 49.88, 50.19, 50.36, 50.57, 50.65,
    50.43, 49.63, 50.33,
  ],
  low: [
    47.79, 48.14, 48.39, 48.37, 48.24, 48.635, 48.94, 48.86, 49.5, 49.87, 49.2, 48.9, 49.43, 49.725, 49.26, 50.09, 50.3,
    49.21, 48.98, 49.61,
  ],
  close: [
    48.16, 48.61, 48.75, 48.63, 48.74, 49.03, 49.07, 49.32, 49.91, 50.13, 49.53, 49.5, 49.75, 50.03, 50.31, 50.52,
    50.41, 49.34, 49.37, 50.23,
  ],
};
const RANGES_ATR = [0.555, 0.593929, 0.585791, 0.568949, 0.615452, 0.61792, 0.642354];

/** TA-Lib's regression suite (ta_regtest): the first 69 bars of its history, and the figures printed in its tables. */
const TA_LIB = {
  high: [
    93.25, 94.94, 96.375, 96.19, 96, 94.72, 95, 93.72, 92.47, 92.75, 96.25, 99.625, 99.125, 92.75, 91.315, 93.25,
    93.405, 90.655, 91.97, 92.25, 90.345, 88.5, 88.25, 85.5, 84.44, 84.75, 84.44, 89.405, 88.125, 89.125, 87.155, 87.25,
    87.375, 88.97, 90, 89.845, 86.97, 85.94, 84.75, 85.47, 84.47, 88.5, 89.47, 90, 92.44, 91.44, 92.97, 91.72, 91.155,
    91.75, 90, 88.875, 89, 85.25, 83.815, 85.25, 86.625, 87.94, 89.375, 90.625, 90.75, 88.845, 91.97, 93.375, 93.815,
    94.03, 94.03, 91.815, 92,
  ],
  low: [
    90.75, 91.405, 94.25, 93.5, 92.815, 93.5, 92, 89.75, 89.44, 90.625, 92.75, 96.315, 96.03, 88.815, 86.75, 90.94,
    88.905, 88.78, 89.25, 89.75, 87.5, 86.53, 84.625, 82.28, 81.565, 80.875, 81.25, 84.065, 85.595, 85.97, 84.405,
    85.095, 85.5, 85.53, 87.875, 86.565, 84.655, 83.25, 82.565, 83.44, 82.53, 85.065, 86.875, 88.53, 89.28, 90.125,
    90.75, 89, 88.565, 90.095, 89, 86.47, 84, 83.315, 82, 83.25, 84.75, 85.28, 87.19, 88.44, 88.25, 87.345, 89.28,
    91.095, 89.53, 91.155, 92, 90.53, 89.97,
  ],
  close: [
    91.5, 94.815, 94.375, 95.095, 93.78, 94.625, 92.53, 92.75, 90.315, 92.47, 96.125, 97.25, 98.5, 89.875, 91, 92.815,
    89.155, 89.345, 91.625, 89.875, 88.375, 87.625, 84.78, 83, 83.5, 81.375, 84.44, 89.25, 86.375, 86.25, 85.25, 87.125,
    85.815, 88.97, 88.47, 86.875, 86.815, 84.875, 84.19, 83.875, 83.375, 85.5, 89.19, 89.44, 91.095, 90.75, 91.44, 89,
    91, 90.5, 89.03, 88.815, 84.28, 83.5, 82.69, 84.75, 85.655, 86.19, 88.94, 89.28, 88.625, 88.5, 91.97, 91.5, 93.25,
    93.5, 93.155, 91.72, 90,
  ],
  volume: [
    4077500, 4955900, 4775300, 4155300, 4593100, 3631300, 3382800, 4954200, 4500000, 3397500, 4204500, 6321400,
    10203600, 19043900, 11692000, 9553300, 8920300, 5970900, 5062300, 3705600, 5865600, 5603000, 5811900, 8483800,
    5995200, 5408800, 5430500, 6283800, 5834800, 4515500, 4493300, 4346100, 3700300, 4600200, 4557200, 4323600, 5237500,
    7404100, 4798400, 4372800, 3872300, 10750800, 5804800, 3785500, 5014800, 3507700, 4298800, 4842500, 3952200,
    3304700, 3462000, 7253900, 9753100, 5953000, 5011700, 5910800, 4916900, 4135000, 4054200, 3735300, 2921900, 2658400,
    4624400, 4372200, 5831600, 4268600, 3059200, 4495500, 3425000,
  ],
};
/** The suite itself allows 0.01 where it prints fewer digits. */
const TA_LIB_TABLES: readonly (readonly [string, number, Readonly<Record<number, number>>])[] = [
  ["rsi_14", 14, { 14: 49.14, 15: 52.32, 16: 46.07 }],
  ["macd_12_26_9_line", 33, { 33: -1.9738 }],
  ["macd_12_26_9_signal", 33, { 33: -2.7071 }],
  ["macd_12_26_9_histogram", 33, { 33: -1.9738 + 2.7071 }],
  ["bb_20_2_upper", 19, { 19: 98.0734 }],
  ["bb_20_2_middle", 19, { 19: 92.891 }],
  ["bb_20_2_lower", 19, { 19: 87.7086 }],
  ["plusdi_14", 14, { 14: 20.3781, 27: 22.1073, 28: 20.3746 }],
  ["minusdi_14", 14, { 14: 30.1684, 28: 24.969182 }],
  ["adx_14", 27, { 27: 23, 28: 22.0802 }],
  ["ht_dcperiod", 32, { 32: 15.5527 }],
  ["ht_dcphase", 63, { 63: 22.1495 }],
  ["ht_sine", 63, { 63: 0.38, 64: 0.77, 68: 0.65 }],
  ["ht_leadsine", 63, { 63: 0.92, 64: 1, 68: -0.08 }],
  ["ht_trendmode", 63, { 63: 1 }],
];

describe("published figures", () => {
  it("StockCharts: RSI(14)", () => {
    const values = valuesOf({ close: QQQQ }, "rsi_14");
    expect(firstOf(values)).toBe(14);
    // The table was made of closes with more digits than it prints.
    for (const [index, expected] of QQQQ_RSI.entries()) expect(values[14 + index]).toBeCloseTo(expected, 3);
  });

  it("StockCharts: Bollinger bands", () => {
    const values = ["upper", "middle", "lower"].map((line) => valuesOf({ close: SPY }, `bb_20_2_${line}`));
    for (const [index, bands] of SPY_BANDS.entries()) {
      for (const [line, expected] of bands.entries()) expect(values[line]?.[19 + index]).toBeCloseTo(expected, 5);
    }
    expect(values.map(firstOf)).toEqual([19, 19, 19]);
  });

  it("StockCharts: ATR(14), behind a bar whose close lies inside the first one", () => {
    const before = { high: [48.5, ...RANGES.high], low: [48, ...RANGES.low], close: [48.2, ...RANGES.close] };
    const values = valuesOf(before, "atr_14");
    expect(firstOf(values)).toBe(14);
    for (const [index, expected] of RANGES_ATR.entries()) expect(values[14 + index]).toBeCloseTo(expected, 6);
  });

  it.for(TA_LIB_TABLES)("TA-Lib: %s", ([name, first, table]) => {
    const values = valuesOf(TA_LIB, name);
    expect(firstOf(values)).toBe(first);
    for (const [bar, expected] of Object.entries(table)) {
      expect(Math.abs((values[Number(bar)] ?? Number.NaN) - expected), `bar ${bar}`).toBeLessThan(0.01);
    }
  });

  it("a pure sine of 20 bars has a period of 20, a turning phase and a fit of 1; a line has a fit of 0", () => {
    const sine = Array.from({ length: 400 }, (_, bar) => 100 + 5 * Math.sin((2 * Math.PI * bar) / 20));
    const bars = { high: sine, low: sine, close: sine };
    expect(Math.abs((valuesOf(bars, "ht_dcperiod").at(-1) ?? 0) - 20)).toBeLessThan(0.05);
    const phases = valuesOf(bars, "ht_dcphase");
    const turned = ((phases.at(-1) ?? 0) - (phases.at(-2) ?? 0) + 360) % 360;
    expect(turned).toBeCloseTo(18, 0);
    expect(valuesOf(bars, "ht_fit").at(-1)).toBeCloseTo(1, 9);
    const line = Array.from({ length: 400 }, (_, bar) => 100 + bar / 7);
    expect(valuesOf({ high: line, low: line, close: line }, "ht_fit").at(-1)).toBe(0);
  });
});
