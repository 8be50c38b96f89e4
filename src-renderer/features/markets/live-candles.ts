// How do live candles of a stream become a list, so that one that closed is not lost when the next comes in the same frame?
import type { Candle } from "#shared/domain/candle.ts";

/** Enough for any frame and short pause of a window; history has the rest. */
const MOST_KEPT = 64;

/** A candle takes the place of the one with the same start, or follows. */
export function appendCandle(kept: readonly Candle[], changed: readonly Candle[]): readonly Candle[] {
  const starts = new Set(changed.map(({ openTime }) => openTime));
  return [...kept.filter(({ openTime }) => !starts.has(openTime)), ...changed]
    .sort((a, b) => a.openTime - b.openTime)
    .slice(-MOST_KEPT);
}

/** Older candles in front of those known; where both have one, the later answer stands. */
export function joinOlder(older: readonly Candle[], known: readonly Candle[]): readonly Candle[] {
  const first = known[0]?.openTime ?? Number.POSITIVE_INFINITY;
  return [...older.filter(({ openTime }) => openTime < first), ...known];
}

interface StreamEvent<Data> {
  readonly seq: number;
  readonly tsInit: number;
  readonly kind: "state" | "change";
  readonly data: Data;
}

type ListEvent =
  | { readonly seq: number; readonly tsInit: number; readonly kind: "state"; readonly data: readonly Candle[] }
  | { readonly seq: number; readonly tsInit: number; readonly kind: "change"; readonly data: readonly Candle[] };

/** The same stream with each candle as a list of one. */
export async function* asLists(events: AsyncIterable<StreamEvent<Candle | null>>): AsyncGenerator<ListEvent> {
  for await (const { seq, tsInit, kind, data } of events) {
    yield { seq, tsInit, kind, data: data === null ? [] : [data] };
  }
}
