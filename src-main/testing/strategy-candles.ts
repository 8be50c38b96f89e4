// Which candles and settings are strategies tried on? Made-up ones that are the same everywhere, and real ones where they are there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CandleColumns, COLUMN_NAMES, emptyColumns } from "#engine/signals/features/compute-candle-columns.ts";
import { SlowerCandles } from "#engine/signals/features/compute-timeframes.ts";
import type { CandleTables } from "#engine/signals/strategy-run.ts";
import type { StrategyConfiguration } from "#shared/domain/decision.ts";

/** As the notes' first profile has it. */
export const TEST_CONFIGURATION: StrategyConfiguration = {
  staticSeed: "5e".repeat(32),
  complexityFactor: 1.1,
  trajectoryWeight: 0.85,
  weights: {
    volumeMomentum: 0.3,
    entropyGate: 0.25,
    weightTensor: 0.2,
    evidenceCombiner: 0.15,
    executionSchedule: 0.1,
    cycleWheel: 0,
  },
  mode: "ensemble",
  confidenceThreshold: 0.75,
  signalStrengthThreshold: 0.65,
  entropyThreshold: 0.003,
  driftDeltaRange: [0.001, 0.005],
};

const MARKET = join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "market");
export const HAS_REAL_CANDLES = existsSync(join(MARKET, "1h"));
export const WHY_NO_REAL_CANDLES = `no reference candles in ${MARKET} (SCHWABOT_REFERENCE_DATA names another folder)`;

/** Candles of some files one after the other, from `since` on. */
export function readRealCandles(folders: readonly string[], coin: string, since = 0): CandleColumns {
  const rows = folders.flatMap((folder) =>
    readFileSync(join(MARKET, folder, `${coin}USDT.csv`), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",").map((cell) => +cell))
      .filter(([time]) => (time ?? 0) >= since),
  );
  const columns = emptyColumns(rows.length);
  for (const [bar, row] of rows.entries()) {
    for (const [at, name] of COLUMN_NAMES.entries()) columns[name][bar] = row[at] ?? 0;
  }
  return columns;
}

/** Hourly candles with the slower ones that they make; daily ones of their own where given, which may go back further. */
export function tablesOf(hourly: CandleColumns, daily?: CandleColumns): CandleTables {
  return {
    "1h": hourly,
    "4h": new SlowerCandles("1h", "4h").append(hourly),
    "1d": daily ?? new SlowerCandles("1h", "1d").append(hourly),
  };
}
