// Average cost: what does a part of a pool cost? Its share of the pool's whole cost; the last unit takes what is left.
import { Decimal } from "#shared/domain/decimal.ts";
import { OpenLot } from "./compute-open-lot.ts";
import type { Pool, PoolMethod } from "./compute-pool.ts";
import { parShare, shareOf } from "./compute-shares.ts";

class AveragePool implements Pool {
  quantity = Decimal.ZERO;
  costKnown = true;
  /** Null while it is the quantity itself: money in its own currency stays at par, and most postings are of it. */
  #cost: Decimal | null = null;
  /** The oldest acquisition since the pool was last empty. */
  #origin: OpenLot | null = null;

  get cost(): Decimal {
    return this.#cost ?? this.quantity;
  }

  add(lot: OpenLot): void {
    const { quantity, cost } = lot;
    if (this.#cost !== null || cost === null || (cost !== quantity && !cost.eq(quantity)))
      this.#cost = this.cost.add(cost ?? Decimal.ZERO);
    if (cost === null) this.costKnown = false;
    this.quantity = this.quantity.add(quantity);
    if (this.#origin === null || lot.acquiredAt < this.#origin.acquiredAt) this.#origin = lot;
  }

  take(quantity: Decimal): readonly OpenLot[] {
    const origin = this.#origin;
    if (origin === null) throw new RangeError("Units are taken from an empty pool");
    const isAll = quantity.eq(this.quantity);
    const cost = isAll ? this.cost : this.#shareOf(quantity);
    const part = new OpenLot(origin, quantity, this.costKnown ? cost : null);
    if (this.#cost !== null || cost !== quantity) this.#cost = this.cost.sub(cost);
    this.quantity = this.quantity.sub(quantity);
    if (isAll) {
      // An empty pool has no units of unknown cost any more, and is at par.
      this.costKnown = true;
      this.#cost = null;
      this.#origin = null;
    }
    return [part];
  }

  lots(): readonly OpenLot[] {
    const origin = this.#origin;
    return origin === null ? [] : [new OpenLot(origin, this.quantity, this.costKnown ? this.cost : null)];
  }

  #shareOf(quantity: Decimal): Decimal {
    return this.#cost === null ? parShare(quantity) : shareOf(this.#cost, quantity, this.quantity);
  }
}

export const average: PoolMethod = { create: () => new AveragePool(), namesLots: false, ranksByPrice: false };
