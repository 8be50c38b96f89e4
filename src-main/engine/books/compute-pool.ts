// What must a pool of one asset's lots be able to do? Each cost basis method is one pool.
import type { Decimal } from "#shared/domain/decimal.ts";
import type { OpenLot } from "./compute-open-lot.ts";

/** The lots of one asset that a sale may take from: those of the profile, or those of one account. */
export interface Pool {
  /** Never negative. */
  readonly quantity: Decimal;
  /** Of the lots whose cost is known. */
  readonly cost: Decimal;
  /** False while there are units of unknown cost. */
  readonly costKnown: boolean;
  /** `lot` has more than no units and belongs to the pool from now on. */
  add(lot: OpenLot): void;
  /** Takes `quantity` units, more than none and at most all, as lots of their own, in the order in which they go. */
  take(quantity: Decimal): readonly OpenLot[];
  /** What is left, in no order. Not to be changed. */
  lots(): readonly OpenLot[];
}

/** A cost basis method. A further one is a file of this and a line in the registry. */
export interface PoolMethod {
  readonly create: () => Pool;
  /** Whether a disposal says which lot paid for it: a pool at average cost has no single one. */
  readonly namesLots: boolean;
  /** Whether lots need their unit price to be ranked. */
  readonly ranksByPrice: boolean;
}
