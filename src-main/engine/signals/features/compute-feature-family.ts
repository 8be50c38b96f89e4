// What does a family of features look like, so that one implementation serves a whole history and one more bar alike?
import type { CandleColumns } from "./compute-candle-columns.ts";

/** One computation over a growing series. It carries its state, so it is asked for every bar once, in order. */
export interface FeatureRun {
  /**
   * Writes the values of bars `from` to `to` - 1 into `out[k][i]`, one column per output; NaN while warming up.
   * Called with ranges that follow each other. It may read bars before `from` and never a bar at `to` or later.
   * `sources` are the columns that `FeatureFamily.sources` named, known up to `to` - 1.
   */
  advance(
    candles: CandleColumns,
    from: number,
    to: number,
    out: readonly Float64Array[],
    sources: readonly Float64Array[],
  ): void;
}

export interface FeatureFamily {
  /** Names that belong to this family; a name belongs to one family only. */
  readonly pattern: RegExp;
  /** One name of each form, to show what exists. */
  readonly examples: readonly string[];
  /** All outputs of the run that computes `name`, `name` among them; they share its work. Example: the three lines of `bb_20_2`. */
  readonly outputs: (name: string) => readonly string[];
  /** Features that must be known first, in the order in which the run gets them. None by default. */
  readonly sources?: (name: string) => readonly string[];
  /** What is wrong with a name that has the right form, as half a sentence ("the fast length must be under the slow one"); null when nothing. */
  readonly fault?: (name: string) => string | null;
  readonly create: (name: string) => FeatureRun;
}

/** A length in a name: 1 to 99999, without leading zeros, so that one feature has one name. Each length needs as many bars. */
export const LENGTH = "([1-9]\\d{0,4})";

/** The numbers of a name, in order. `macd_12_26_9_line` gives 12, 26, 9. */
export function lengthsOf(name: string): readonly number[] {
  return (name.match(/(?<=_)\d+(?:\.\d+)?(?=_|$)/g) ?? []).map((text) => +text);
}

/** The first length of a name that has one. */
export function lengthOf(name: string): number {
  return lengthsOf(name)[0] ?? Number.NaN;
}

/** A family whose name is a word and one length, like `example`, with one output. */
export function familyOfLength(example: string, create: (length: number) => FeatureRun): FeatureFamily {
  return {
    pattern: new RegExp(`^${example.slice(0, example.indexOf("_"))}_${LENGTH}$`),
    examples: [example],
    outputs: (name) => [name],
    create: (name) => create(lengthOf(name)),
  };
}

/** The names of all lines of a run whose names differ by their last word. */
export function linesOf(name: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => name.replace(/[a-z]+$/, line));
}

/** Bars that a run takes in one go where it needs room for what lies between: they stay in the processor's cache. */
export const CHUNK = 512;

/** Calls with pieces of the range, each at most `CHUNK` long, in order. */
export function forChunks(from: number, to: number, use: (start: number, end: number) => void): void {
  for (let start = from; start < to; start += CHUNK) use(start, Math.min(to, start + CHUNK));
}
