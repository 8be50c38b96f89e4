// What is a stretch of time, and how do two become one?
import type { UnixMs } from "./time.ts";

/** `from` is the first time in it, `until` the first one after it. */
export interface TimeRange {
  readonly from: UnixMs;
  readonly until: UnixMs;
}

/** Both as one where they overlap or touch; otherwise the one that reaches further. */
export function joinRanges(known: TimeRange | null, added: TimeRange): TimeRange {
  if (known === null) return added;
  if (known.from > added.until || known.until < added.from) return known.until > added.until ? known : added;
  return {
    from: known.from < added.from ? known.from : added.from,
    until: known.until > added.until ? known.until : added.until,
  };
}
