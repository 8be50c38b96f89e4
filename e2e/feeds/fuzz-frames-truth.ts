// Does each figure of a quote stand in the frame, in its own field of its own market? Read in a way of its own, every number as its text.
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { QuoteEvent, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { QuoteFields } from "./fuzz-frames-venues.ts";

type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown;
// The platform tells a reviver the text of a number; the declared type lacks it.
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** Null where each quote is true, else what is not. */
export function untruthIn(
  text: string,
  events: readonly StreamEvent[],
  fields: QuoteFields,
  names: StreamNames,
): string | null {
  const quotes = events.filter((event) => event.type === "quote");
  if (quotes.length === 0) return null;
  let rows: readonly Readonly<Record<string, unknown>>[];
  try {
    rows = objectsIn(
      parseWithSource(text, (_key, value, context) => (typeof value === "number" ? (context?.source ?? "") : value)),
    );
  } catch {
    return "a quote of what is no JSON";
  }
  for (const quote of quotes) {
    const own = rows.filter(
      (row) => typeof row[fields.id] === "string" && names.symbolOf(String(row[fields.id])) === quote.symbol,
    );
    if (!own.some((row) => isTold(quote, row, fields))) return `nobody told ${JSON.stringify(quote)}`;
  }
  return null;
}

function isTold(quote: QuoteEvent, row: Readonly<Record<string, unknown>>, fields: QuoteFields): boolean {
  const isPositive = Decimal.parse(quote.bid).isPositive && Decimal.parse(quote.ask).isPositive;
  if (!isPositive || !isSame(quote.bid, row[fields.bid]) || !isSame(quote.ask, row[fields.ask])) return false;
  // What is not told may be left out, but is never another figure.
  return (
    (quote.last === null || isSame(quote.last, row[fields.last])) &&
    (quote.volume === null || isSame(quote.volume, row[fields.volume]))
  );
}

function isSame(figure: string, written: unknown): boolean {
  const parsed = typeof written === "string" ? Decimal.tryParse(written) : undefined;
  return parsed?.eq(Decimal.parse(figure)) ?? false;
}

/** Every object of a frame, however deep. */
function objectsIn(whole: unknown): readonly Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  const waiting: unknown[] = [whole];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) found.push(value as Readonly<Record<string, unknown>>); // an object of JSON
    for (const member of Object.values(value)) if (member !== undefined) waiting.push(member);
  }
  return found;
}
