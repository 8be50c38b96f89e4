// What does one frame of Coinbase's market socket say?
import { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { attempt, countAt, ignored, malformed, readEach, timeAt } from "./frame-reading.ts";
import { parseBook } from "./parse-book-events.ts";
import { parseError, parseHeartbeat, parseSubscriptions } from "./parse-control-events.ts";
import { parseCandles, parseTickers, parseTrades } from "./parse-market-events.ts";
import { COINBASE } from "./quirks.ts";

/** Reads one of a frame's events. */
type EventReader = (event: Answer, names: StreamNames, sentAt: UnixMs) => readonly StreamEvent[];
export type ChannelReaders = Readonly<Record<string, EventReader>>;

const MARKET_CHANNELS: ChannelReaders = {
  subscriptions: parseSubscriptions,
  heartbeats: parseHeartbeat,
  ticker: parseTickers,
  market_trades: parseTrades,
  candles: parseCandles,
  l2_data: parseBook,
};

/** Channels whose frames build on each other. */
const CHAINED: ReadonlySet<string> = new Set(["l2_data"]);

const WITHOUT_NUMBER = { connectionSequence: null, sentAt: null };

/** Never throws: each frame gives at least one event, and what cannot be read is `malformed`. */
export function parseCoinbaseFrame(text: string, names: StreamNames): ParsedFrame {
  return readFrame(text, names, MARKET_CHANNELS);
}

/** The same with channels of the caller's own. */
export function readFrame(text: string, names: StreamNames, channels: ChannelReaders): ParsedFrame {
  const value = jsonObject(text);
  if (value === null) return { events: [malformed("the frame should be a JSON object")], ...WITHOUT_NUMBER };
  const frame = new Answer(COINBASE, "frame", value);
  const channel = frame.at("channel").value;
  if (typeof channel !== "string") return { events: readPlain(frame), ...WITHOUT_NUMBER };
  const read = meaningOf(channels, channel);
  return read === undefined ? readUnknown(frame) : readKnown(frame, channel, read, names);
}

/** Coinbase sends every figure as text, so that no decimal number passes through this; its numbers are counts. */
function jsonObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Without a channel it is an error, or a kind that came after this was written ("New message types can be added at any time"). */
function readPlain(frame: Answer): readonly StreamEvent[] {
  if (!frame.at("channel").absent) return [malformed("frame.channel should be a text")];
  const type = frame.at("type").value;
  if (type === "error") return parseError(frame);
  return [
    typeof type === "string" ? ignored("a message without a channel") : malformed("frame.channel should be there"),
  ];
}

/** It is counted like every frame; where it is not, there is nothing else in it to be wrong about. */
function readUnknown(frame: Answer): ParsedFrame {
  const head = attempt(() => readHead(frame));
  return { events: [ignored("a channel that is not listened to")], ...("type" in head ? WITHOUT_NUMBER : head) };
}

function readKnown(frame: Answer, channel: string, read: EventReader, names: StreamNames): ParsedFrame {
  const head = attempt(() => readHead(frame));
  if ("type" in head) return { events: [head], ...WITHOUT_NUMBER };
  const list = attempt(() => readEach(frame.at("events"), (event) => read(event, names, head.sentAt), "no events"));
  const events = "type" in list ? [list] : list;
  // A part of a book that could not be read is lost, and whoever counts frames must see the gap.
  const lost = CHAINED.has(channel) && events.some(({ type }) => type === "malformed");
  return { events, sentAt: head.sentAt, connectionSequence: lost ? null : head.connectionSequence };
}

/** `sequence_num` runs per connection over all channels (recorded; "WebSocket Overview", read 2026-11-26). */
function readHead(frame: Answer): { readonly connectionSequence: number; readonly sentAt: UnixMs } {
  return { connectionSequence: countAt(frame.at("sequence_num")), sentAt: timeAt(frame.at("timestamp")) };
}
