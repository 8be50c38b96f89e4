// What do Kraken's replies, heartbeats and notes about its state say? They are alike on the public and the private socket.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type {
  ErrorEvent,
  HeartbeatEvent,
  ParsedFrame,
  StreamEvent,
  SubscribedEvent,
} from "#exchanges/shared/stream/stream-event.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { ignored, malformed, plainFrame, quoted, readRows, safely, timeOrNull } from "./frame-rows.ts";
import { ALREADY_SUBSCRIBED, SYSTEM_STATES } from "./stream-quirks.ts";

/** A frame with a `method`, or with nothing but an `error`. */
export function parseReply(frame: Answer, names: StreamNames): ParsedFrame {
  let sentAt: UnixMs | null = null;
  const events = safely(() => {
    sentAt = timeOrNull(frame.at("time_out"));
    return [readReply(frame, names, sentAt)];
  });
  return plainFrame(events, sentAt);
}

function readReply(frame: Answer, names: StreamNames, sentAt: UnixMs | null): StreamEvent {
  const method = frame.at("method").textOrNull();
  const error = frame.at("error").textOrNull();
  if (method === "unsubscribe") return unsubscribed(error);
  if (error !== null) return refusal(frame, names, error);
  if (method === "pong") return { type: "heartbeat", counter: null, symbol: null, tsEvent: sentAt };
  if (method !== "subscribe") return ignored(`reply to ${quoted(method ?? "nothing")}`);
  // A subscription that did not succeed must say why: without the reason it is no reply that we know.
  if (!frame.at("success").flag()) throw frame.at("error").unexpected("a text");
  const result = frame.at("result");
  const channel = result.at("channel").text();
  const name = result.at("symbol").textOrNull();
  const symbol = name === null ? null : names.symbolOf(name);
  if (name !== null && symbol === null) return ignored(`unknown market ${quoted(name)}`);
  return { type: "subscribed", channel: quoted(channel), symbol, requestId: requestId(frame) };
}

/** That something could not be ended takes nothing away from anybody, and is not to be taken for a refused subscription. */
function unsubscribed(error: string | null): StreamEvent {
  return ignored(error === null ? "unsubscribed" : `not unsubscribed: ${quoted(error)}`);
}

/** Kraken names the market beside the error, not in a result. */
function refusal(frame: Answer, names: StreamNames, error: string): ErrorEvent | SubscribedEvent {
  const name = frame.at("symbol").textOrNull();
  const about = { symbol: name === null ? null : names.symbolOf(name), requestId: requestId(frame) };
  // What was asked for stands, which is all that a subscription wants.
  if (ALREADY_SUBSCRIBED.test(error)) return { type: "subscribed", channel: null, ...about };
  return { type: "error", message: quoted(error), ...about };
}

function requestId(frame: Answer): number | null {
  const place = frame.at("req_id");
  return place.absent ? null : place.whole();
}

export function parseHeartbeat(): readonly HeartbeatEvent[] {
  return [{ type: "heartbeat", counter: null, symbol: null, tsEvent: null }];
}

/** The first frame of each connection, and one at each change. */
export function parseStatus(frame: Answer): readonly StreamEvent[] {
  return readRows(frame, (row) => {
    const word = row.at("system").text();
    const state = meaningOf(SYSTEM_STATES, word);
    if (state === undefined)
      return malformed(`${row.at("system").place} should be one of ${Object.keys(SYSTEM_STATES).join(", ")}`);
    return { type: "status", state, detail: state === "online" ? null : `Kraken says "${word}".` };
  });
}
