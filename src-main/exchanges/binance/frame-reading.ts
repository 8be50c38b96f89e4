// How is one part of a frame read so that whatever is wrong with it becomes an event, and nothing is ever thrown?
import { EngineError } from "#engine/core/engine-error.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import type { IgnoredEvent, MalformedEvent, ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { BINANCE, OPENED_AT } from "./quirks.ts";
import { LATEST_TIME } from "./stream-quirks.ts";

/** Longest piece of the venue's own words that is repeated. */
const LONGEST_QUOTE = 80;

/** What a frame says, and when the venue sent it. */
export interface ReadFrame {
  readonly events: readonly StreamEvent[];
  readonly sentAt: UnixMs | null;
}

/** Reads a text as one object. What is not of the expected form is told with its place; every other failure is a bug and is not caught. */
export function readFrame(text: string, read: (frame: Answer) => ReadFrame): ParsedFrame {
  const value = parseExactJson(text);
  if (value === undefined) return whole(malformed("frame should be a JSON object"));
  if (Array.isArray(value)) return whole(ofAllMarkets());
  try {
    return { ...read(new Answer(BINANCE, "frame", value)), connectionSequence: null };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { place, expected } = error.data;
    return whole(malformed(`${String(place)} should be ${String(expected)}`));
  }
}

function whole(event: StreamEvent): ParsedFrame {
  return { events: [event], connectionSequence: null, sentAt: null };
}

function malformed(reason: string): MalformedEvent {
  return { type: "malformed", reason };
}

export function ignored(reason: string): IgnoredEvent {
  return { type: "ignored", reason };
}

/** Streams of all markets, which are never asked for, send lists. */
export function ofAllMarkets(): IgnoredEvent {
  return ignored("a list of all markets");
}

export function quoted(words: string): string {
  return words.length <= LONGEST_QUOTE ? words : `${words.slice(0, LONGEST_QUOTE)}...`;
}

/** Seconds and microseconds are other numbers of the same kind: what they would mean as milliseconds is no time of this venue. */
export function timeAt(place: Answer): UnixMs {
  const time = place.whole();
  if (time < OPENED_AT || time > LATEST_TIME) throw place.unexpected("a time in milliseconds");
  return unixMs(time);
}

/** A number that only counts up. */
export function countAt(place: Answer): number {
  const count = place.whole();
  if (count < 0) throw place.unexpected("a whole number of zero or more");
  return count;
}
