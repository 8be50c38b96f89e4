// In which order are suggestions shown, which of them sleep, and until when?
import type { Priority, Suggestion } from "#shared/domain/suggestion.ts";

const RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const satisfies Record<Priority, number>;

export function isSnoozed(suggestion: Suggestion, now: number): boolean {
  return (suggestion.snoozedUntil ?? 0) > now || suggestion.snoozedUntilDoubles !== null;
}

/** Awake ones first, then by priority, then the oldest. */
export function orderSuggestions(open: readonly Suggestion[], now: number): readonly Suggestion[] {
  return [...open].sort(
    (a, b) =>
      Number(isSnoozed(a, now)) - Number(isSnoozed(b, now)) ||
      RANK[a.priority] - RANK[b.priority] ||
      a.openedAt - b.openedAt,
  );
}

/** `2 open, 1 snoozed`. */
export function countWords(open: readonly Suggestion[], now: number): string {
  const snoozed = open.filter((suggestion) => isSnoozed(suggestion, now)).length;
  const awake = `${open.length - snoozed} open`;
  return snoozed === 0 ? awake : `${awake}, ${snoozed} snoozed`;
}
