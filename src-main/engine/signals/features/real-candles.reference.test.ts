// Are real hourly candles and their features sane, and do they make the exchange's own days? Where the reference data lies.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCandleCsv } from "#engine/market-data/compute-candle-csv.ts";
import { type CandleColumns, toCandleColumns } from "./compute-candle-columns.ts";
import { computeFeatures } from "./compute-features.ts";
import { SlowerCandles } from "./compute-timeframes.ts";

const ROOT = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "market");
const WHY_NOT = `no reference candles in ${ROOT} (SCHWABOT_REFERENCE_DATA names another folder)`;
const SYMBOLS = process.env.SCHWABOT_LONG === "1" ? ["BTC", "ETH", "ADA", "SOL", "XRP", "LTC"] : ["BTC"];
const NAMES = ["vwosc_13_55_14", "rsi_14", "adxsigned_14", "obvshare_20", "ht_dcphase", "ht_trendmode", "ht_fit"];

function read(folder: string, symbol: string): CandleColumns {
  const csv = readCandleCsv(readFileSync(join(ROOT, folder, `${symbol}USDT.csv`), "utf8"));
  if (!csv.ok) throw new Error(JSON.stringify(csv.fault));
  return toCandleColumns(csv.candles);
}

describe("real candles", () => {
  it.for(SYMBOLS)("%s: days made of hours are the exchange's days", (symbol, { skip }) => {
    skip(!existsSync(ROOT), WHY_NOT);
    const made = new SlowerCandles("1h", "1d").append(read("1h", symbol));
    const days = read("1d", symbol);
    expect(made.length).toBe(728);
    for (let row = 0; row < made.length; row += 1) {
      const day = days.timestampMs.indexOf(made.timestampMs[row] ?? 0);
      for (const name of ["open", "high", "low", "close"] as const) expect(made[name][row]).toBe(days[name][day]);
      expect((made.volume[row] ?? 0) / (days.volume[day] ?? 0)).toBeCloseTo(1, 12);
    }
  });

  it.for(SYMBOLS)(
    "%s: features are finite from their first value on, in spite of the hour that is missing",
    (symbol, { skip }) => {
      skip(!existsSync(ROOT), WHY_NOT);
      const features = computeFeatures(read("1h", symbol), NAMES);
      for (const name of NAMES) {
        const values = features.get(name) ?? new Float64Array();
        const first = values.findIndex((value) => !Number.isNaN(value));
        expect(first, name).toBeLessThan(70);
        expect(values.subarray(first).every(Number.isFinite), name).toBe(true);
      }
      const modes = features.get("ht_trendmode")?.subarray(63) ?? new Float64Array();
      const trends = modes.reduce((count, mode) => count + mode, 0) / modes.length;
      // Both modes are read: neither strategy that goes by them is silent.
      expect(trends).toBeGreaterThan(0.2);
      expect(trends).toBeLessThan(0.8);
    },
  );
});
