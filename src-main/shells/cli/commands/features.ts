// What does `schwabot features` print? Features of a file of candles, computed here and now: no data folder, no network, no clock.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { describeCsvFault, readCandleCsv } from "#engine/market-data/compute-candle-csv.ts";
import { toCandleColumns } from "#engine/signals/features/compute-candle-columns.ts";
import { computeFeatures, findFeatureFault } from "#engine/signals/features/compute-features.ts";
import { invalidInput } from "#shells/cli/invalid-input.ts";
import { writeOut } from "#shells/cli/write-out.ts";

/** Ten years of minutes are two thirds of it. */
const MAX_BYTES = 512 * 1024 * 1024;
const LINES_AT_ONCE = 1_000;

/**
 * CSV in pieces: a header, then one line a candle with its open time and each feature's value in full precision, empty while warming up.
 * Throws `EngineError` INPUT_INVALID naming the feature that does not exist, or the line and column of the first fault in the file.
 */
export function* featuresCommand(file: string, content: string, names: readonly string[]): Generator<string> {
  for (const [index, name] of names.entries()) {
    const fault = findFeatureFault(name);
    if (fault !== null) throw invalidInput("--features", fault);
    if (names.indexOf(name) !== index) throw invalidInput("--features", `The feature "${name}" is asked for twice.`);
  }
  const csv = readCandleCsv(content);
  if (!csv.ok) throw invalidInput("--candles", describeCsvFault(file, csv.fault));
  const candles = toCandleColumns(csv.candles);
  const features = computeFeatures(candles, names);
  const columns = names.map((name) => features.get(name) ?? new Float64Array());
  yield `${["timestamp_ms", ...names].join(",")}\n`;
  let lines: string[] = [];
  for (const [bar, time] of candles.timestampMs.entries()) {
    lines.push(`${[time, ...columns.map((column) => cell(column[bar]))].join(",")}\n`);
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

export function registerFeatures(program: Command, stdout: Writable): void {
  program
    .command("features")
    .description("compute indicators and other features of candles and print them; nothing is stored or sent")
    .requiredOption(
      "--candles <file>",
      "CSV with the header timestamp_ms,open,high,low,close,volume, oldest first; - reads standard input",
    )
    .requiredOption("--features <names>", "their names, separated by commas, like sma_20,rsi_14,bb_20_2_upper")
    .option("--out <file>", "write to this file instead")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: { readonly candles: string; readonly features: string; readonly out?: string }) => {
      const names = flags.features.split(",").map((name) => name.trim());
      const name = flags.candles === "-" ? "standard input" : basename(flags.candles);
      await writeOut(featuresCommand(name, await readInput(flags.candles), names), flags.out, stdout);
    });
}

function cell(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "" : String(value);
}

async function readInput(file: string): Promise<string> {
  let content: string;
  try {
    content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalidInput("--candles", `--candles ${file}: cannot be read: ${problem}`, error);
  }
  if (content.length > MAX_BYTES) {
    throw invalidInput("--candles", `--candles ${file}: cannot be read: larger than 512 MB.`);
  }
  return content;
}
