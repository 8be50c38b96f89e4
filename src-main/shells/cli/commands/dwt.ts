// What does `schwabot dwt` print? The discrete wavelet transform of a list of numbers, computed here and now.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { decompose, WAVELET_MODES, type WaveletMode } from "#engine/signals/features/compute-wavelet.ts";
import { WAVELET_NAMES, type WaveletName } from "#engine/signals/features/compute-wavelet-filters.ts";
import { invalidInput } from "#shells/cli/invalid-input.ts";

/** As many as a list can have that fits in memory. PyWavelets, too, goes on where a level tells of nothing but how the list is continued. */
const MOST_LEVELS = 32;

export interface DwtFlags {
  readonly wavelet: string;
  readonly level: string;
  readonly mode: string;
}

/**
 * One line of JSON: `approximation`, and `details` from the coarsest level to the finest, as PyWavelets' `wavedec`.
 * Throws `EngineError` INPUT_INVALID naming the option, or the place in the file, that is wrong.
 */
export function dwtCommand(content: string, flags: DwtFlags): string {
  const wavelet = oneOf<WaveletName>("--wavelet", flags.wavelet, WAVELET_NAMES);
  const mode = oneOf<WaveletMode>("--mode", flags.mode, WAVELET_MODES);
  const signal = readSignal(content);
  if (signal.length === 0) throw invalidInput("--input", "--input: expected at least one number, got an empty list.");
  if (!/^[1-9]\d*$/.test(flags.level) || Number(flags.level) > MOST_LEVELS) {
    throw invalidInput("--level", `--level ${flags.level}: expected a whole number from 1 to ${MOST_LEVELS}.`);
  }
  const { approximation, details } = decompose(signal, wavelet, mode, Number(flags.level));
  return JSON.stringify({ approximation: [...approximation], details: details.map((detail) => [...detail]) });
}

export function registerDwt(program: Command, print: (line: string) => void): void {
  program
    .command("dwt")
    .description("compute the discrete wavelet transform of a list of numbers and print it; nothing is stored or sent")
    .requiredOption("--input <file>", "JSON list of numbers; - reads standard input")
    .option("--wavelet <name>", WAVELET_NAMES.join(", "), "db4")
    .option("--level <count>", "how many levels", "4")
    .option("--mode <name>", `how the list goes on beyond its ends: ${WAVELET_MODES.join(", ")}`, "symmetric")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: DwtFlags & { readonly input: string }) => {
      print(dwtCommand(await readInput(flags.input), flags));
    });
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw invalidInput(option, `${option} ${value}: expected one of ${known.join(", ")}.`);
}

function readSignal(content: string): Float64Array {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalidInput("--input", `--input: expected a JSON list of numbers: ${problem}`, error);
  }
  if (!Array.isArray(value))
    throw invalidInput("--input", "--input: expected a JSON list of numbers, like [1, 2.5, 3].");
  const wrong = value.findIndex((one) => !(typeof one === "number" && Number.isFinite(one)));
  if (wrong >= 0) {
    throw invalidInput(`[${wrong}]`, `--input, [${wrong}]: expected a number, got ${JSON.stringify(value[wrong])}.`);
  }
  return Float64Array.from(value as readonly number[]);
}

async function readInput(file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalidInput("--input", `--input ${file}: cannot be read: ${problem}`, error);
  }
}
