// How is Binance's hot frame, a symbol's best prices (`bookTicker`), read fast? Anything else is left to the whole reading.
// Form: `{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}`.
import { ByteScanner, pieceOf, scannedFrame } from "#exchanges/shared/stream/byte-scanner.ts";
import type { QuoteScan } from "#exchanges/shared/stream/feed-protocol.ts";

const UPDATE = pieceOf('{"u":');
const SYMBOL = pieceOf(',"s":"');
const BID = pieceOf('","b":"');
const BID_SIZE = pieceOf('","B":"');
const ASK = pieceOf('","a":"');
const ASK_SIZE = pieceOf('","A":"');
const END = pieceOf('"}');

const scanner = new ByteScanner();

/** Zero stands for an empty side of the book: that is no quote. */
export const scanBinanceQuote: QuoteScan = (frame, markets, out) => {
  if (!scanner.start(frame) || !scanner.take(UPDATE) || !scanner.count()) return false;
  out.sequence = scanner.units;
  if (!scanner.take(SYMBOL)) return false;
  const name = scanner.at;
  if (!scanner.skipText()) return false;
  out.market = markets.find(scannedFrame, name, scanner.at);
  if (out.market < 0) return false;
  if (!scanner.take(BID) || !scanner.number() || scanner.units === 0) return false;
  out.bidUnits = scanner.units;
  out.bidPlaces = scanner.places;
  if (!scanner.take(BID_SIZE) || !scanner.skipAmount()) return false;
  if (!scanner.take(ASK) || !scanner.number() || scanner.units === 0) return false;
  out.askUnits = scanner.units;
  out.askPlaces = scanner.places;
  if (!scanner.take(ASK_SIZE) || !scanner.skipAmount()) return false;
  out.lastUnits = -1;
  out.volumeUnits = -1;
  out.tsEvent = -1;
  out.connectionSequence = -1;
  return scanner.take(END) && scanner.isAtEnd;
};
