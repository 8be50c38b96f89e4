// What does a frame of Coinbase's order book say? `level2` is subscribed, and arrives as `l2_data`.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { BookLevel, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { amountAt, meaningAt, positiveAt, symbolAt, unknownMarket } from "./frame-reading.ts";
import { BOOK_SIDES } from "./stream-quirks.ts";

const KINDS = { snapshot: "snapshot", update: "delta" } as const;

/** All of it or nothing: a book with one level left out is wrong from then on. */
export function parseBook(event: Answer, names: StreamNames, sentAt: UnixMs): readonly StreamEvent[] {
  const symbol = symbolAt(event, names);
  if (symbol === null) return [unknownMarket(event.at("product_id").text())];
  const kind = meaningAt(KINDS, event.at("type"));
  const sides: Record<"bids" | "asks", BookLevel[]> = { bids: [], asks: [] };
  for (const update of event.at("updates").list()) {
    // The new size of the level, not a difference; a zero removes it. `event_time` of a snapshot is often 1970 (ccxt 4.5.84).
    const side = meaningAt(BOOK_SIDES, update.at("side"));
    sides[side].push([positiveAt(update.at("price_level")), amountAt(update.at("new_quantity"))]);
  }
  return [{ type: "book", symbol, kind, ...sides, sequence: null, checksum: null, tsEvent: sentAt }];
}
