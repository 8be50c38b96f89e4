// What would be owned, had nothing been traded since a moment? The "did nothing" line of the equity curve.

import { EntryList } from "#engine/books/compute-entry-list.ts";
import { computePostings } from "#engine/books/compute-postings.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/**
 * Quantities with every transaction up to `since` and only flows (deposits, withdrawals, rewards, adjustments) after it.
 * A coin bought after `since` and then withdrawn counts as negative: holding would have had to buy it too.
 */
export class HeldQuantities {
  readonly #quantities = new Map<Asset, Decimal>();
  readonly #entries: EntryList;
  readonly #currency: Asset;
  readonly #since: UnixMs;
  #next = 0;

  constructor(transactions: Iterable<Transaction>, currency: Asset, since: UnixMs) {
    this.#entries = EntryList.of(transactions);
    this.#currency = currency;
    this.#since = since;
  }

  /** Quantities at `ts`; asked for in rising order of time, so that a whole curve costs one pass over the books. */
  at(ts: UnixMs): ReadonlyMap<Asset, Decimal> {
    const entries = this.#entries;
    for (; this.#next < entries.length && entries.timeAt(this.#next) <= ts; this.#next += 1) {
      const { type } = entries.shapeAt(this.#next);
      const isFlow = type !== "trade" && type !== "fee";
      const entry = isFlow || entries.timeAt(this.#next) <= this.#since ? entries.at(this.#next) : undefined;
      if (entry !== undefined) this.#apply(entry);
    }
    return this.#quantities;
  }

  #apply(transaction: Transaction): void {
    for (const posting of computePostings(transaction, this.#currency).postings) {
      // A side of a transfer between own accounts moves nothing in or out.
      if ((posting.kind === "add" ? posting.origin : posting.purpose) === "transfer") continue;
      const before = this.#quantities.get(posting.asset) ?? Decimal.ZERO;
      const signed = posting.kind === "add" ? posting.quantity : posting.quantity.neg();
      this.#quantities.set(posting.asset, before.add(signed));
    }
  }
}

/** Their value; null where an asset has no price. */
export function computeHeldValue(
  quantities: ReadonlyMap<Asset, Decimal>,
  priceOf: (asset: Asset) => Decimal | null,
): Decimal | null {
  let value = Decimal.ZERO;
  for (const [asset, quantity] of quantities) {
    if (quantity.isZero) continue;
    const price = priceOf(asset);
    if (price === null) return null;
    value = value.add(quantity.mul(price));
  }
  return value;
}
