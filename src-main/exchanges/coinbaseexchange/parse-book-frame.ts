// What do the frames of a book at Coinbase Exchange say? The whole of it first, then batches of changed levels, without any number:
// that the connection keeps their order is all there is.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { BookLevel } from "#exchanges/shared/stream/stream-event.ts";
import { isNonNegativeDecimal } from "#shared/domain/decimal.ts";
import { type FrameReader, ofMarket, timeOrNull } from "./read-frame.ts";

const WITHOUT_NUMBERS = { sequence: null, checksum: null } as const;
const SOMETHING = /[1-9]/;

export const readSnapshot: FrameReader = (frame, names) =>
  ofMarket(frame, names, (symbol) => [
    {
      type: "book",
      symbol,
      kind: "snapshot",
      bids: rowsOf(frame.at("bids")).map(({ row, place }) => readLevel(row, 0, place)),
      asks: rowsOf(frame.at("asks")).map(({ row, place }) => readLevel(row, 0, place)),
      tsEvent: timeOrNull(frame.at("time")),
      ...WITHOUT_NUMBERS,
    },
  ]);

/** Each change is `[side, price, size]`; size zero means that the level is gone. */
export const readChanges: FrameReader = (frame, names) =>
  ofMarket(frame, names, (symbol) => {
    const [bids, asks]: [BookLevel[], BookLevel[]] = [[], []];
    for (const { row, place } of rowsOf(frame.at("changes"))) {
      const [side] = row;
      if (side !== "buy" && side !== "sell") throw place().at(0).unexpected("one of buy, sell");
      (side === "buy" ? bids : asks).push(readLevel(row, 1, place));
    }
    const tsEvent = timeOrNull(frame.at("time"));
    return [{ type: "book", symbol, kind: "delta", bids, asks, tsEvent, ...WITHOUT_NUMBERS }];
  });

interface Row {
  readonly row: readonly unknown[];
  /** Made only when something is asked of it: a whole book has tens of thousands of rows. */
  readonly place: () => Answer;
}

function rowsOf(list: Answer): readonly Row[] {
  if (!Array.isArray(list.value)) throw list.unexpected("a list");
  return list.value.map((row: unknown, index) => {
    const place = () => list.at(index);
    if (!Array.isArray(row)) throw place().unexpected("a list");
    return { row, place };
  });
}

/** Price and size from `index` on, as they were written. */
function readLevel(row: readonly unknown[], index: number, place: () => Answer): BookLevel {
  const [price, size] = [row[index], row[index + 1]];
  if (!isNonNegativeDecimal(price) || !SOMETHING.test(price))
    throw place().at(index).unexpected("a decimal number above zero");
  if (!isNonNegativeDecimal(size))
    throw place()
      .at(index + 1)
      .unexpected("a decimal number of zero or more");
  return [price, size];
}
