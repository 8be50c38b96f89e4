// What do the books come to: what is owned, what it cost, what was gained, brought in, earned and paid?
import type { BookGap } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** One asset over all its lots. */
export interface BookPosition {
  readonly asset: Asset;
  readonly quantity: Decimal;
  /** Remaining cost, purchase fees included. */
  readonly cost: Decimal;
  /** False once units of unknown cost came in and are not all gone: the cost is then not computable. */
  readonly costKnown: boolean;
  readonly realized: Decimal;
}

/** Sums over the whole books. Where all values are known: sum of costs = netInvested + realized + withdrawnGain + income. */
export interface BookTotals {
  readonly realized: Decimal;
  /** Deposits less withdrawals at their value then; transfers between own accounts are neither. */
  readonly netInvested: Decimal;
  /** False when a flow had no known value: gains over the whole time are then not computable. */
  readonly netInvestedKnown: boolean;
  /** Value of what was earned (rewards, found units) when it came. */
  readonly income: Decimal;
  /** Value less cost of what was withdrawn: gained before it left, but not by a sale. */
  readonly withdrawnGain: Decimal;
  /** Of fees whose value is known. */
  readonly fees: Decimal;
}

/** All positions with the totals and what the books cannot explain. */
export interface Ledger extends BookTotals {
  readonly positions: ReadonlyMap<Asset, BookPosition>;
  readonly gaps: readonly BookGap[];
}

/**
 * The currency that the books were begun in: that of the first opening, whose value is told in it; without one, that of the first
 * deposit that is its own measure. A deposit that was paid in another currency says nothing about it.
 */
export class BookCurrency {
  #opening: Transaction | null = null;
  #deposit: Transaction | null = null;

  /** `entry` counts; of equal times the one that is told first is meant. */
  note(entry: Transaction): void {
    if (entry.type !== "deposit" || entry.quote === null || entry.quoteValue !== PAR) return;
    if (this.#deposit === null || entry.ts < this.#deposit.ts) this.#deposit = entry;
    if (isOpeningEntry(entry) && (this.#opening === null || entry.ts < this.#opening.ts)) this.#opening = entry;
  }

  /** Null where no entry tells it. */
  get told(): Asset | null {
    return (this.#opening ?? this.#deposit)?.quote ?? null;
  }
}

/** The same of entries that are all known. */
export function computeBookCurrency(transactions: Iterable<Transaction>, fallback: Asset): Asset {
  const currency = new BookCurrency();
  for (const entry of transactions) currency.note(entry);
  return currency.told ?? fallback;
}

const PAR = "1";

/** Also those of before entries said where they came from. */
export function isOpeningEntry({ id, source }: Pick<Transaction, "id" | "source">): boolean {
  return source === "opening" || id.startsWith("opening:");
}

/** The books' money shown in another currency at today's rate; with no rate nothing of it is computable. */
export function computeLedgerIn(ledger: Ledger, rate: Decimal | null): Ledger {
  if (rate?.eq(Decimal.ONE)) return ledger;
  const convert = (money: Decimal): Decimal => (rate === null ? Decimal.ZERO : money.mul(rate));
  return {
    ...ledger,
    positions: new Map(
      [...ledger.positions].map(([asset, position]) => [
        asset,
        {
          ...position,
          cost: convert(position.cost),
          costKnown: position.costKnown && rate !== null,
          realized: convert(position.realized),
        },
      ]),
    ),
    realized: convert(ledger.realized),
    netInvested: convert(ledger.netInvested),
    netInvestedKnown: ledger.netInvestedKnown && rate !== null,
    income: convert(ledger.income),
    withdrawnGain: convert(ledger.withdrawnGain),
    fees: convert(ledger.fees),
  };
}
