// Which levels of one side of a book are not what they were? Those with another size, new ones, and with size zero those that are gone.
import type { OrderBook } from "#shared/domain/quote.ts";

export type LevelChange = readonly [price: string, size: string];

type Levels = OrderBook["bids"];

export function changedLevels(before: Levels = [], after: Levels = []): readonly LevelChange[] {
  const [old, now] = [new Map<string, string>(before), new Map<string, string>(after)];
  const gone = before.filter(([price]) => !now.has(price)).map(([price]): LevelChange => [price, "0"]);
  return [...gone, ...after.filter(([price, size]) => old.get(price) !== size)];
}
