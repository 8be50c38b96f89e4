// What does `schwabot metrics` print? The return figures of a file, computed here and now: no data folder, no network, no clock.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import { type Command, InvalidArgumentError, Option } from "commander";
import { EngineError } from "#engine/core/engine-error.ts";
import { readEquityCsv } from "#engine/returns/compute-equity-csv.ts";
import type { Measure } from "#engine/returns/compute-measure.ts";
import type { MoneyWeighted } from "#engine/returns/compute-money-weighted.ts";
import { computePerformance } from "#engine/returns/compute-performance.ts";
import type { Decimal } from "#shared/domain/decimal.ts";

/** A record a minute for ten years is a third of it. */
const MAX_BYTES = 512 * 1024 * 1024;
const DAYS_A_YEAR = 365;

/**
 * The figures of the file's text as JSON: shares as numbers, a value that cannot be computed null with its reason under `notes`.
 * Throws `EngineError` INPUT_INVALID naming the line and column of the first fault.
 */
export function metricsCommand(file: string, content: string, periodsPerYear: number): string {
  const csv = readEquityCsv(file, content);
  if (!csv.ok) throw invalid(csv.message);
  const performance = computePerformance(csv.points, { periodsPerYear });
  const { cagr, volatility, sharpe, sortino, calmar } = performance;
  const maxDrawdown = numbered(performance.maxDrawdown);
  const figures: Record<string, Measure<number>> = { cagr, volatility, sharpe, sortino, maxDrawdown, calmar };
  if (csv.hasFlows) {
    figures.timeWeightedReturn = numbered(performance.timeWeighted);
    figures.moneyWeightedReturn = theOneRate(performance.moneyWeighted);
  }
  const values = Object.entries(figures).map(([name, { value }]) => [name, value] as const);
  const notes = Object.entries(figures).flatMap(([name, { reason }]) => (reason === null ? [] : [[name, reason]]));
  return JSON.stringify({ ...Object.fromEntries(values), notes: Object.fromEntries(notes) });
}

export function registerMetrics(program: Command, print: (line: string) => void): void {
  program
    .command("metrics")
    .description("compute return and risk figures of a history of values and print them; nothing is stored or sent")
    .requiredOption(
      "--equity <file>",
      "CSV with the header timestamp_ms,equity or timestamp_ms,equity,flow; - reads standard input",
    )
    .addOption(
      new Option("--periods-per-year <number>", "how many of the file's intervals make a year")
        .argParser(parsePeriods)
        .default(DAYS_A_YEAR),
    )
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: { readonly equity: string; readonly periodsPerYear: number }) => {
      const name = flags.equity === "-" ? "standard input" : basename(flags.equity);
      print(metricsCommand(name, await readInput(flags.equity), flags.periodsPerYear));
    });
}

function numbered({ value, reason }: Measure<Decimal>): Measure<number> {
  return value === null ? { value, reason } : { value: Number.parseFloat(value.toString()), reason: null };
}

function theOneRate(result: MoneyWeighted): Measure<number> {
  switch (result.kind) {
    case "one":
      return { value: result.rate, reason: null };
    case "none":
      return { value: null, reason: result.reason };
    case "several":
      return { value: null, reason: `Several yearly rates solve it: ${result.rates.join(", ")}.` };
  }
}

function parsePeriods(value: string): number {
  const periods = /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number.parseFloat(value) : 0;
  if (periods > 0) return periods;
  throw new InvalidArgumentError("Expected a number above 0, like 365 for daily records or 8760 for hourly ones.");
}

async function readInput(file: string): Promise<string> {
  let content: string;
  try {
    content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalid(`--equity ${file}: cannot be read: ${problem}`, error);
  }
  if (content.length > MAX_BYTES) throw invalid(`--equity ${file}: cannot be read: larger than 512 MB.`);
  return content;
}

function invalid(message: string, cause?: unknown): EngineError {
  return new EngineError("INPUT_INVALID", message, { cause, data: { path: "--equity" } });
}
