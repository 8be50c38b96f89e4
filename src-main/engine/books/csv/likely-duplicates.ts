// Which new entries look like ones that are known already from another source, under another id?
import type { Decimal } from "#shared/domain/decimal.ts";
import { decimal } from "#shared/domain/decimal.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import type { NewBookEntry } from "./transaction-file.ts";

/** Two entries that may be the same event. To be shown to a person, never dropped by itself. */
export interface LikelyDuplicate<Known extends NewBookEntry = NewBookEntry> {
  readonly known: Known;
  readonly fresh: NewBookEntry;
}

/** Venues cut times to seconds in files and not in answers. */
const WITHIN_MS = SECOND_MS;

/**
 * Pairs of the same account, asset, type, side and quantity within a second of each other and with different ids, the nearest in
 * time first; each entry is in one pair at most. Entries whose id is known are no duplicates: they add nothing anyway.
 */
export function likelyDuplicates<Known extends NewBookEntry>(
  known: readonly Known[],
  fresh: readonly NewBookEntry[],
): readonly LikelyDuplicate<Known>[] {
  const ids = new Set<string>(known.map(({ id }) => id));
  const freshIds = new Set<string>(fresh.map(({ id }) => id));
  const byKey = new Map<string, Known[]>();
  for (const entry of known) {
    if (freshIds.has(entry.id)) continue;
    const key = keyOf(entry);
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [entry]);
    else others.push(entry);
  }
  for (const entries of byKey.values()) entries.sort((first, second) => first.ts - second.ts);
  const pairs: LikelyDuplicate<Known>[] = [];
  for (const entry of fresh) {
    if (ids.has(entry.id)) continue;
    for (const candidate of near(byKey.get(keyOf(entry)) ?? [], entry.ts))
      pairs.push({ known: candidate, fresh: entry });
  }
  return nearestFirst(pairs);
}

function keyOf({ accountId, asset, type, side, quantity }: NewBookEntry): string {
  const exact: Decimal = decimal(quantity);
  return [accountId, asset, type, side ?? "", exact.toString()].join("|");
}

/** Those within the limit, found by halves. */
function near<Known extends NewBookEntry>(sorted: readonly Known[], ts: number): readonly Known[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.ts ?? 0) < ts - WITHIN_MS) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < sorted.length && (sorted[end]?.ts ?? 0) <= ts + WITHIN_MS) end += 1;
  return sorted.slice(low, end);
}

function nearestFirst<Known extends NewBookEntry>(
  pairs: readonly LikelyDuplicate<Known>[],
): readonly LikelyDuplicate<Known>[] {
  const distance = ({ known, fresh }: LikelyDuplicate): number => Math.abs(known.ts - fresh.ts);
  const used = new Set<NewBookEntry>();
  return pairs
    .toSorted((first, second) => distance(first) - distance(second))
    .filter((pair) => {
      if (used.has(pair.known) || used.has(pair.fresh)) return false;
      used.add(pair.known).add(pair.fresh);
      return true;
    });
}
