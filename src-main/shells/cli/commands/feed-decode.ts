// What do raw frames of a venue's socket say? JSON lines in, JSON lines out, one line per event; a bad line never stops it.
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { eventLine } from "#shells/cli/feed-event-line.ts";
import { linesOf } from "#shells/cli/text-lines.ts";
import type { DecodableVenue } from "./feed-venues.ts";

/** Resolves at the end of the input, or when nobody reads the output any more. */
export async function decodeFrames(
  venue: DecodableVenue,
  input: AsyncIterable<Uint8Array>,
  output: Writable,
): Promise<void> {
  try {
    // The standard output stays open; its reader sets the pace.
    await pipeline(Readable.from(decoded(venue, input)), output, { end: false });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  }
}

async function* decoded(venue: DecodableVenue, input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const names = venue.names();
  for await (const lines of linesOf(input)) {
    const text = lines.map((line) => decodeLine(venue, names, line)).join("");
    if (text.length > 0) yield text;
  }
}

/** The lines of one frame; none for an empty line. */
function decodeLine(venue: DecodableVenue, names: StreamNames, line: string | null): string {
  if (line === null) return `${eventLine({ type: "malformed", reason: "the line is longer than 16 MiB" })}\n`;
  if (line.trim() === "") return "";
  return eventsOf(venue, names, line)
    .map((event) => `${eventLine(event)}\n`)
    .join("");
}

/** What is of no use on the public socket may be a frame of an account's. */
function eventsOf(venue: DecodableVenue, names: StreamNames, frame: string): readonly StreamEvent[] {
  const { events } = venue.market(frame, names);
  if (events.some(({ type }) => type !== "ignored")) return events;
  const { events: own } = venue.account(frame, names);
  return own.some(({ type }) => type === "order" || type === "balance") ? own : events;
}
