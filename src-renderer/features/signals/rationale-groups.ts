// How are the many numbers behind a signal put in order? First what was asked of it, then each strategy with its own inputs. Pure.
import type { Signal } from "#shared/domain/signal.ts";

type Row = Signal["rationale"][number];

export interface RationaleGroup {
  /** Null for what the signal says of itself. */
  readonly title: string | null;
  /** What a strategy came to, in words. */
  readonly said: string | null;
  readonly rows: readonly Row[];
}

const WEIGHTED = /^(.+), weight [\d.]+$/;

/** A row `Title, weight w` begins a group; rows `Title: input` belong to it under their own names. */
export function groupRationale(rows: Signal["rationale"]): readonly RationaleGroup[] {
  const own: Row[] = [];
  const strategies: { title: string; head: string; said: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const title = WEIGHTED.exec(row.name)?.[1];
    if (title !== undefined) {
      strategies.push({ title, head: row.name, said: row.value, rows: [] });
      continue;
    }
    const group = strategies.find((known) => row.name.startsWith(`${known.title}: `));
    if (group === undefined) own.push(row);
    else group.rows.push({ ...row, name: row.name.slice(group.title.length + 2) });
  }
  return [
    ...(own.length === 0 ? [] : [{ title: null, said: null, rows: own }]),
    ...strategies.map(({ head, said, rows: inputs }) => ({ title: head, said, rows: inputs })),
  ];
}

const NEXT_TO_NOTHING = /^\u2212?0\.0{6,}\d/;

/** A number of which the first six places are 0 is only told to be so small. */
export function shortValue(value: string): string {
  return NEXT_TO_NOTHING.test(value) ? "under 0.000001" : value;
}
