// What does one frame of Coinbase Exchange's public channels say? Each kind is named by its `type`.
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { readChanges, readSnapshot } from "./parse-book-frame.ts";
import { readError, readStatus, readSubscriptions } from "./parse-control-frame.ts";
import { readHeartbeat, readMatch, readTicker } from "./parse-quote-frame.ts";
import { type FrameReader, ignored, malformed, malformedBy, parsedFrame } from "./read-frame.ts";

const VENUE = venueIdSchema.parse("coinbaseexchange");

/** `match` is the public one. New kinds may be added at any time and are to be ignored (docs, overview). */
const READERS: Readonly<Record<string, FrameReader>> = {
  ticker: readTicker,
  match: readMatch,
  last_match: readMatch,
  heartbeat: readHeartbeat,
  snapshot: readSnapshot,
  l2update: readChanges,
  subscriptions: readSubscriptions,
  error: readError,
  status: readStatus,
};

export function parseCoinbaseExchangeFrame(text: string, names: StreamNames): ParsedFrame {
  return parseByType(text, names, READERS);
}

/** Never throws: what cannot be read is `malformed`. */
export function parseByType(
  text: string,
  names: StreamNames,
  readers: Readonly<Record<string, FrameReader>>,
): ParsedFrame {
  const value = parseExactJson(text);
  if (value === undefined || Array.isArray(value)) return parsedFrame([malformed("it is no JSON object")]);
  try {
    const type = new Answer(VENUE, "frame", value).at("type").text();
    const frame = new Answer(VENUE, type.slice(0, LONGEST_TYPE), value);
    const reader = meaningOf(readers, type);
    if (reader === undefined) return parsedFrame(ignored("a kind of message that is of no use here"));
    const events = reader(frame, names);
    const [first] = events;
    // Only a heartbeat tells when it was sent; every other time is that of a trade or a change.
    return parsedFrame(events, first?.type === "heartbeat" ? first.tsEvent : null);
  } catch (error) {
    return parsedFrame([malformedBy(error)]);
  }
}

const LONGEST_TYPE = 24;
