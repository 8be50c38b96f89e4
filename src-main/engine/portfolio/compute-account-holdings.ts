// What does each account hold by the entries that count, and what was paid in fees where and when?
import { UtcYears } from "#engine/books/compute-disposals.ts";
import { computePostings } from "#engine/books/compute-postings.ts";
import type { Transfer } from "#engine/books/compute-transfers.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computePaired, sumPostings } from "./compute-net.ts";

const NOTHING: ReadonlyMap<Asset, Decimal> = new Map();

/** Units by account and asset, and fees. Reckoned on as entries come in, so that looking at it costs nothing. */
export class AccountHoldings {
  /** Values of fees in the currency of the books, as far as they are known: by the asset that was traded or moved, by account and by UTC year. */
  readonly feesByAsset = new Map<Asset, Decimal>();
  readonly feesByAccount = new Map<AccountId, Decimal>();
  readonly feesByYear = new Map<number, Decimal>();
  readonly #currency: Asset;
  readonly #years = new UtcYears();
  readonly #held = new Map<AccountId, Map<Asset, Decimal>>();

  constructor(currency: Asset) {
    this.#currency = currency;
  }

  /** `transfers`: all that are known. `each` is told what every entry brings and takes, for whoever counts it too. */
  add(
    entries: readonly Transaction[],
    transfers: readonly Transfer[],
    each?: (entry: Transaction, net: ReadonlyMap<Asset, Decimal>) => void,
  ): void {
    const paired = computePaired(transfers);
    for (const entry of entries) {
      const held = this.#held.get(entry.accountId) ?? new Map<Asset, Decimal>();
      this.#held.set(entry.accountId, held);
      const { postings, fees } = computePostings(entry, this.#currency);
      const net = sumPostings(entry, postings, paired);
      for (const [asset, units] of net) addTo(held, asset, units);
      each?.(entry, net);
      for (const { value } of fees) {
        if (value === null) continue;
        addTo(this.feesByAsset, entry.asset, value);
        addTo(this.feesByAccount, entry.accountId, value);
        addTo(this.feesByYear, this.#years.of(entry.ts), value);
      }
    }
  }

  of(accountId: AccountId): ReadonlyMap<Asset, Decimal> {
    return this.#held.get(accountId) ?? NOTHING;
  }
}

function addTo<Key>(sums: Map<Key, Decimal>, key: Key, amount: Decimal): void {
  sums.set(key, (sums.get(key) ?? Decimal.ZERO).add(amount));
}
