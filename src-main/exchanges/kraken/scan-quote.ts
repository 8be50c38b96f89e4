// How is Kraken's hot frame, one market's `ticker`, read fast? Anything else is left to the whole reading.
// Form, without the line ends: `{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":105944.2,"bid_qty":2.5,
// "ask":105944.3,"ask_qty":3.2,"last":105899.4,"volume":163.28908096,"vwap":105904.39279,"low":104711.0,"high":106613.1,
// "change":-250.0,"change_pct":-0.24,"timestamp":"2026-01-05T09:30:59.123456Z"}]}`; the time may be left out.
import { ByteScanner, type Piece, pieceOf, scannedFrame } from "#exchanges/shared/stream/byte-scanner.ts";
import type { MarketIndex, QuoteScan, ScannedQuote } from "#exchanges/shared/stream/feed-protocol.ts";

const HEAD = pieceOf('{"channel":"ticker","type":"');
const UPDATE = pieceOf('update","data":[{"symbol":"');
const SNAPSHOT = pieceOf('snapshot","data":[{"symbol":"');
const BID = pieceOf('","bid":');
const BID_SIZE = pieceOf(',"bid_qty":');
const ASK = pieceOf(',"ask":');
const ASK_SIZE = pieceOf(',"ask_qty":');
const LAST = pieceOf(',"last":');
const VOLUME = pieceOf(',"volume":');
/** Of no use to us between the volume and the time. Numbers here must be numbers: else it is no JSON, and the frame no quote. */
const SKIPPED: readonly Piece[] = [
  pieceOf(',"vwap":'),
  pieceOf(',"low":'),
  pieceOf(',"high":'),
  pieceOf(',"change":'),
  pieceOf(',"change_pct":'),
];
const TIME = pieceOf(',"timestamp":"');
const TIME_END = pieceOf('"}]}');
const END = pieceOf("}]}");

const scanner = new ByteScanner();

/** Zero stands for no price, and 1970 for no time; both are left to the whole reading. */
export const scanKrakenQuote: QuoteScan = (frame, markets, out) => {
  return scanner.start(frame) && market(markets, out) && bestPrices(out) && statistics(out) && time(out);
};

function market(markets: MarketIndex, out: ScannedQuote): boolean {
  if (!scanner.take(HEAD) || !(scanner.take(UPDATE) || scanner.take(SNAPSHOT))) return false;
  out.connectionSequence = -1;
  out.sequence = -1;
  const name = scanner.at;
  if (!scanner.skipText()) return false;
  out.market = markets.find(scannedFrame, name, scanner.at);
  return out.market >= 0;
}

function bestPrices(out: ScannedQuote): boolean {
  if (!scanner.take(BID) || !scanner.number() || scanner.units === 0) return false;
  out.bidUnits = scanner.units;
  out.bidPlaces = scanner.places;
  if (!scanner.take(BID_SIZE) || !scanner.skipNumber()) return false;
  if (!scanner.take(ASK) || !scanner.number() || scanner.units === 0) return false;
  out.askUnits = scanner.units;
  out.askPlaces = scanner.places;
  return scanner.take(ASK_SIZE) && scanner.skipNumber();
}

function statistics(out: ScannedQuote): boolean {
  if (!scanner.take(LAST) || !scanner.number() || scanner.units === 0) return false;
  out.lastUnits = scanner.units;
  out.lastPlaces = scanner.places;
  if (!scanner.take(VOLUME) || !scanner.number()) return false;
  out.volumeUnits = scanner.units;
  out.volumePlaces = scanner.places;
  for (const field of SKIPPED) if (!scanner.take(field) || !scanner.skipNumber()) return false;
  return true;
}

function time(out: ScannedQuote): boolean {
  if (scanner.take(END)) {
    out.tsEvent = -1;
    return scanner.isAtEnd;
  }
  if (!scanner.take(TIME)) return false;
  out.tsEvent = scanner.time();
  return out.tsEvent > 0 && scanner.take(TIME_END) && scanner.isAtEnd;
}
