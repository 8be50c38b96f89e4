// What are the values of features by name, over a history at once or bar by bar? Both ways give the same doubles.
import { type CandleColumns, COLUMN_NAMES, emptyColumns, sliceColumns } from "./compute-candle-columns.ts";
import type { FeatureFamily, FeatureRun } from "./compute-feature-family.ts";
import { FEATURE_FAMILIES } from "./compute-registry.ts";

interface Step {
  readonly run: FeatureRun;
  readonly outputs: readonly string[];
  readonly sources: readonly string[];
}

/** Why a feature's name cannot be used, as one sentence that says what exists; null when it can. */
export function findFeatureFault(name: string): string | null {
  const family = familyOf(name);
  if (family === undefined) {
    const known = FEATURE_FAMILIES.flatMap(({ examples }) => examples).join(" ");
    return `There is no feature "${name}". There are, with any length in place of a number: ${known}.`;
  }
  const fault = family.fault?.(name) ?? null;
  if (fault !== null) return `The feature "${name}" does not exist: ${fault}.`;
  for (const source of family.sources?.(name) ?? []) {
    const below = findFeatureFault(source);
    if (below !== null) return below;
  }
  return null;
}

/** One column for each name, as long as the candles; NaN while warming up. Throws `RangeError` with the sentence of `findFeatureFault`. */
export function computeFeatures(candles: CandleColumns, names: readonly string[]): ReadonlyMap<string, Float64Array> {
  const columns = new Map<string, Float64Array>();
  for (const step of planSteps(names)) {
    for (const output of step.outputs) columns.set(output, new Float64Array(candles.length));
    advance(step, { candles, columns, from: 0 });
  }
  return new Map(names.map((name) => [name, columnOf(columns, name)]));
}

const FIRST_ROOM = 1_024;

/** Features of a series that grows: each bar is computed once, when it comes. */
export class FeatureTable {
  readonly names: readonly string[];
  private readonly steps: readonly Step[];
  private room: CandleColumns = emptyColumns(0);
  private readonly columns = new Map<string, Float64Array>();
  private known = 0;

  /** Throws `RangeError` with the sentence of `findFeatureFault`. */
  constructor(names: readonly string[]) {
    this.names = names;
    this.steps = planSteps(names);
    for (const { outputs } of this.steps) for (const output of outputs) this.columns.set(output, new Float64Array(0));
  }

  /** All bars so far. A view: it stays as it is when bars are appended. */
  get candles(): CandleColumns {
    return sliceColumns(this.room, 0, this.known);
  }

  /** Values of all bars so far, NaN while warming up. A view, like `candles`. Throws `RangeError` for a name the table was not made for. */
  column(name: string): Float64Array {
    return columnOf(this.columns, name).subarray(0, this.known);
  }

  /** Takes closed candles that follow the last one. Throws `RangeError` for one that does not, and takes none. */
  append(candles: CandleColumns): void {
    let last = this.known === 0 ? Number.NEGATIVE_INFINITY : (this.room.timestampMs[this.known - 1] ?? 0);
    for (const time of candles.timestampMs) {
      if (!(time > last)) throw new RangeError(`A candle of ${time} does not follow the one of ${last}.`);
      last = time;
    }
    const from = this.known;
    const length = from + candles.length;
    if (length > this.room.length) this.grow(Math.max(length, 2 * this.room.length, FIRST_ROOM));
    for (const column of COLUMN_NAMES) this.room[column].set(candles[column], from);
    this.known = length;
    const all = this.candles;
    for (const step of this.steps) advance(step, { candles: all, columns: this.columns, from });
  }

  private grow(length: number): void {
    const grown = emptyColumns(length);
    for (const column of COLUMN_NAMES) grown[column].set(this.room[column]);
    this.room = grown;
    for (const [name, values] of this.columns) {
      const wider = new Float64Array(length);
      wider.set(values);
      this.columns.set(name, wider);
    }
  }
}

interface Progress {
  readonly candles: CandleColumns;
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly from: number;
}

/** Bars that a run is asked for at once: a function that is called often is compiled as a whole, one long loop in it is not. */
const AT_ONCE = 8_192;

function advance({ run, outputs, sources }: Step, { candles, columns, from }: Progress): void {
  const out = outputs.map((name) => columnOf(columns, name));
  const known = sources.map((name) => columnOf(columns, name));
  for (let start = from; start < candles.length; start += AT_ONCE) {
    run.advance(candles, start, Math.min(candles.length, start + AT_ONCE), out, known);
  }
}

/** Runs in an order in which each comes after its sources, each output once. */
function planSteps(names: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  const planned = new Set<string>();
  const add = (name: string): void => {
    if (planned.has(name)) return;
    const fault = findFeatureFault(name);
    const family = familyOf(name);
    if (fault !== null || family === undefined) throw new RangeError(fault ?? name);
    const outputs = family.outputs(name);
    for (const output of outputs) planned.add(output);
    const sources = family.sources?.(name) ?? [];
    for (const source of sources) add(source);
    steps.push({ run: family.create(name), outputs, sources });
  };
  for (const name of names) add(name);
  return steps;
}

function familyOf(name: string): FeatureFamily | undefined {
  return FEATURE_FAMILIES.find(({ pattern }) => pattern.test(name));
}

function columnOf(columns: ReadonlyMap<string, Float64Array>, name: string): Float64Array {
  const column = columns.get(name);
  if (column === undefined) throw new RangeError(`The feature "${name}" was not asked for.`);
  return column;
}
