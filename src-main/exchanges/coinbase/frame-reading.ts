// How is one part of a frame read so that whatever is wrong with it becomes an event, and nothing is ever thrown?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { IgnoredEvent, MalformedEvent, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const LONGEST_REASON = 200;
const MAX_LENGTH = 96;
/** What needs no mending to be a decimal text: it is kept as the venue wrote it. */
const PLAIN = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
const ZERO = /^0(?:\.0+)?$/;
const MARKET_ID = /^[A-Z0-9.-]{1,40}$/;

/** What is not of the expected form is told with its place; every other failure is a bug and is not caught. */
export function attempt<Result>(read: () => Result): Result | MalformedEvent {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { place, expected } = error.data;
    return malformed(`${String(place)} should be ${String(expected)}`);
  }
}

/** Events of all members; those that can be read are, whatever their neighbours are like. */
export function readEach(
  list: Answer,
  read: (member: Answer) => readonly StreamEvent[],
  whenEmpty: string,
): readonly StreamEvent[] {
  const members = list.list();
  return members.length === 0 ? [ignored(whenEmpty)] : members.flatMap((member) => attempt(() => read(member)));
}

export function malformed(reason: string): MalformedEvent {
  return { type: "malformed", reason: reason.slice(0, LONGEST_REASON) };
}

export function ignored(reason: string): IgnoredEvent {
  return { type: "ignored", reason: reason.slice(0, LONGEST_REASON) };
}

/** Null for a product that is none of our markets. */
export function symbolAt(row: Answer, names: StreamNames): MarketSymbol | null {
  return names.symbolOf(row.at("product_id").text());
}

export function unknownMarket(id: string): IgnoredEvent {
  return ignored(MARKET_ID.test(id) ? `unknown market ${id}` : "unknown market");
}

/** Zero or more, as it was written. */
export function amountAt(place: Answer): DecimalString {
  const { value } = place;
  // The pattern is that of a decimal text.
  if (typeof value === "string" && value.length <= MAX_LENGTH && PLAIN.test(value)) return value as DecimalString;
  return place.amount();
}

export function positiveAt(place: Answer): DecimalString {
  const text = amountAt(place);
  if (isZero(text)) throw place.unexpected("a decimal number above zero");
  return text;
}

export function isZero(text: DecimalString): boolean {
  return ZERO.test(text);
}

/** A count. Here numbers are as JSON has them, and some are sent as text. */
export function countAt(place: Answer): number {
  const { value } = place;
  const count = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) throw place.unexpected("a count");
  return count;
}

/** A time to the nanosecond; what is finer than a millisecond is cut off. */
export function timeAt(place: Answer): UnixMs {
  const time = place.isoTime();
  // The platform takes 31 February for 3 March.
  const day = new Date(time).toISOString().slice(0, 10);
  if (typeof place.value === "string" && place.value.endsWith("Z") && !place.value.startsWith(day))
    throw place.unexpected("a time in ISO 8601");
  return time;
}

export function meaningAt<Meaning>(words: Readonly<Record<string, Meaning>>, place: Answer): Meaning {
  const meaning = typeof place.value === "string" ? meaningOf(words, place.value) : undefined;
  if (meaning === undefined) throw place.unexpected(`one of ${Object.keys(words).join(", ")}`);
  return meaning;
}
