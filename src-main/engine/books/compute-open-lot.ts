// What is one lot while the books are reckoned, and how is a part cut from it?
import type { Decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { shareOf } from "./compute-shares.ts";

/** Units of one asset that came in together. A lot belongs to one pool, which is the only one that cuts parts from it. */
export class OpenLot {
  /** Index of the posting that brought it; for a pool at average cost the oldest one since it was last empty. */
  readonly posting: number;
  readonly acquiredAt: UnixMs;
  /** Place among all that came in, in the order of the books. */
  readonly sequence: number;
  /** Without fee; null where unknown or not needed to rank lots. */
  readonly unitPrice: Decimal | null;
  quantity: Decimal;
  /** Null where unknown. */
  cost: Decimal | null;

  constructor(
    origin: Pick<OpenLot, "posting" | "acquiredAt" | "sequence" | "unitPrice">,
    quantity: Decimal,
    cost: Decimal | null,
  ) {
    this.posting = origin.posting;
    this.acquiredAt = origin.acquiredAt;
    this.sequence = origin.sequence;
    this.unitPrice = origin.unitPrice;
    this.quantity = quantity;
    this.cost = cost;
  }

  /** Cuts off fewer units than it has, with their share of the cost. */
  cut(quantity: Decimal): OpenLot {
    const cost = this.cost === null ? null : shareOf(this.cost, quantity, this.quantity);
    this.quantity = this.quantity.sub(quantity);
    if (this.cost !== null && cost !== null) this.cost = this.cost.sub(cost);
    return new OpenLot(this, quantity, cost);
  }
}
