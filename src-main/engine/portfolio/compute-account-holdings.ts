// What does each account hold by the entries that count?
import type { Transfer } from "#engine/books/compute-transfers.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computeNet, computePaired } from "./compute-net.ts";

const NOTHING: ReadonlyMap<Asset, Decimal> = new Map();

/** Units by account and asset. Reckoned on as entries come in, so that looking at it costs nothing. */
export class AccountHoldings {
  readonly #currency: Asset;
  readonly #held = new Map<AccountId, Map<Asset, Decimal>>();

  constructor(currency: Asset) {
    this.#currency = currency;
  }

  /** `transfers`: all that are known. */
  add(entries: readonly Transaction[], transfers: readonly Transfer[]): void {
    const paired = computePaired(transfers);
    for (const entry of entries) {
      const held = this.#held.get(entry.accountId) ?? new Map<Asset, Decimal>();
      this.#held.set(entry.accountId, held);
      for (const [asset, units] of computeNet(entry, this.#currency, paired)) {
        held.set(asset, (held.get(asset) ?? Decimal.ZERO).add(units));
      }
    }
  }

  of(accountId: AccountId): ReadonlyMap<Asset, Decimal> {
    return this.#held.get(accountId) ?? NOTHING;
  }
}
