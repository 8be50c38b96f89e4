// What does each account hold by the entries that count?
import type { Transfer } from "#engine/books/compute-transfers.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { computeNet } from "./compute-openings.ts";

const NOTHING: ReadonlyMap<Asset, Decimal> = new Map();

/** Units by account and asset. Reckoned on as entries come in, so that looking at it costs nothing. */
export class AccountHoldings {
  readonly #currency: Asset;
  readonly #held = new Map<AccountId, Map<Asset, Decimal>>();

  constructor(currency: Asset) {
    this.#currency = currency;
  }

  /** `transfers`: all that are known; an entry of type `transfer` moves units only as a part of one. */
  add(entries: readonly Transaction[], transfers: readonly Transfer[]): void {
    const paired = new Set(transfers.flatMap(({ outId, inId }) => [outId, inId]));
    for (const entry of entries) {
      const held = this.#held.get(entry.accountId) ?? new Map<Asset, Decimal>();
      this.#held.set(entry.accountId, held);
      const move = (asset: Asset, units: Decimal): void => {
        held.set(asset, (held.get(asset) ?? Decimal.ZERO).add(units));
      };
      for (const [asset, units] of computeNet(entry, this.#currency)) move(asset, units);
      if (entry.type !== "transfer" || !paired.has(entry.id)) continue;
      const quantity = Decimal.parse(entry.quantity);
      move(entry.asset, entry.side === "sell" ? quantity.neg() : quantity);
    }
  }

  of(accountId: AccountId): ReadonlyMap<Asset, Decimal> {
    return this.#held.get(accountId) ?? NOTHING;
  }
}
