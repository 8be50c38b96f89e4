// Child: what do all features of the registry's short examples cost together, and one more bar of them? Argument: how many candles.
import { sliceColumns } from "#engine/signals/features/compute-candle-columns.ts";
import { computeFeatures, FeatureTable } from "#engine/signals/features/compute-features.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { answer } from "../support/child.ts";
import { measureLoop } from "../support/measure-loop.ts";
import { quantile } from "../support/statistics.ts";
import { FLOORS } from "./floors.ts";

const ADDED = 2_000;
const NAMES = [...Object.keys(FLOORS), "ht_dcperiod", "ht_dcphase", "pctrank_1000_rsi_14", "zscore_500_roc_10"];
const [count = "1000"] = process.argv.slice(2);
const candles = hourlyCandles(Number.parseInt(count, 10));
const ms = measureLoop(() => computeFeatures(candles, NAMES));
const table = new FeatureTable(NAMES);
table.append(sliceColumns(candles, 0, candles.length - ADDED));
const times: number[] = [];
for (let bar = candles.length - ADDED; bar < candles.length; bar += 1) {
  const next = sliceColumns(candles, bar, bar + 1);
  const before = performance.now();
  table.append(next);
  times.push((performance.now() - before) * 1_000);
}
answer({ ms, features: NAMES.length, addP50Us: quantile(times, 0.5), addP99Us: quantile(times, 0.99) });
