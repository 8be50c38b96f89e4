// How much is offered near the middle of an order book, and does the book reach that far?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { OrderBook } from "#shared/domain/quote.ts";

/** Distances from the middle, in basis points. */
const BANDS = [10, 50, 100] as const;
const HALF = Decimal.parse("0.5");
const BASIS_POINT = Decimal.parse("0.0001");

export interface DepthBand {
  readonly withinBp: number;
  readonly bids: DecimalString;
  readonly asks: DecimalString;
  /** Whether a level beyond the band was seen; else there may be more inside it. */
  readonly bidsWhole: boolean;
  readonly asksWhole: boolean;
}

/** Exact sums in base; empty where a side is. */
export function computeDepth({ bids, asks }: Pick<OrderBook, "bids" | "asks">): readonly DepthBand[] {
  const bid = bids[0];
  const ask = asks[0];
  if (bid === undefined || ask === undefined) return [];
  const mid = Decimal.parse(bid[0]).add(Decimal.parse(ask[0])).mul(HALF);
  return BANDS.map((withinBp) => {
    const width = mid.mul(BASIS_POINT).mul(Decimal.fromInteger(withinBp));
    const lowest = mid.sub(width);
    const highest = mid.add(width);
    const bought = sumWhile(bids, (price) => price.gte(lowest));
    const sold = sumWhile(asks, (price) => price.lte(highest));
    return {
      withinBp,
      bids: bought.sum.toString(),
      asks: sold.sum.toString(),
      bidsWhole: bought.wentBeyond,
      asksWhole: sold.wentBeyond,
    };
  });
}

/** The sum is that of the whole band only where a level beyond it was seen. */
function sumWhile(levels: OrderBook["bids"], isInside: (price: Decimal) => boolean) {
  let sum = Decimal.ZERO;
  for (const [price, size] of levels) {
    if (!isInside(Decimal.parse(price))) return { sum, wentBeyond: true };
    sum = sum.add(Decimal.parse(size));
  }
  return { sum, wentBeyond: false };
}
