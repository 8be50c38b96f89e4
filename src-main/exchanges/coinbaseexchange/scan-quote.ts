// How is Coinbase Exchange's hot frame, a product's `ticker`, read fast? Anything else is left to the whole reading.
// Form, without the line ends: `{"type":"ticker","sequence":50978628538,"product_id":"BTC-USD","price":"17165.16","open_24h":"16437.94",
// "volume_24h":"42492.05081975","low_24h":"16423.37","high_24h":"17259.37","volume_30d":"1093827.95195495","best_bid":"17165.15",
// "best_bid_size":"0.61540890","best_ask":"17167.76","best_ask_size":"0.18528568","side":"sell","time":"2026-01-05T00:00:00.122581Z",
// "trade_id":463751434,"last_size":"0.05"}`.
import { ByteScanner, type Piece, pieceOf, scannedFrame } from "#exchanges/shared/stream/byte-scanner.ts";
import type { MarketIndex, QuoteScan, ScannedQuote } from "#exchanges/shared/stream/feed-protocol.ts";

const HEAD = pieceOf('{"type":"ticker","sequence":');
const PRODUCT = pieceOf(',"product_id":"');
const LAST = pieceOf('","price":"');
const OPEN = pieceOf('","open_24h":"');
const VOLUME = pieceOf('","volume_24h":"');
/** Of no use to us between the volume and the best prices. */
const SKIPPED: readonly Piece[] = [pieceOf('","low_24h":"'), pieceOf('","high_24h":"'), pieceOf('","volume_30d":"')];
const BID = pieceOf('","best_bid":"');
const BID_SIZE = pieceOf('","best_bid_size":"');
const ASK = pieceOf('","best_ask":"');
const ASK_SIZE = pieceOf('","best_ask_size":"');
const SIDE = pieceOf('","side":"');
const TIME = pieceOf('","time":"');
const TRADE = pieceOf('","trade_id":');
const LAST_SIZE = pieceOf(',"last_size":"');
const END = pieceOf('"}');

const scanner = new ByteScanner();

/** Zero and empty text stand for no price, and are left to the whole reading. */
export const scanCoinbaseExchangeQuote: QuoteScan = (frame, markets, out) => {
  return scanner.start(frame) && market(markets, out) && statistics(out) && bestPrices(out) && trade(out);
};

function market(markets: MarketIndex, out: ScannedQuote): boolean {
  // The venue counts per product over messages that are not sent to us, so that this number orders nothing.
  if (!scanner.take(HEAD) || !scanner.count() || !scanner.take(PRODUCT)) return false;
  out.connectionSequence = -1;
  out.sequence = -1;
  const name = scanner.at;
  if (!scanner.skipText()) return false;
  out.market = markets.find(scannedFrame, name, scanner.at);
  return out.market >= 0;
}

function statistics(out: ScannedQuote): boolean {
  if (!scanner.take(LAST) || !scanner.number() || scanner.units === 0) return false;
  out.lastUnits = scanner.units;
  out.lastPlaces = scanner.places;
  if (!scanner.take(OPEN) || !scanner.skipText() || !scanner.take(VOLUME) || !scanner.number()) return false;
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
  return scanner.take(ASK_SIZE) && scanner.skipText();
}

function trade(out: ScannedQuote): boolean {
  if (!scanner.take(SIDE) || !scanner.skipText() || !scanner.take(TIME)) return false;
  out.tsEvent = scanner.time();
  if (out.tsEvent < 0 || !scanner.take(TRADE) || !scanner.count()) return false;
  out.tradeId = scanner.units;
  return scanner.take(LAST_SIZE) && scanner.skipText() && scanner.take(END) && scanner.isAtEnd;
}
