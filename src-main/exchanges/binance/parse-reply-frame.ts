// What do Binance's answers to our own messages say, and its word that a server goes away?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { ErrorEvent, StatusEvent, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { countAt, ignored, quoted, type ReadFrame, timeAt } from "./frame-reading.ts";

/** `{"result":null,"id":1}`, `{"code":2,"msg":"…","id":1}` or `{"error":{"code":2,"msg":"…"},"id":1}`. */
export function isReply(frame: Answer): boolean {
  return frame.value !== null && ["result", "code", "error", "id"].some((field) => frame.at(field).value !== undefined);
}

/** Whatever is refused: what was asked is known by its number only. */
export function parseReply(frame: Answer): StreamEvent {
  const nested = frame.at("error");
  if (!nested.absent) return refusal(nested, requestId(frame));
  if (!frame.at("code").absent) return refusal(frame, requestId(frame));
  const result = frame.at("result");
  // Null is the answer to every request that asks for nothing; unsubscribing is answered the same way.
  if (result.value === null) return { type: "subscribed", channel: null, symbol: null, requestId: requestId(frame) };
  if (Array.isArray(result.value) || typeof result.value === "boolean") return ignored("an answer to a question");
  throw result.unexpected("nothing, a list, true or false");
}

/** Refusals go into logs: in the venue's words anything long enough to be a key or a signature is left out. */
const MAY_BE_SECRET = /[A-Za-z0-9+/=_-]{32,}/g;

export function refusal(place: Answer, about: number | null): ErrorEvent {
  const words = place.at("msg").text().replace(MAY_BE_SECRET, "…");
  const message = `${quoted(words)} (${place.at("code").whole()})`;
  return { type: "error", message, symbol: null, requestId: about };
}

/** Null where the venue could not even read which request it was. */
export function requestId(frame: Answer): number | null {
  const place = frame.at("id");
  return place.absent ? null : countAt(place);
}

/** The server goes away in some minutes and takes this connection with it. */
export function parseShutdown(frame: Answer): ReadFrame {
  const status: StatusEvent = { type: "status", state: "closing", detail: "Binance shuts this server down." };
  return { events: [status], sentAt: timeAt(frame.at("E")) };
}
