// What does one frame of Kraken's public socket say?
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { ignored, malformed, plainFrame, quoted, safely, timeOrNull } from "./frame-rows.ts";
import { parseBook } from "./parse-book-frame.ts";
import { parseCandles, parseQuotes, parseTrades } from "./parse-market-frames.ts";
import { parseHeartbeat, parseReply, parseStatus } from "./parse-reply-frame.ts";
import { KRAKEN } from "./quirks.ts";

export type ChannelReaders = Readonly<Record<string, (frame: Answer, names: StreamNames) => readonly StreamEvent[]>>;

const PUBLIC_CHANNELS: ChannelReaders = {
  ticker: parseQuotes,
  trade: parseTrades,
  ohlc: parseCandles,
  book: parseBook,
  heartbeat: parseHeartbeat,
  status: parseStatus,
};

/** Never throws: each frame gives at least one event, and one that cannot be read is `malformed`. */
export function parseKrakenFrame(text: string, names: StreamNames): ParsedFrame {
  return readFrame(text, names, PUBLIC_CHANNELS);
}

/** The same with channels of the caller's own. */
export function readFrame(text: string, names: StreamNames, channels: ChannelReaders): ParsedFrame {
  const value = parseExactJson(text);
  if (value === undefined || Array.isArray(value)) return plainFrame([malformed("the frame should be a JSON object")]);
  const frame = new Answer(KRAKEN, "frame", value);
  const channel = frame.at("channel");
  if (channel.absent) {
    const isReply = !frame.at("method").absent || !frame.at("error").absent;
    return isReply ? parseReply(frame, names) : plainFrame([malformed("frame.channel should be there")]);
  }
  // Only candles have a time of the whole frame; where it cannot be read the frame is not to be trusted at all.
  let sentAt: ParsedFrame["sentAt"] = null;
  const events = safely(() => {
    sentAt = timeOrNull(frame.at("timestamp"));
    const read = meaningOf(channels, channel.text());
    return read === undefined ? [ignored(`channel ${quoted(channel.text())}`)] : read(frame, names);
  });
  return plainFrame(events, sentAt);
}
