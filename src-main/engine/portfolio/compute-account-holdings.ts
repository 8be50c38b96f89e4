// What does each account hold by the entries that count, and what was paid in fees where and when?
import { UtcYears } from "#engine/books/compute-disposals.ts";
import type { TransactionPostings } from "#engine/books/compute-postings.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { type PairedEntries, sumPostings } from "./compute-net.ts";

const NOTHING: ReadonlyMap<Asset, Decimal> = new Map();

/** Units by account and asset, and fees. Reckoned on as entries come in, so that looking at it costs nothing. */
export class AccountHoldings {
  /** Values of fees in the currency of the books, as far as they are known: by the asset that was traded or moved, by account and by UTC year. */
  readonly feesByAsset = new Map<Asset, Decimal>();
  readonly feesByAccount = new Map<AccountId, Decimal>();
  readonly feesByYear = new Map<number, Decimal>();
  readonly #years = new UtcYears();
  readonly #held = new Map<AccountId, Map<Asset, Decimal>>();

  /** Counts an entry by what it posts; what it brings to its account and takes from it. */
  add(entry: Transaction, { postings, fees }: TransactionPostings, paired: PairedEntries): ReadonlyMap<Asset, Decimal> {
    const net = sumPostings(entry, postings, paired);
    this.move(entry.accountId, net);
    for (const { value } of fees) {
      if (value === null) continue;
      addTo(this.feesByAsset, entry.asset, value);
      addTo(this.feesByAccount, entry.accountId, value);
      addTo(this.feesByYear, this.#years.of(entry.ts), value);
    }
    return net;
  }

  /** Counts units that come to an account, or leave it where they are negative. */
  move(accountId: AccountId, net: ReadonlyMap<Asset, Decimal>): void {
    let held = this.#held.get(accountId);
    if (held === undefined) {
      held = new Map();
      this.#held.set(accountId, held);
    }
    for (const [asset, units] of net) addTo(held, asset, units);
  }

  of(accountId: AccountId): ReadonlyMap<Asset, Decimal> {
    return this.#held.get(accountId) ?? NOTHING;
  }
}

function addTo<Key>(sums: Map<Key, Decimal>, key: Key, amount: Decimal): void {
  sums.set(key, (sums.get(key) ?? Decimal.ZERO).add(amount));
}
