// What is said of two profiles side by side: one number, or in plain words why there is none?
import type { SeparationView } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** One pair in a matrix. */
export interface PairCell {
  /** -1..1 or 0..1; null: `why` says so. */
  readonly value: number | null;
  /** Why there is no number. */
  readonly why: string | null;
  /** It is more than may be, and why that matters; null: all is well. */
  readonly alarm: string | null;
}

interface Pair {
  readonly first: ProfileId;
  readonly second: ProfileId;
}

function findPair<T extends Pair>(pairs: readonly T[], one: ProfileId, other: ProfileId): T | undefined {
  return pairs.find(({ first, second }) => (first === one && second === other) || (first === other && second === one));
}

export function overlapCell(view: SeparationView, one: Profile, other: Profile): PairCell {
  const pair = findPair(view.overlaps, one.id, other.id);
  if (pair === undefined) return UNKNOWN;
  const chosen = pair.sameChosen ? " Both chose the same asset in addition." : "";
  const alarm = pair.exceeds
    ? `They share more than ${Math.round(100 * view.overlapLimit)} % of their base assets.${chosen}`
    : pair.sameChosen
      ? chosen.trim()
      : null;
  return { value: pair.base, why: null, alarm };
}

export function returnsCell(view: SeparationView, one: Profile, other: Profile): PairCell {
  const pair = findPair(view.returns, one.id, other.id);
  if (pair === undefined) return UNKNOWN;
  if (pair.correlation !== null) return { value: pair.correlation, why: null, alarm: null };
  const why =
    pair.days < view.leastPairs
      ? `${pair.days} of ${view.leastPairs} days on which both have a return`
      : "one of them earned the same every day";
  return { value: null, why, alarm: null };
}

export function directionsCell(view: SeparationView, one: Profile, other: Profile): PairCell {
  const pair = findPair(view.directions, one.id, other.id);
  if (pair === undefined) return UNKNOWN;
  if (pair.correlation === null) return { value: null, why: silence(view, pair.pairs, [one, other]), alarm: null };
  const alarm = pair.isCopy ? "Over 0.95: their strategies say the same, so one is a copy of the other." : null;
  return { value: pair.correlation, why: null, alarm };
}

const UNKNOWN: PairCell = { value: null, why: "not compared yet", alarm: null };

function silence(view: SeparationView, pairs: number, both: readonly Profile[]): string {
  const off = both.find(({ strategies }) => !strategies.on);
  if (off !== undefined) return `the strategies of ${off.name} are off`;
  const drawing = both.find(({ strategies }) => strategies.mode === "pick");
  if (drawing !== undefined) return `${drawing.name} draws one strategy at a time, and has no line of its own`;
  if (pairs < view.leastPairs) return `${pairs} of ${view.leastPairs} hours at which both spoke of the same market`;
  return "one of them never changed its mind";
}

/** Pairs without a number by their reason, each reason once: "A and B; A and C". */
export function groupReasons(
  profiles: readonly Profile[],
  cellOf: (one: Profile, other: Profile) => PairCell,
): readonly { readonly why: string; readonly pairs: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const [index, one] of profiles.entries()) {
    for (const other of profiles.slice(index + 1)) {
      const { why } = cellOf(one, other);
      if (why !== null) groups.set(why, [...(groups.get(why) ?? []), `${one.name} and ${other.name}`]);
    }
  }
  return [...groups].map(([why, pairs]) => ({ why, pairs }));
}
