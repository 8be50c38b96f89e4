// How is Coinbase's hot frame, one product's `ticker`, read fast? Anything else is left to the whole reading.
// Form, without the line ends: `{"channel":"ticker","client_id":"","timestamp":"2026-04-07T14:30:03.167359596Z","sequence_num":12,
// "events":[{"type":"update","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"68900.50","volume_24_h":"15328.12345678",
// "low_24_h":"67500.00","high_24_h":"69200.00","low_52_w":"25000.00","high_52_w":"73800.00","price_percent_chg_24_h":"1.85",
// "best_bid":"68900.00","best_bid_quantity":"1.50000000","best_ask":"68901.00","best_ask_quantity":"0.50000000"}]}]}`.
import { ByteScanner, type Piece, pieceOf, scannedFrame } from "#exchanges/shared/stream/byte-scanner.ts";
import type { MarketIndex, QuoteScan, ScannedQuote } from "#exchanges/shared/stream/feed-protocol.ts";

const HEAD = pieceOf('{"channel":"ticker","client_id":"');
const TIME = pieceOf('","timestamp":"');
const SEQUENCE = pieceOf('","sequence_num":');
const EVENTS = pieceOf(',"events":[{"type":"');
const UPDATE = pieceOf('update","tickers":[{"type":"ticker","product_id":"');
const SNAPSHOT = pieceOf('snapshot","tickers":[{"type":"ticker","product_id":"');
const LAST = pieceOf('","price":"');
const VOLUME = pieceOf('","volume_24_h":"');
/** Of no use to us between the volume and the best prices. */
const SKIPPED: readonly Piece[] = [
  pieceOf('","low_24_h":"'),
  pieceOf('","high_24_h":"'),
  pieceOf('","low_52_w":"'),
  pieceOf('","high_52_w":"'),
  pieceOf('","price_percent_chg_24_h":"'),
];
const BID = pieceOf('","best_bid":"');
const BID_SIZE = pieceOf('","best_bid_quantity":"');
const ASK = pieceOf('","best_ask":"');
const ASK_SIZE = pieceOf('","best_ask_quantity":"');
const END = pieceOf('"}]}]}');

const scanner = new ByteScanner();

/** Zero and empty text stand for no price, and are left to the whole reading. */
export const scanCoinbaseQuote: QuoteScan = (frame, markets, out) => {
  return scanner.start(frame) && head(out) && market(markets, out) && statistics(out) && bestPrices(out);
};

function head(out: ScannedQuote): boolean {
  if (!scanner.take(HEAD) || !scanner.skipText() || !scanner.take(TIME)) return false;
  out.tsEvent = scanner.time();
  if (out.tsEvent < 0 || !scanner.take(SEQUENCE) || !scanner.count()) return false;
  out.connectionSequence = scanner.units;
  out.sequence = -1;
  return scanner.take(EVENTS) && (scanner.take(UPDATE) || scanner.take(SNAPSHOT));
}

function market(markets: MarketIndex, out: ScannedQuote): boolean {
  const name = scanner.at;
  if (!scanner.skipText()) return false;
  out.market = markets.find(scannedFrame, name, scanner.at);
  return out.market >= 0;
}

function statistics(out: ScannedQuote): boolean {
  if (!scanner.take(LAST) || !scanner.number() || scanner.units === 0) return false;
  out.lastUnits = scanner.units;
  out.lastPlaces = scanner.places;
  if (!scanner.take(VOLUME) || !scanner.number()) return false;
  out.volumeUnits = scanner.units;
  out.volumePlaces = scanner.places;
  for (const field of SKIPPED) if (!scanner.take(field) || !scanner.skipText()) return false;
  return true;
}

function bestPrices(out: ScannedQuote): boolean {
  if (!scanner.take(BID) || !scanner.number() || scanner.units === 0) return false;
  out.bidUnits = scanner.units;
  out.bidPlaces = scanner.places;
  if (!scanner.take(BID_SIZE) || !scanner.skipText()) return false;
  if (!scanner.take(ASK) || !scanner.number() || scanner.units === 0) return false;
  out.askUnits = scanner.units;
  out.askPlaces = scanner.places;
  return scanner.take(ASK_SIZE) && scanner.skipText() && scanner.take(END) && scanner.isAtEnd;
}
