// Which new entries look like ones that are known already from another source, under another id?
import { decimal } from "#shared/domain/decimal.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import type { NewBookEntry } from "./transaction-file.ts";

/** Two entries that may be the same event. To be shown to a person, never dropped by itself. */
export interface LikelyDuplicate<Known extends NewBookEntry = NewBookEntry> {
  readonly known: Known;
  readonly fresh: NewBookEntry;
}

/**
 * How far apart in time, from the nearest on: venues cut times to seconds in files and not in answers, and clocks of one venue
 * differ by some milliseconds.
 */
const WITHIN_MS = [0, SECOND_MS / 10, SECOND_MS] as const;

/**
 * Pairs of the same account, asset, type, side and quantity within a second of each other and with different ids; each entry is
 * in one pair at most. Entries whose id is known are no duplicates: they add nothing anyway.
 */
export function likelyDuplicates<Known extends NewBookEntry>(
  known: Iterable<Known>,
  fresh: readonly NewBookEntry[],
): readonly LikelyDuplicate<Known>[] {
  const freshIds = new Set<string>(fresh.map(({ id }) => id));
  const freshKeys = new Set(fresh.map(keyOf));
  const ids = new Set<string>();
  const kept: Known[] = [];
  // There may be a million known ones: only those that may be alike are kept.
  for (const entry of known) {
    if (freshIds.has(entry.id)) ids.add(entry.id);
    else if (freshKeys.has(keyOf(entry))) kept.push(entry);
  }
  const alike = grouped(kept);
  const pairs: LikelyDuplicate<Known>[] = [];
  for (const [key, entries] of grouped(fresh.filter(({ id }) => !ids.has(id)))) {
    let left = { known: alike.get(key) ?? [], fresh: entries };
    for (const limit of WITHIN_MS) left = pairWithin(left, limit, pairs);
  }
  return pairs;
}

const keyOf = ({ accountId, asset, type, side, quantity }: NewBookEntry): string =>
  [accountId, asset, type, side ?? "", decimal(quantity).toString()].join("|");

/** By what must be the same, in the order of time. */
function grouped<Entry extends NewBookEntry>(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  for (const group of groups.values()) group.sort((first, second) => first.ts - second.ts);
  return groups;
}

interface Left<Known> {
  readonly known: readonly Known[];
  readonly fresh: readonly NewBookEntry[];
}

/** Walks both lists side by side; gives back what found no partner. */
function pairWithin<Known extends NewBookEntry>(
  { known, fresh }: Left<Known>,
  limit: number,
  pairs: LikelyDuplicate<Known>[],
): Left<Known> {
  const left: { readonly known: Known[]; readonly fresh: NewBookEntry[] } = { known: [], fresh: [] };
  let atKnown = 0;
  let atFresh = 0;
  for (;;) {
    const one = known[atKnown];
    const other = fresh[atFresh];
    if (one === undefined || other === undefined) break;
    const isPair = Math.abs(one.ts - other.ts) <= limit;
    if (isPair) pairs.push({ known: one, fresh: other });
    else if (one.ts < other.ts) left.known.push(one);
    else left.fresh.push(other);
    if (isPair || one.ts < other.ts) atKnown += 1;
    if (isPair || one.ts > other.ts) atFresh += 1;
  }
  return {
    known: left.known.concat(known.slice(atKnown)),
    fresh: left.fresh.concat(fresh.slice(atFresh)),
  };
}
