// Does a venue's fast reading of a frame say just what the whole reading says? It may leave a frame to that one, never contradict it.
import { unitsDecimal } from "#engine/market-data/compute-units.ts";
import type { QuoteScan, ScannedQuote, StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame, QuoteEvent } from "#exchanges/shared/stream/stream-event.ts";
import { SymbolBytes } from "#exchanges/shared/stream/symbol-bytes.ts";
import { decimal } from "#shared/domain/decimal.ts";

export interface ReadingUnderTest {
  readonly scan: QuoteScan;
  readonly parse: (text: string, names: StreamNames) => ParsedFrame;
  readonly names: StreamNames;
  /** The venue's names of the markets that the connection carries. */
  readonly ids: readonly string[];
}

export interface Verdict {
  readonly scanned: boolean;
  /** What the whole reading said. */
  readonly frame: ParsedFrame;
  /** In what they differ; null where they agree, or where the scan left the frame alone. */
  readonly problem: string | null;
}

export type Judge = (frame: Buffer) => Verdict;

export function judgeOf({ scan, parse, names, ids }: ReadingUnderTest): Judge {
  const index = new SymbolBytes(ids);
  const symbols = ids.map((id) => names.symbolOf(id));
  const out = emptyScan();
  return (bytes) => {
    const scanned = scan(bytes, index, out);
    const frame = parse(bytes.toString("utf8"), names);
    return { scanned, frame, problem: scanned ? differenceOf(out, symbols[out.market] ?? null, frame) : null };
  };
}

export function emptyScan(): ScannedQuote {
  return {
    ...{ bidUnits: -1, bidPlaces: 0, askUnits: -1, askPlaces: 0, lastUnits: -1, lastPlaces: 0 },
    ...{ volumeUnits: -1, volumePlaces: 0, tsEvent: -1, market: -1, connectionSequence: -1, sequence: -1, tradeId: -1 },
  };
}

function differenceOf(out: ScannedQuote, symbol: string | null, frame: ParsedFrame): string | null {
  const [event, ...others] = frame.events;
  if (event?.type !== "quote" || others.length > 0) return `taken, though it is ${JSON.stringify(frame.events)}`;
  const pairs: Readonly<Record<string, readonly [unknown, unknown]>> = {
    symbol: [symbol, event.symbol],
    bid: [textOf(out.bidUnits, out.bidPlaces), plain(event.bid)],
    ask: [textOf(out.askUnits, out.askPlaces), plain(event.ask)],
    last: [textOf(out.lastUnits, out.lastPlaces), plain(event.last)],
    volume: [textOf(out.volumeUnits, out.volumePlaces), plain(event.volume)],
    tsEvent: [out.tsEvent < 0 ? null : out.tsEvent, event.tsEvent],
    tradeId: [out.tradeId < 0 ? null : out.tradeId, event.tradeId ?? null],
    connectionSequence: [out.connectionSequence < 0 ? null : out.connectionSequence, frame.connectionSequence],
  };
  for (const [field, [scanned, parsed]] of Object.entries(pairs)) {
    if (scanned !== parsed) return `${field}: ${String(scanned)} scanned, ${String(parsed)} parsed`;
  }
  return null;
}

/** Equal as decimals, whatever zeros they end with. */
function plain(text: QuoteEvent["last"]): string | null {
  return text === null ? null : decimal(text).toString();
}

function textOf(units: number, places: number): string | null {
  return units < 0 ? null : unitsDecimal(units, places).toString();
}
