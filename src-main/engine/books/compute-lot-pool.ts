// How are lots kept so that the next one to go is found at once, however many there are? As a binary heap.
import { Decimal } from "#shared/domain/decimal.ts";
import type { OpenLot } from "./compute-open-lot.ts";
import type { Pool, PoolMethod } from "./compute-pool.ts";

/** Below zero when the first lot goes before the second. Never zero for two lots that came in apart. */
export type LotOrder = (first: OpenLot, second: OpenLot) => number;

/** By time of acquisition, then by the order of the books: where every order ends. */
export const oldestFirst: LotOrder = (first, second) =>
  first.acquiredAt - second.acquiredAt || first.sequence - second.sequence;

class LotPool implements Pool {
  readonly #heap: OpenLot[] = [];
  readonly #order: LotOrder;
  #quantity = Decimal.ZERO;
  #cost = Decimal.ZERO;
  #unknown = 0;

  constructor(order: LotOrder) {
    this.#order = order;
  }

  get quantity(): Decimal {
    return this.#quantity;
  }

  get cost(): Decimal {
    return this.#cost;
  }

  get costKnown(): boolean {
    return this.#unknown === 0;
  }

  add(lot: OpenLot): void {
    this.#quantity = this.#quantity.add(lot.quantity);
    if (lot.cost === null) this.#unknown += 1;
    else this.#cost = this.#cost.add(lot.cost);
    this.#rise(lot);
  }

  take(quantity: Decimal): readonly OpenLot[] {
    const parts: OpenLot[] = [];
    let rest = quantity;
    while (rest.isPositive) {
      const next = this.#heap[0];
      if (next === undefined) throw new RangeError("More units are taken than the pool has");
      const isWhole = next.quantity.lte(rest);
      const part = isWhole ? next : next.cut(rest);
      if (isWhole) this.#removeFirst();
      rest = rest.sub(part.quantity);
      if (part.cost !== null) this.#cost = this.#cost.sub(part.cost);
      else if (isWhole) this.#unknown -= 1;
      parts.push(part);
    }
    this.#quantity = this.#quantity.sub(quantity);
    return parts;
  }

  lots(): readonly OpenLot[] {
    return this.#heap;
  }

  #rise(lot: OpenLot): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(lot);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || this.#order(parent, lot) <= 0) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = lot;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = heap[below];
      if (child === undefined) break;
      const other = heap[below + 1];
      if (other !== undefined && this.#order(other, child) < 0) {
        child = other;
        below += 1;
      }
      if (this.#order(last, child) <= 0) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
  }
}

/** A method that takes whole lots, one after another. */
export function lotMethod(order: LotOrder, { ranksByPrice } = { ranksByPrice: false }): PoolMethod {
  return { create: () => new LotPool(order), namesLots: true, ranksByPrice };
}
