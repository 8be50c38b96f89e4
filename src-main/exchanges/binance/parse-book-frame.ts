// What do Binance's frames about changes of an order book say?
import type { Answer } from "#exchanges/shared/answer.ts";
import type { BookEvent, BookLevel } from "#exchanges/shared/stream/stream-event.ts";
import { type DecimalString, isNonNegativeDecimal } from "#shared/domain/decimal.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import { countAt, timeAt } from "./frame-reading.ts";

/** `depthUpdate`: sizes are the new ones, zero where the level is gone. */
export function parseBookChange(frame: Answer, symbol: MarketSymbol): BookEvent {
  const [first, last] = [countAt(frame.at("U")), countAt(frame.at("u"))];
  if (first > last) throw frame.at("U").unexpected("the number of the first update, and u of the last");
  return {
    type: "book",
    symbol,
    kind: "delta",
    bids: levels(frame.at("b")),
    asks: levels(frame.at("a")),
    sequence: { first, last },
    checksum: null,
    tsEvent: timeAt(frame.at("E")),
  };
}

function levels(side: Answer): readonly BookLevel[] {
  return side.list().map((level): BookLevel => [asWritten(level.at(0), "positive"), asWritten(level.at(1), "amount")]);
}

function asWritten(place: Answer, check: "positive" | "amount"): DecimalString {
  const plain = place[check]();
  return isNonNegativeDecimal(place.value) ? place.value : plain;
}
