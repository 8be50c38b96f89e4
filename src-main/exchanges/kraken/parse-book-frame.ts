// What do Kraken's frames about order books say? Prices and sizes keep the digits of the wire: the checksum is over them.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { BookEvent, BookLevel, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { type DecimalString, isNonNegativeDecimal } from "#shared/domain/decimal.ts";
import { readRows, symbolIn, timeOrNull, unknownMarket } from "./frame-rows.ts";

const LARGEST_CHECKSUM = 0xffffffff;
const KINDS = { snapshot: "snapshot", update: "delta" } as const;

export function parseBook(frame: Answer, names: StreamNames): readonly StreamEvent[] {
  return readRows(frame, (row) => {
    const symbol = symbolIn(row, names);
    if (symbol === null) return unknownMarket(row);
    const kind = KINDS[frame.at("type").oneOf("snapshot", "update")];
    const book: BookEvent = {
      type: "book",
      symbol,
      kind,
      bids: levels(row.at("bids"), kind),
      asks: levels(row.at("asks"), kind),
      sequence: null,
      checksum: checksum(row.at("checksum")),
      tsEvent: timeOrNull(row.at("timestamp")),
    };
    return book;
  });
}

function levels(side: Answer, kind: BookEvent["kind"]): readonly BookLevel[] {
  return side.list().map((level): BookLevel => {
    const price = asWritten(level.at("price"), "positive");
    return [price, asWritten(level.at("qty"), kind === "snapshot" ? "positive" : "amount")];
  });
}

function asWritten(place: Answer, check: "positive" | "amount"): DecimalString {
  const plain = place[check]();
  // A number with an exponent is no decimal text of ours; its plain form has the same value, and the checksum decides about its zeros.
  return isNonNegativeDecimal(place.value) ? place.value : plain;
}

function checksum(place: Answer): number {
  const value = place.whole();
  if (value < 0 || value > LARGEST_CHECKSUM) throw place.unexpected("a number of 32 bits");
  return value;
}
