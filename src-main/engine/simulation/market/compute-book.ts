// What does the order book around a middle price look like?
// Levels grow apart and deeper with their distance from the best price; sizes vary from second to second by a hash.

interface BookShape {
  /** Best prices in whole price steps. */
  readonly bid: number;
  readonly ask: number;
  /** Middle price in price steps. */
  readonly mid: number;
  /** Base units within about 10 basis points of the best price, in whole amount steps. */
  readonly near: number;
  readonly depth: number;
  /** Uniform in [0, 1) by level and side; the same for the whole second. */
  readonly chance: (index: number) => number;
}

/** A level as whole price steps and whole amount steps. */
export type BookLevel = readonly [price: number, amount: number];

/** Distance of a level from the best price in basis points. */
const distanceBp = (level: number) => 0.8 * level + 0.05 * level * level;
/** Levels that lie within 10 basis points. */
const NEAR_LEVELS = 8;

export function computeBook(shape: BookShape): {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
} {
  return { bids: side(shape, -1), asks: side(shape, 1) };
}

function side(shape: BookShape, direction: 1 | -1): readonly BookLevel[] {
  const levels: BookLevel[] = [];
  let price = direction === 1 ? shape.ask : shape.bid;
  for (let level = 0; level < shape.depth; level += 1) {
    const apart = ((distanceBp(level + 1) - distanceBp(level)) / 10_000) * shape.mid;
    const steps = Math.max(1, Math.round(apart));
    // Where the price step is coarse, one level holds what several would.
    const coarse = Math.max(1, steps / apart);
    const weight = coarse * (0.6 + 0.1 * level) * (0.4 + 1.2 * shape.chance(level * 2 + (direction === 1 ? 1 : 0)));
    levels.push([price, Math.max(1, Math.floor((shape.near / NEAR_LEVELS) * weight))]);
    price += direction * steps;
    if (price <= 0) break;
  }
  return levels;
}
