// Highest in, first out: which lot goes first? The one of the highest unit price without fee; of equals the oldest; unknown prices last.
import { type LotOrder, lotMethod, oldestFirst } from "./compute-lot-pool.ts";

const dearestFirst: LotOrder = (first, second) => {
  if (first.unitPrice === null || second.unitPrice === null) {
    if (first.unitPrice !== null) return -1;
    if (second.unitPrice !== null) return 1;
    return oldestFirst(first, second);
  }
  return second.unitPrice.cmp(first.unitPrice) || oldestFirst(first, second);
};

export const hifo = lotMethod(dearestFirst, { ranksByPrice: true });
