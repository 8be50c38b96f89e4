// How does it read what was read of a venue? `trades from 1 Mar 2024 to now, complete`.
import { formatDate, formatDateTime, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { Coverage } from "#shared/domain/books.ts";

const SOURCES = {
  fills: "trades",
  deposits: "deposits",
  withdrawals: "withdrawals",
  ledger: "ledger",
} as const satisfies Record<Coverage["source"], string>;

/** Histories are read every few minutes: what is younger is as good as now. */
const AS_GOOD_AS_NOW_MS = 900_000;

export function coverageWords(
  { source, from, until, complete }: Coverage,
  now: number,
  timeZone: TimeZoneChoice,
): string {
  const end = now - until <= AS_GOOD_AS_NOW_MS ? "now" : formatDateTime(until, timeZone);
  const start = from === 0 ? "the beginning" : formatDate(from, timeZone);
  return `${SOURCES[source]} from ${start} to ${end}, ${complete ? "complete" : "with something missing"}`;
}
