// What was paid in fees, by asset and in all?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { FeePaid } from "./compute-postings.ts";

/** Sums of fees; rebates count against them. */
export class FeesPaid {
  readonly #amounts = new Map<Asset, Decimal>();
  #value = Decimal.ZERO;

  add({ asset, amount, value }: FeePaid): void {
    this.#amounts.set(asset, (this.#amounts.get(asset) ?? Decimal.ZERO).add(amount));
    if (value !== null) this.#value = this.#value.add(value);
  }

  /** In units of the asset they were paid in. */
  get byAsset(): ReadonlyMap<Asset, Decimal> {
    return this.#amounts;
  }

  /** Of those whose value is known, in the currency of the books. */
  get value(): Decimal {
    return this.#value;
  }
}
