// What is owned, lot by lot, what did each sale gain, and what can the books not explain? Exact, in any order of import.
import type { BookGap, CostBasis, Disposal, Lot } from "#shared/domain/books.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import {
  type RealizedSums,
  readGaps,
  readLots,
  readPositions,
  readRealized,
  readTotals,
} from "./compute-book-readers.ts";
import { BookState } from "./compute-book-state.ts";
import type { DisposalFilter } from "./compute-disposals.ts";
import { FeesPaid } from "./compute-fees-paid.ts";
import type { BookBasis } from "./compute-holdings.ts";
import type { BookPosition, BookTotals, Ledger } from "./compute-ledger.ts";
import { POSTING, PostingColumns } from "./compute-posting-columns.ts";
import { computePostings } from "./compute-postings.ts";
import { shareOf } from "./compute-shares.ts";
import type { Transfer } from "./compute-transfers.ts";

/**
 * The books of one profile. Entries come in any order and are keyed by id: what is known already is passed over. They are
 * taken to count (`effectiveTransactions`); to take one out, or to part a transfer, make the books anew. All money is in
 * `currency`. The rules are in resources/docs/books.md.
 */
export class LotBooks {
  readonly #basis: BookBasis;
  readonly #columns = new PostingColumns();
  /** The first posting of each entry. */
  readonly #entries = new Map<TransactionId, number>();
  readonly #paired = new Set<TransactionId>();
  readonly #fees = new FeesPaid();
  /** Postings in the order of the books. */
  #order: number[] = [];
  #state: BookState;

  private constructor(basis: BookBasis) {
    this.#basis = basis;
    this.#state = new BookState(this.#columns, basis);
  }

  /** Books over these entries. `transfers` as `matchTransfers` finds them; without them every deposit and withdrawal is a flow. */
  static of(transactions: Iterable<Transaction>, basis: BookBasis, transfers: readonly Transfer[] = []): LotBooks {
    const books = new LotBooks(basis);
    books.add(transactions, transfers);
    return books;
  }

  get basis(): BookBasis {
    return this.#basis;
  }

  /**
   * Takes in further entries and transfers; returns how many entries were new. What is later than all before it is reckoned
   * on; anything else, and a new transfer of an entry that was reckoned already, restates the books from the beginning.
   */
  add(transactions: Iterable<Transaction>, transfers: readonly Transfer[] = []): number {
    const columns = this.#columns;
    const before = columns.length;
    const known = this.#entries.size;
    for (const transaction of transactions) this.#keep(transaction);
    const isPaired = this.#pair(transfers, before);
    const fresh: number[] = [];
    for (let index = before; index < columns.length; index += 1) fresh.push(index);
    fresh.sort((first, second) => columns.compare(first, second));
    const last = this.#order.at(-1);
    const next = fresh[0];
    if (isPaired || (last !== undefined && next !== undefined && columns.compare(next, last) < 0)) {
      this.#append(fresh);
      this.#order.sort((first, second) => columns.compare(first, second));
      this.#state = this.stateUnder(this.#basis);
    } else {
      this.#append(fresh);
      for (const index of fresh) this.#state.apply(index);
    }
    return this.#entries.size - known;
  }

  /** The same entries reckoned another way. Holds until entries are added. */
  stateUnder(basis: CostBasis): BookState {
    const state = new BookState(this.#columns, { ...basis, currency: this.#basis.currency });
    for (const index of this.#order) state.apply(index);
    return state;
  }

  get state(): BookState {
    return this.#state;
  }

  /** What is left of what came in: by asset, oldest first. At average cost one lot a pool, named after its oldest acquisition. */
  lots(asset?: Asset): readonly Lot[] {
    return readLots(this.#state, asset);
  }

  /** What was sold or spent, oldest first, lot by lot. Units of unknown cost have no gain and are not in it. */
  disposals(filter: DisposalFilter = {}): readonly Disposal[] {
    return this.#state.disposals.list(filter);
  }

  get positions(): ReadonlyMap<Asset, BookPosition> {
    return readPositions(this.#state);
  }

  get realized(): RealizedSums {
    return readRealized(this.#state);
  }

  /** What the books cannot explain, in their order. */
  get gaps(): readonly BookGap[] {
    return readGaps(this.#state);
  }

  get totals(): BookTotals {
    return { ...readTotals(this.#state), fees: this.#fees.value };
  }

  /** Fees in units of the asset they were paid in, rebates taken off. */
  get feesByAsset(): ReadonlyMap<Asset, Decimal> {
    return this.#fees.byAsset;
  }

  get ledger(): Ledger {
    return { ...this.totals, positions: this.positions, gaps: this.gaps };
  }

  #append(fresh: number[]): void {
    if (this.#order.length === 0) this.#order = fresh;
    else for (const index of fresh) this.#order.push(index);
  }

  #keep(transaction: Transaction): void {
    if (this.#entries.has(transaction.id)) return;
    const columns = this.#columns;
    this.#entries.set(transaction.id, columns.length);
    const { postings, fees } = computePostings(transaction, this.#basis.currency);
    // What adds comes first in the books too: entries that come by time are then in order already.
    for (const posting of postings) if (posting.kind === "add") columns.push(posting);
    for (const posting of postings) if (posting.kind === "take") columns.push(posting);
    for (const fee of fees) this.#fees.add(fee);
  }

  /** Whether a new transfer has a side before `fresh`, the first posting that is not reckoned yet. */
  #pair(transfers: readonly Transfer[], fresh: number): boolean {
    let found = false;
    for (const { outId, inId } of transfers) {
      if (this.#paired.has(outId) || this.#paired.has(inId)) continue;
      const leaving = this.#sideOf(outId, [POSTING.withdrawn, POSTING.leaving]);
      const arriving = this.#sideOf(inId, [POSTING.deposited, POSTING.arriving]);
      if (leaving === null || arriving === null) continue;
      this.#columns.pair(leaving, arriving);
      this.#payOnTheWay(leaving, arriving);
      this.#paired.add(outId).add(inId);
      found ||= Math.min(leaving, arriving) < fresh;
    }
    return found;
  }

  #sideOf(id: TransactionId, codes: readonly number[]): number | null {
    const columns = this.#columns;
    const first = this.#entries.get(id);
    if (first === undefined) return null;
    for (let index = first; index < columns.length && columns.idOf(index) === id; index += 1) {
      if (codes.includes(columns.codeOf(index))) return index;
    }
    return null;
  }

  /** What does not arrive is a fee. */
  #payOnTheWay(leaving: number, arriving: number): void {
    const columns = this.#columns;
    const sent = columns.quantityOf(leaving);
    const amount = sent.sub(columns.quantityOf(arriving));
    if (!amount.isPositive) return;
    const value = columns.valueOf(leaving);
    const { asset } = columns.placeOf(leaving);
    this.#fees.add({ asset, amount, value: value === null ? null : shareOf(value, amount, sent) });
  }
}
