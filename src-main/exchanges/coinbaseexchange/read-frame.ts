// How is a frame of Coinbase Exchange's socket read field by field? What is not of the documented form is told with the field's place.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { MalformedEvent, ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { NO_TIME } from "./stream-quirks.ts";

/** One kind of frame. May throw what `Answer` throws. */
export type FrameReader = (frame: Answer, names: StreamNames) => readonly StreamEvent[];

/** The venue counts per product and over messages that we do not get, so that no frame has a number of its own. */
export function parsedFrame(events: readonly StreamEvent[], sentAt: UnixMs | null = null): ParsedFrame {
  return { events, connectionSequence: null, sentAt };
}

export function ignored(reason: string): readonly StreamEvent[] {
  return [{ type: "ignored", reason }];
}

export function malformed(reason: string): MalformedEvent {
  return { type: "malformed", reason };
}

/** What reading threw, in words: the field and what it should be, never what stood there. */
export function malformedBy(error: unknown): MalformedEvent {
  const { place, expected } = error instanceof EngineError ? error.data : {};
  return malformed(
    typeof place === "string" && typeof expected === "string" ? `${place} should be ${expected}` : "it cannot be read",
  );
}

/** Reads a frame of one market, or says that it is none of ours. */
export function ofMarket(
  frame: Answer,
  names: StreamNames,
  read: (symbol: MarketSymbol) => readonly StreamEvent[],
): readonly StreamEvent[] {
  const symbol = names.symbolOf(frame.at("product_id").text());
  return symbol === null ? ignored("a market that is not known") : read(symbol);
}

/** A number that only counts up. */
export function countOf(place: Answer): number {
  const count = place.whole();
  if (count < 0) throw place.unexpected("a whole number of zero or more");
  return count;
}

/** Null where there is no time, or one that was never set. */
export function timeOrNull(place: Answer): UnixMs | null {
  const { value } = place;
  return place.absent || (typeof value === "string" && NO_TIME.test(value)) ? null : place.isoTime();
}
