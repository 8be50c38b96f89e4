// Which bar does a mark belong to, and which signals share one mark? Pure.
import { nearestIndex } from "./compute-visible-points.ts";
import type { PriceBar } from "./price-bar.ts";

interface AnyMark {
  readonly id: string;
  /** UTC milliseconds. */
  readonly time: number;
}

export interface FillMark extends AnyMark {
  readonly kind: "buy" | "sell";
}

export interface SignalMark extends AnyMark {
  readonly kind: "signal";
  /** Which way it speaks; null where it takes no side. */
  readonly side: "buy" | "sell" | null;
  /** One line for the tooltip. */
  readonly words: string;
}

export type PriceMark = FillMark | SignalMark;

/** A mark at its bar. Signals of one bar and side are one mark: its words are all of theirs, newest first, and its id the newest's. */
export interface ChartMark extends Pick<PriceBar, "time" | "low" | "high"> {
  readonly id: string;
  readonly kind: PriceMark["kind"];
  readonly side: SignalMark["side"];
  readonly words: readonly string[];
}

/** A mark belongs to the bar that contains its moment; one that lies before the known bars is not drawn. `bars` ascending. */
export function placeMarks(marks: readonly PriceMark[], bars: readonly PriceBar[]): readonly ChartMark[] {
  const first = bars[0];
  if (first === undefined) return [];
  const placed = new Map<string, ChartMark>();
  for (const mark of marks.toSorted((one, other) => other.time - one.time)) {
    const seconds = mark.time / 1_000;
    if (seconds < first.time) continue;
    let index = nearestIndex(bars, seconds);
    if ((bars[index]?.time ?? 0) > seconds) index -= 1;
    const bar = bars[index];
    if (bar === undefined) continue;
    const { id, kind } = mark;
    const side = mark.kind === "signal" ? mark.side : mark.kind;
    const key = kind === "signal" ? `${bar.time} ${side}` : id;
    const known = placed.get(key);
    const words = mark.kind === "signal" ? [...(known?.words ?? []), mark.words] : [];
    placed.set(key, { id: known?.id ?? id, kind, side, words, time: bar.time, low: bar.low, high: bar.high });
  }
  return [...placed.values()];
}
