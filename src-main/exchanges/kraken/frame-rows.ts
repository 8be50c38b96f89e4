// How is one part of a frame read so that whatever is wrong with it becomes an event, and nothing is ever thrown?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { IgnoredEvent, MalformedEvent, ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** Longest piece of the venue's own words that is repeated in a reason. */
const LONGEST_QUOTE = 80;

export type RowReader = (row: Answer) => StreamEvent;

/** The events of all rows; those that can be read are, whatever their neighbours are like. */
export function readRows(frame: Answer, read: RowReader): readonly StreamEvent[] {
  return safely(() => {
    const rows = frame.at("data").list();
    return rows.length === 0 ? [ignored("no data")] : rows.flatMap((row) => safely(() => [read(row)]));
  });
}

/** What is not of the expected form is told with its place; every other failure is a bug and is not caught. */
export function safely(read: () => readonly StreamEvent[]): readonly StreamEvent[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { place, expected } = error.data;
    return [malformed(`${String(place)} should be ${String(expected)}`)];
  }
}

export function malformed(reason: string): MalformedEvent {
  return { type: "malformed", reason };
}

export function ignored(reason: string): IgnoredEvent {
  return { type: "ignored", reason };
}

/** Without number and time, which Kraken's frames do not have as a whole. */
export function plainFrame(events: readonly StreamEvent[], sentAt: UnixMs | null = null): ParsedFrame {
  return { events, connectionSequence: null, sentAt };
}

/** Null for a market that is none of ours. */
export function symbolIn(row: Answer, names: StreamNames): MarketSymbol | null {
  return names.symbolOf(row.at("symbol").text());
}

export function unknownMarket(row: Answer): IgnoredEvent {
  return ignored(`unknown market ${quoted(row.at("symbol").text())}`);
}

export function quoted(words: string): string {
  return words.length <= LONGEST_QUOTE ? words : `${words.slice(0, LONGEST_QUOTE)}...`;
}

/** Kraken writes 1970-01-01 where there was no event yet (sample of another project; unconfirmed). */
export function timeOrNull(place: Answer): UnixMs | null {
  if (place.absent) return null;
  const time = place.isoTime();
  return time === 0 ? null : time;
}
