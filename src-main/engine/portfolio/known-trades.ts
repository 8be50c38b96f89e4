// Is a row of a venue's ledger a part of a trade that the books have already?
import { EntryList } from "#engine/books/compute-entry-list.ts";
import type { LedgerEntry } from "#engine/ports/exchange-client.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** A ledger books a trade within moments of it. */
const BOOKED_WITHIN_MS = 5 * SECOND_MS;

/** The trades of one account, by the venue's id and by what they moved. */
export class KnownTrades {
  readonly #references = new Set<string>();
  /** Times at which so much of an asset moved, either way. */
  readonly #moves = new Map<string, number[]>();

  constructor(transactions: Iterable<Transaction>, accountId: AccountId) {
    const isOwn = (of: Pick<Transaction, "accountId" | "type">) => of.accountId === accountId && of.type === "trade";
    for (const entry of EntryList.of(transactions).ofShape(isOwn)) this.#keep(entry);
  }

  /** By its reference; else by its amount and time: venues whose rows name no trade. */
  explains(row: LedgerEntry): boolean {
    if (row.reference !== null && this.#references.has(row.reference)) return true;
    const times = this.#moves.get(moveKey(row.asset, Decimal.parse(row.amount)));
    return times?.some((ts) => Math.abs(ts - row.tsEvent) <= BOOKED_WITHIN_MS) === true;
  }

  #keep({ venueRef, asset, quantity, quote, price, fee, ts }: Transaction): void {
    if (venueRef !== null) this.#references.add(venueRef);
    const base = Decimal.parse(quantity);
    const moved: [Asset, Decimal][] = [[asset, base]];
    if (quote !== null && price !== null) moved.push([quote, base.mul(Decimal.parse(price))]);
    // Venues tell a fee apart, or within the amount of the side that it was taken from.
    const amount = fee === null ? Decimal.ZERO : Decimal.parse(fee.amount);
    const withFee = moved.flatMap(([moving, units]): [Asset, Decimal][] =>
      moving === fee?.asset
        ? [
            [moving, units.sub(amount)],
            [moving, units.add(amount)],
          ]
        : [],
    );
    const alone: [Asset, Decimal][] = fee === null ? [] : [[fee.asset, amount]];
    for (const [moving, units] of [...moved, ...withFee, ...alone]) {
      const key = moveKey(moving, units);
      const times = this.#moves.get(key);
      if (times === undefined) this.#moves.set(key, [ts]);
      else times.push(ts);
    }
  }
}

const moveKey = (asset: Asset, units: Decimal): string => `${asset} ${units.abs().toString()}`;
