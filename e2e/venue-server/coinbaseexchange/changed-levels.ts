// Which levels of a book are not what they were? Those with another size, new ones, and with size zero those that are gone.
import type { OrderBook } from "#shared/domain/quote.ts";

type Levels = OrderBook["bids"];

export function changedLevels(before: OrderBook, after: OrderBook) {
  return { bids: changedSide(before.bids, after.bids), asks: changedSide(before.asks, after.asks) };
}

function changedSide(before: Levels, after: Levels): readonly (readonly [string, string])[] {
  const old = new Map(before);
  const now = new Map(after);
  const gone = before.filter(([price]) => !now.has(price)).map(([price]) => [price, "0"] as const);
  return [...gone, ...after.filter(([price, size]) => old.get(price) !== size)];
}
