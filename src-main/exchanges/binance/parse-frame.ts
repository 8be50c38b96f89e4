// What does one frame of Binance's market streams say?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import { ignored, ofAllMarkets, quoted, type ReadFrame, readFrame, timeAt } from "./frame-reading.ts";
import { parseBookChange } from "./parse-book-frame.ts";
import { parseBestPrices, parseCandle, parseDayTicker, parseTrade } from "./parse-market-frames.ts";
import { isReply, parseReply, parseShutdown } from "./parse-reply-frame.ts";

type MarketReader = (frame: Answer, symbol: MarketSymbol) => StreamEvent;

/** By the frame's event type, which best prices lack. */
const MARKET_READERS: Readonly<Record<string, MarketReader>> = {
  "24hrTicker": parseDayTicker,
  trade: parseTrade,
  kline: parseCandle,
  depthUpdate: parseBookChange,
};

/** Never throws: each frame gives at least one event, and one that cannot be read is `malformed`. */
export function parseBinanceFrame(text: string, names: StreamNames): ParsedFrame {
  return readFrame(text, (frame) => readPayload(payloadOf(frame), names));
}

/** Combined streams wrap what raw ones send. */
function payloadOf(frame: Answer): Answer {
  const data = frame.at("data");
  return data.absent || frame.at("stream").absent ? frame : data;
}

function readPayload(frame: Answer, names: StreamNames): ReadFrame {
  if (Array.isArray(frame.value)) return { events: [ofAllMarkets()], sentAt: null };
  const word = frame.at("e");
  if (word.absent) return readUntyped(frame, names);
  const type = word.text();
  if (type === "serverShutdown") return parseShutdown(frame);
  const read = meaningOf(MARKET_READERS, type);
  if (read === undefined) return { events: [ignored(`event ${quoted(type)}`)], sentAt: null };
  const sentAt = timeAt(frame.at("E"));
  return { events: [ofMarket(frame, names, read)], sentAt };
}

/** Answers, best prices, and books of a few levels have no event type. */
function readUntyped(frame: Answer, names: StreamNames): ReadFrame {
  if (isReply(frame)) return { events: [parseReply(frame)], sentAt: null };
  if (!frame.at("lastUpdateId").absent) return { events: [ignored("a book of a few levels")], sentAt: null };
  return { events: [ofMarket(frame, names, parseBestPrices)], sentAt: null };
}

function ofMarket(frame: Answer, names: StreamNames, read: MarketReader): StreamEvent {
  const id = frame.at("s").text();
  const symbol = names.symbolOf(id);
  return symbol === null ? ignored(`unknown market ${quoted(id)}`) : read(frame, symbol);
}
