// What does the ladder show of an order book: best levels, their running sums, and the spread?
import { drawnRatio } from "#renderer/lib/drawn-ratio.ts";
import { scaleForSize } from "#renderer/lib/format-decimal.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { OrderBook } from "#shared/domain/quote.ts";

export interface LadderLevel {
  readonly price: string;
  readonly size: string;
  /** Size of this level and all better ones. */
  readonly sum: string;
  /** Of the largest sum shown, 0 to 1: the length of its bar. */
  readonly share: number;
}

export interface LadderView {
  /** Best first. */
  readonly asks: readonly LadderLevel[];
  readonly bids: readonly LadderLevel[];
  readonly mid: string | null;
  readonly spread: string | null;
  /** Spread as a share of the mid. */
  readonly spreadShare: string | null;
  /** Digits after the point for all sizes and sums, so that they line up. */
  readonly sizeScale: number;
}

const SIZE_FIGURES = 5;
const SHARE_SCALE = 10;
const MID_SCALE = 18;
const TWO = Decimal.fromInteger(2);

export function toLadder(book: Pick<OrderBook, "bids" | "asks">, depth: number): LadderView {
  const asks = withSums(book.asks.slice(0, depth));
  const bids = withSums(book.bids.slice(0, depth));
  const most = Decimal.max(Decimal.ZERO, ...[asks.at(-1), bids.at(-1)].flatMap((level) => level?.sum ?? []));
  const draw = (levels: typeof asks) =>
    levels.map(({ price, size, sum }) => ({ price, size, sum: sum.toString(), share: drawnRatio(sum, most) }));
  const sizeScale = scaleForSize(most, SIZE_FIGURES, 0, 8);
  const ask = book.asks[0];
  const bid = book.bids[0];
  if (ask === undefined || bid === undefined) {
    return { asks: draw(asks), bids: draw(bids), mid: null, spread: null, spreadShare: null, sizeScale };
  }
  const spread = Decimal.parse(ask[0]).sub(Decimal.parse(bid[0]));
  const mid = Decimal.parse(ask[0]).add(Decimal.parse(bid[0])).div(TWO, MID_SCALE, "halfEven");
  return {
    asks: draw(asks),
    bids: draw(bids),
    mid: mid.toString(),
    spread: spread.toString(),
    spreadShare: mid.isPositive ? spread.div(mid, SHARE_SCALE, "halfEven").toString() : null,
    sizeScale,
  };
}

function withSums(levels: OrderBook["asks"]): { price: string; size: string; sum: Decimal }[] {
  let sum = Decimal.ZERO;
  return levels.map(([price, size]) => {
    sum = sum.add(Decimal.parse(size));
    return { price, size, sum };
  });
}
