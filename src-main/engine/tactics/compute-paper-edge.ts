// What edge do a strategy's signals have, as following them on paper has shown?
import { wilsonInterval } from "#engine/signals/compute-hit-rate.ts";
import type { EdgeFacts } from "./compute-position-size.ts";

/** Signals of one strategy that ran their course on paper. Sums are shares of one stake, after costs; numbers, because they are statistics. */
export interface PaperRecord {
  readonly closed: number;
  readonly wins: number;
  /** Of those that gained, and of those that did not, as a positive number. */
  readonly gained: number;
  readonly lost: number;
}

/** Null before any has. */
export function computePaperEdge({ closed, wins, gained, lost }: PaperRecord): EdgeFacts | null {
  if (closed === 0) return null;
  return {
    signals: closed,
    lowerHitRate: wilsonInterval(wins, closed)[0],
    averageGain: wins === 0 ? 0 : gained / wins,
    averageLoss: wins === closed ? 0 : lost / (closed - wins),
  };
}

/** `mapper (ensemble), version 1` is followed as `mapper`. */
export function paperGroupOf(rule: string): string {
  return rule.split(/[ ,]/, 1)[0] ?? rule;
}
