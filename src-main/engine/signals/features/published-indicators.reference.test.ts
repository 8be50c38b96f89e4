// Do whole series of independent libraries come out of ours? Where the reference data lies; where it does not, a test says so.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CandleColumns, emptyColumns } from "./compute-candle-columns.ts";
import { computeFeatures } from "./compute-features.ts";

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "reference");
const WHY_NOT = `no reference figures in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`;

type Lists = Readonly<Record<string, readonly (number | null)[]>>;
interface Points {
  readonly points: readonly { readonly index: number; readonly value: number }[];
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, name), "utf8")) as T;

function columnsOf(lists: Lists): CandleColumns {
  const columns = emptyColumns(Object.values(lists)[0]?.length ?? 0);
  for (const name of ["open", "high", "low", "close", "volume"] as const) {
    for (const [bar, value] of (lists[name] ?? []).entries()) columns[name][bar] = value ?? 0;
  }
  return columns;
}

function valuesOf(input: string, name: string): Float64Array {
  return computeFeatures(columnsOf(read<Lists>(input)), [name]).get(name) ?? new Float64Array();
}

/**
 * Of Skender's Stock.Indicators, whose figures are backed by spreadsheets: feature, file, list, bar from which both have the same start.
 * MACD and ADX start elsewhere there, each average at its own length, and come together as the start is forgotten.
 */
const SKENDER = [
  ["sma_20", "sma", "sma", 19, 1e-9],
  ["ema_20", "ema", "ema", 19, 1e-9],
  ["stddev_14", "stdev", "stdDev", 13, 1e-9],
  ["bb_20_2_upper", "bb", "upperBand", 19, 1e-9],
  ["bb_20_2_middle", "bb", "sma", 19, 1e-9],
  ["bb_20_2_lower", "bb", "lowerBand", 19, 1e-9],
  ["rsi_14", "rsi", "rsi", 14, 1e-9],
  ["atr_14", "atr", "atr", 14, 1e-9],
  ["stoch_14_3_3_k", "stoch", "k", 17, 1e-9],
  ["stoch_14_3_3_d", "stoch", "d", 17, 1e-9],
  ["willr_14", "willr", "williamsR", 13, 1e-9],
  ["cci_20", "cci", "cci", 19, 1e-9],
  ["mfi_14", "mfi", "mfi", 14, 1e-9],
  ["roc_14", "roc", "roc", 14, 1e-9],
  ["macd_12_26_9_line", "macd", "macd", 400, 1e-9],
  ["macd_12_26_9_signal", "macd", "signal", 400, 1e-9],
  ["macd_12_26_9_histogram", "macd", "histogram", 400, 1e-9],
  ["plusdi_14", "adx", "pdi", 300, 1e-9],
  ["minusdi_14", "adx", "mdi", 300, 1e-9],
  ["adx_14", "adx", "adx", 400, 1e-9],
] as const;

/** Printed in the tables of TA-Lib's regression suite, which allows 0.01 itself. */
const TA_LIB = [
  ["rsi_14", "indicators_talib_regtest/RSI_14.rsi"],
  ["macd_12_26_9_line", "indicators_talib_regtest/MACD_12_26_9.macd"],
  ["macd_12_26_9_signal", "indicators_talib_regtest/MACD_12_26_9.signal"],
  ["bb_20_2_upper", "indicators_talib_regtest/BBANDS_20_2.upper"],
  ["bb_20_2_middle", "indicators_talib_regtest/BBANDS_20_2.middle"],
  ["bb_20_2_lower", "indicators_talib_regtest/BBANDS_20_2.lower"],
  ["adx_14", "indicators_talib_regtest/ADX_14.adx"],
  ["plusdi_14", "indicators_talib_regtest/PLUS_DI_14.plus_di"],
  ["minusdi_14", "indicators_talib_regtest/MINUS_DI_14.minus_di"],
  ["ht_dcperiod", "hilbert_talib/published_HT_DCPERIOD_0.sref252_medprice"],
  ["ht_dcphase", "hilbert_talib/published_HT_DCPHASE_0.sref252_medprice"],
  ["ht_sine", "hilbert_talib/published_HT_SINE_0.sref252_medprice"],
  ["ht_leadsine", "hilbert_talib/published_HT_SINE_1.sref252_medprice"],
  ["ht_trendmode", "hilbert_talib/published_HT_TRENDMODE_0.sref252_medprice"],
] as const;

/** Worked examples of StockCharts' spreadsheets, as many digits as they print. */
const STOCKCHARTS = [
  ["rsi_14", "rsi14_qqqq", "rsi", 1e-3],
  ["bb_20_2_upper", "bbands20_2_spy", "upper", 1e-6],
  ["bb_20_2_middle", "bbands20_2_spy", "middle", 1e-6],
  ["bb_20_2_lower", "bbands20_2_spy", "lower", 1e-6],
  ["stddev_20", "bbands20_2_spy", "stddev", 1e-6],
] as const;

describe("reference series", () => {
  it.for(SKENDER)("Skender: %s", ([name, file, list, from, relative], { skip }) => {
    skip(!existsSync(ROOT), WHY_NOT);
    const values = valuesOf("indicators_skender/quotes502.input.json", name);
    const expected = read<Lists>(`indicators_skender/${file}.expected.json`)[list] ?? [];
    expect(expected).toHaveLength(502);
    for (let bar = from; bar < expected.length; bar += 1) {
      const one = expected[bar] ?? Number.NaN;
      const apart = Math.abs((values[bar] ?? Number.NaN) - one);
      expect(apart, `bar ${bar}`).toBeLessThanOrEqual(relative * Math.max(Math.abs(one), 1e-3));
    }
  });

  it.for(TA_LIB)("TA-Lib: %s", ([name, file], { skip }) => {
    skip(!existsSync(ROOT), WHY_NOT);
    const values = valuesOf("indicators_talib_regtest/sref252.input.json", name);
    const { points } = read<Points>(`${file}.expected.json`);
    expect(points.length).toBeGreaterThan(0);
    for (const { index, value } of points) {
      expect(Math.abs((values[index] ?? Number.NaN) - value), `bar ${index}`).toBeLessThan(0.01);
    }
  });

  it.for(STOCKCHARTS)("StockCharts: %s", ([name, file, list, absolute], { skip }) => {
    skip(!existsSync(ROOT), WHY_NOT);
    const values = valuesOf(`indicators_stockcharts/${file}.input.json`, name);
    const expected = read<Lists>(`indicators_stockcharts/${file}.expected.json`)[list] ?? [];
    for (const [bar, one] of expected.entries()) {
      if (one === null) expect(values[bar]).toBeNaN();
      else expect(Math.abs((values[bar] ?? Number.NaN) - one), `bar ${bar}`).toBeLessThan(absolute);
    }
  });
});
